package io.sekisho.api;

import io.sekisho.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import tools.jackson.databind.JsonNode;

/// Bytes under TLS to a [LiveApi]: says what no well-behaved client would let us say.
final class Wire implements AutoCloseable {
  private final SSLSocket socket;

  Wire(LiveApi api) {
    try {
      Socket plain = api.trusting().getSocketFactory().createSocket("127.0.0.1", api.port());
      this.socket = (SSLSocket) plain;
      socket.setSoTimeout(3_000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// An answer's parts.
  record Answer(int status, String head, String body) {
    static Answer of(String text) {
      int end = text.indexOf("\r\n\r\n");
      String head = end < 0 ? text : text.substring(0, end);
      int status = head.startsWith("HTTP/1.1 ") ? Integer.parseInt(head.substring(9, 12)) : 0;
      return new Answer(status, head, end < 0 ? "" : text.substring(end + 4));
    }

    JsonNode json() {
      return Json.mapper().readTree(body);
    }

    /// The first problem's code.
    String code() {
      return json().at("/errors/0/code").asString("");
    }

    String message() {
      return json().at("/errors/0/message").asString("");
    }

    String target() {
      return json().at("/errors/0/target/name").asString("");
    }

    Optional<String> header(String name) {
      return Arrays.stream(head.split("\r\n"))
          .filter(
              line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst();
    }
  }

  /// A request that asks for the connection to end with the answer.
  static Answer send(LiveApi api, String method, String path, String body, String... headers) {
    StringBuilder request = new StringBuilder();
    request.append(method).append(' ').append(path).append(" HTTP/1.1\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    if (Arrays.stream(headers).noneMatch(header -> header.startsWith("Host:"))) {
      request.append("Host: 127.0.0.1:").append(api.port()).append("\r\n");
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 0) {
      request.append("Content-Length: ").append(bytes.length).append("\r\n");
    }
    request.append("Connection: close\r\n\r\n").append(body);
    return raw(api, request.toString());
  }

  static Answer raw(LiveApi api, String request) {
    try (Wire wire = new Wire(api)) {
      wire.write(request);
      return Answer.of(wire.readToEnd());
    }
  }

  void write(String text) {
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String readToEnd() {
    try {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  SSLSocket socket() {
    return socket;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
