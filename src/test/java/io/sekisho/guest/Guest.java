package io.sekisho.guest;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A client that sends exactly what a test tells it to.
record Guest(int port) {
  static final String VERSION = "version=2025-08-26";

  /// One request on a connection of its own.
  Reply send(String method, String target, String body, String... headers) {
    try (Line line = connect()) {
      return line.send(method, target, body, headers);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  Reply get(String path, String token) {
    return send("GET", path + "?" + VERSION, "", "Authorization: Bearer " + token);
  }

  Reply put(String body) {
    return send("PUT", "/identity/v1/token?" + VERSION, body, "Metadata-Flavor: ibm");
  }

  Reply post(String path, String body, String token) {
    return send("POST", path + "?" + VERSION, body, "Authorization: Bearer " + token);
  }

  String token() {
    return put("").json().get("access_token").asString();
  }

  Line connect() throws IOException {
    return new Line(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  /// An open connection.
  static final class Line implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Line(Socket socket) throws IOException {
      this.socket = socket;
      socket.setSoTimeout(5_000);
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream());
      out = socket.getOutputStream();
    }

    Reply send(String method, String target, String body, String... headers) throws IOException {
      StringBuilder text = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
      text.append("Host: localhost:").append(socket.getPort()).append("\r\n");
      for (String header : headers) {
        text.append(header).append("\r\n");
      }
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      if (bytes.length > 0) {
        text.append("Content-Length: ").append(bytes.length).append("\r\n");
      }
      text.append("\r\n");
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
      out.write(bytes);
      out.flush();
      return read();
    }

    Reply read() throws IOException {
      String status = line();
      if (status.isEmpty()) {
        throw new IOException("closed without an answer");
      }
      Map<String, String> headers = new HashMap<>();
      for (String header = line(); !header.isEmpty(); header = line()) {
        int colon = header.indexOf(':');
        headers.put(
            header.substring(0, colon).toLowerCase(Locale.ROOT),
            header.substring(colon + 1).strip());
      }
      byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
      return new Reply(
          Integer.parseInt(status.split(" ")[1]),
          headers,
          new String(body, StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }

    private String line() throws IOException {
      StringBuilder text = new StringBuilder();
      for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
        if (c != '\r') {
          text.append((char) c);
        }
      }
      return text.toString();
    }
  }

  /// What came back.
  record Reply(int status, Map<String, String> headers, String body) {
    JsonNode json() {
      return JsonMapper.shared().readTree(body);
    }

    String code() {
      return json().get("errors").get(0).get("code").asString();
    }

    JsonNode target() {
      return json().get("errors").get(0).path("target");
    }
  }
}
