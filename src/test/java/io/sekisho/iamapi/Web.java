package io.sekisho.iamapi;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An HTTPS client that trusts one CA.
final class Web {
  private final HttpClient client;
  private final String url;

  Web(LiveTokens live) {
    url = live.url();
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(live.identity.trusting())
            .build();
  }

  record Answer(int status, JsonNode body, HttpResponse<String> response) {
    String text(String member) {
      return body.path(member).asString("");
    }
  }

  Answer post(String path, String... form) {
    return post(path, form(form));
  }

  Answer post(String path, String body) {
    return send(
        HttpRequest.newBuilder()
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body)),
        path);
  }

  Answer get(String path, String token) {
    return send(HttpRequest.newBuilder().header("Authorization", "Bearer " + token), path);
  }

  Answer send(HttpRequest.Builder request, String path) {
    try {
      HttpResponse<String> response =
          client.send(request.uri(URI.create(url + path)).build(), BodyHandlers.ofString());
      return new Answer(
          response.statusCode(), JsonMapper.shared().readTree(response.body()), response);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static String form(String... pairs) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < pairs.length; i += 2) {
      text.append(i == 0 ? "" : "&")
          .append(URLEncoder.encode(pairs[i], StandardCharsets.UTF_8))
          .append('=')
          .append(URLEncoder.encode(pairs[i + 1], StandardCharsets.UTF_8));
    }
    return text.toString();
  }
}
