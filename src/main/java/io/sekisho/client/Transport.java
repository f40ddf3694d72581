package io.sekisho.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import javax.net.ssl.SSLException;

/// One request, one answer: HTTPS to the context's server and to no other.
///
/// The server's name is checked against its certificate, redirects are not followed and no proxy is
/// used: the key goes where the context says, or nowhere.
final class Transport {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /// Applying a large inventory takes as long as the kernel needs to enforce it.
  private static final Duration ANSWER = Duration.ofMinutes(2);

  private final Context context;
  private final HttpClient http;

  Transport(Context context) {
    this.context = context;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(Trust.in(context.ca()))
            .proxy(HttpClient.Builder.NO_PROXY)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .build();
  }

  /// An answer of any status.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Answer(int status, byte[] body) {
    boolean good() {
      return status / 100 == 2;
    }
  }

  Answer send(String method, String path) {
    return send(method, path, BodyPublishers.noBody(), "");
  }

  Answer send(String method, String path, byte[] body, String contentType) {
    return send(method, path, BodyPublishers.ofByteArray(body), contentType);
  }

  private Answer send(String method, String path, BodyPublisher body, String contentType) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(context.resolve(path))
            .method(method, body)
            .timeout(ANSWER)
            .header("Authorization", "Bearer " + context.key())
            .header("Accept", "application/json");
    if (!contentType.isEmpty()) {
      request.header("Content-Type", contentType);
    }
    try {
      HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), response.body());
    } catch (IOException e) {
      throw new Failure(sentence(e));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new Failure("Interrupted while waiting for " + context.url() + ".");
    }
  }

  private String sentence(IOException e) {
    String server = context.url();
    return switch (e) {
      case ConnectException _ ->
          "Nothing answers at " + server + ": is `./sekisho up` running? Else `sekisho login`.";
      case HttpTimeoutException _ ->
          server + " took too long to answer: look at its log, then try again.";
      case SSLException _ ->
          server
              + " did not prove that it is the server this CLI knows: run `sekisho login` with the"
              + " CA it uses now.";
      default -> "The connection to " + server + " broke (" + e + "): try again.";
    };
  }
}
