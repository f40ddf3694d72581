package io.sekisho.node;

import io.sekisho.fleet.FleetJson;
import io.sekisho.fleet.Paths;
import io.sekisho.fleet.Refusal;
import io.sekisho.problem.Code;
import io.sekisho.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import javax.net.ssl.SSLContext;

/// The controllers that a node can ask: the one that answered last, and the others in its place.
///
/// A server's name is checked against its certificate, redirects are not followed and no proxy is
/// used.
final class Controllers implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(2);

  /// How long one may take to answer; guests wait for it.
  private static final Duration ANSWER = Duration.ofSeconds(3);

  /// For so long after one did not answer, guests do not wait for it again.
  private static final Duration REST = Duration.ofSeconds(1);

  private static final int SERVER_FAULT = 500;

  private final List<URI> all;
  private final Duration patience;
  private final Duration connecting;
  private final AtomicInteger preferred = new AtomicInteger();
  private final AtomicLongArray restUntil;
  private volatile HttpClient http;
  private volatile long heard;
  private volatile int watched;

  /// @param all where they are, such as `https://10.0.0.1:8444`
  Controllers(List<URI> all, SSLContext tls) {
    this(all, tls, ANSWER);
  }

  /// @param patience how long one may take to answer
  Controllers(List<URI> all, SSLContext tls, Duration patience) {
    this.all = List.copyOf(all);
    this.patience = patience;
    this.connecting = patience.equals(ANSWER) ? CONNECT : patience;
    this.restUntil = new AtomicLongArray(all.size());
    this.http = client(tls);
    long now = System.nanoTime();
    for (int i = 0; i < all.size(); i++) {
      restUntil.set(i, now);
    }
    // None of this process was heard yet.
    this.heard = now - Duration.ofDays(3652).toNanos();
  }

  /// Comes to them with other keys from now on.
  void come(SSLContext tls) {
    HttpClient before = http;
    http = client(tls);
    before.shutdown();
  }

  int count() {
    return all.size();
  }

  /// How long no controller was heard.
  Duration silence() {
    return Duration.ofNanos(System.nanoTime() - heard);
  }

  void heard() {
    heard = System.nanoTime();
  }

  /// Asks one after the other until one says yes or no.
  ///
  /// @param body a record of room `fleet`
  Reply post(String path, Object body) {
    return send("POST", path, FleetJson.write(body));
  }

  /// The same with what was written before.
  Reply send(String method, String path, byte[] body) {
    List<String> reasons = new ArrayList<>();
    int first = preferred.get();
    for (int i = 0; i < all.size(); i++) {
      int which = (first + i) % all.size();
      if (System.nanoTime() - restUntil.get(which) < 0) {
        reasons.add(all.get(which).getAuthority() + " did not answer a moment ago");
        continue;
      }
      switch (one(which, method, path, body)) {
        case Reply.Away(String why) -> {
          reasons.add(why);
          restUntil.set(which, System.nanoTime() + REST.toNanos());
        }
        case Reply said -> {
          preferred.set(which);
          heard();
          return said;
        }
      }
    }
    return new Reply.Away(String.join("; ", reasons));
  }

  /// Tells the one that is watched, and nobody in its place.
  ///
  /// @return whether it took it
  boolean tellWatched(String path, Object body) {
    return one(watched, "POST", path, FleetJson.write(body)) instanceof Reply.Answered;
  }

  /// What a controller tells for as long as it does; the caller closes it.
  ///
  /// @param after the revision that the node has
  Watching watch(OptionalLong after) throws IOException {
    int which = preferred.get();
    watched = which;
    String query = after.isPresent() ? "?after=" + after.getAsLong() : "";
    HttpRequest request =
        HttpRequest.newBuilder(all.get(which).resolve(Paths.WATCH + query))
            .timeout(ANSWER)
            .header("Accept", Paths.LINES)
            .GET()
            .build();
    try {
      HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
      if (response.statusCode() == 200) {
        heard();
        return new Watching.Lines(response.body());
      }
      try (InputStream body = response.body()) {
        Problem problem = refusal(response.statusCode(), body.readNBytes(1 << 16));
        return new Watching.Refused(problem);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("stopped", e);
    }
  }

  /// What came of the wish to watch.
  sealed interface Watching {
    record Lines(InputStream body) implements Watching {}

    record Refused(Problem problem) implements Watching {}
  }

  /// Lets another one be asked first than was watched, unless one that answered is already.
  void next() {
    preferred.compareAndSet(watched, (watched + 1) % all.size());
  }

  /// Who is asked first, for people.
  String current() {
    return all.get(preferred.get()).getAuthority();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private Reply one(int which, String method, String path, byte[] body) {
    URI at = all.get(which);
    HttpRequest request =
        HttpRequest.newBuilder(at.resolve(path))
            .timeout(patience)
            .header("Content-Type", "application/json")
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
            .build();
    try {
      HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
      if (response.statusCode() / 100 == 2) {
        return new Reply.Answered(response.body());
      }
      Problem problem = refusal(response.statusCode(), response.body());
      return response.statusCode() >= SERVER_FAULT
          ? new Reply.Away(at.getAuthority() + ": " + problem.message())
          : new Reply.Refused(problem);
    } catch (IOException e) {
      return new Reply.Away(at.getAuthority() + ": " + reason(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Reply.Away("stopped");
    }
  }

  static String reason(Throwable e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static Problem refusal(int status, byte[] body) {
    try {
      return FleetJson.read(Refusal.class, body).problem().status(status);
    } catch (IllegalArgumentException e) {
      Code code = status == 403 ? Code.UNAUTHORIZED : Code.SERVICE_UNAVAILABLE;
      return Problem.of(code, "The controller answered with status " + status + ".").status(status);
    }
  }

  private HttpClient client(SSLContext tls) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .sslContext(tls)
        .proxy(HttpClient.Builder.NO_PROXY)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(connecting)
        .build();
  }
}
