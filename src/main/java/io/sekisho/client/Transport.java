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
import java.util.Map;
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
  private final Bearer bearer;
  private final HttpClient http;

  /// @param bearer what opens the server; empty for what is open to all
  Transport(Context context, Bearer bearer) {
    this.context = context;
    this.bearer = bearer;
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
  ///
  /// @param version its `ETag`; empty if it has none
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Answer(int status, byte[] body, String version) {
    boolean good() {
      return status / 100 == 2;
    }
  }

  Answer send(String method, String path) {
    return send(method, path, BodyPublishers.noBody(), Map.of());
  }

  Answer send(String method, String path, byte[] body, String contentType) {
    return send(
        method, path, BodyPublishers.ofByteArray(body), Map.of("Content-Type", contentType));
  }

  Answer send(String method, String path, byte[] body, Map<String, String> headers) {
    return send(method, path, BodyPublishers.ofByteArray(body), headers);
  }

  private Answer send(String method, String path, BodyPublisher body, Map<String, String> headers) {
    Answer answer = sent(method, path, body, headers);
    return answer.status() == 401 && bearer.refused() ? sent(method, path, body, headers) : answer;
  }

  private Answer sent(String method, String path, BodyPublisher body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(context.resolve(path))
            .method(method, body)
            .timeout(ANSWER)
            .header("Accept", "application/json");
    headers.forEach(request::header);
    String opens = bearer.value();
    if (!opens.isEmpty()) {
      request.header("Authorization", "Bearer " + opens);
    }
    try {
      HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
      return new Answer(
          response.statusCode(), response.body(), response.headers().firstValue("ETag").orElse(""));
    } catch (IOException e) {
      throw Failure.passing(sentence(e));
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
