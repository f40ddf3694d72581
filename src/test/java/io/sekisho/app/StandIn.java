package io.sekisho.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A guest that a loopback port stands for: what it asks, and is answered.
final class StandIn {
  private static final String VERSION = "?version=2025-08-26";
  private static final Pattern TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  final int port = FleetScene.freePort();

  String identityToken() throws IOException {
    HttpResponse<String> answer =
        send(
            request("/identity/v1/token")
                .header("Metadata-Flavor", "ibm")
                .PUT(BodyPublishers.noBody()));
    assertThat(answer.statusCode()).isEqualTo(200);
    return found(answer.body());
  }

  int document(String token) throws IOException {
    return send(request("/metadata/v1/instance").header("Authorization", "Bearer " + token).GET())
        .statusCode();
  }

  /// @param profile the body's `trusted_profile`, or nothing for the one that it has by default
  HttpResponse<String> iamToken(String token, BodyPublisher profile) throws IOException {
    return send(
        request("/identity/v1/iam_tokens")
            .header("Authorization", "Bearer " + token)
            .POST(profile));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path + VERSION))
        .timeout(Duration.ofSeconds(10));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static String found(String body) {
    Matcher matcher = TOKEN.matcher(body);
    assertThat(matcher.find()).as(body).isTrue();
    return matcher.group(1);
  }

  /// What is to be true in the end.
  interface Check {
    void make() throws Exception;
  }

  static void eventually(Check check) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (true) {
      try {
        check.make();
        return;
      } catch (AssertionError | Exception e) {
        if (System.nanoTime() - end > 0) {
          throw new AssertionError(e.getMessage(), e);
        }
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }
}
