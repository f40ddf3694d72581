package io.sekisho.web;

import io.sekisho.api.TestIdentity;
import io.sekisho.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;

/// A client of a server on this machine that trusts its certificate and no other.
public final class Https implements AutoCloseable {
  private final HttpClient client;
  private final String url;

  public Https(Server server, TestIdentity identity) {
    this.url = "https://127.0.0.1:" + server.port();
    this.client = HttpClient.newBuilder().sslContext(identity.trusting()).build();
  }

  /// An answer's parts.
  public record Answer(int status, HttpHeaders headers, String text) {
    public JsonNode json() {
      return Json.mapper().readTree(text.isEmpty() ? "{}" : text);
    }

    /// A member: a text as it is, anything else as JSON; empty if it is not there.
    public String at(String pointer) {
      JsonNode node = json().at(pointer);
      return node.isString() ? node.asString() : node.toString();
    }

    public boolean has(String pointer) {
      return !json().at(pointer).isMissingNode();
    }

    /// The first mistake's code.
    public String code() {
      return at("/errors/0/code");
    }

    public String etag() {
      return headers.firstValue("ETag").orElse("");
    }
  }

  public String url() {
    return url;
  }

  /// @param token empty for none
  /// @param path or a whole address
  /// @param headers names and values by turns, none where a value is empty; a body is JSON unless
  ///   they say otherwise
  public Answer send(String token, String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(path.startsWith("https:") ? path : url + path))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    if (!body.isEmpty() && !Arrays.asList(headers).contains("Content-Type")) {
      request.header("Content-Type", "application/json");
    }
    for (int i = 0; i < headers.length; i += 2) {
      if (!headers[i + 1].isEmpty()) {
        request.header(headers[i], headers[i + 1]);
      }
    }
    try {
      HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
      return new Answer(answer.statusCode(), answer.headers(), answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
