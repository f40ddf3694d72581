package io.sekisho.node;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Guests of real nodes that ask again and again for an identity token, and with it for their
/// document. Whatever is not answered as it should be is a failure.
final class CrowdGuests implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Pattern TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");

  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicLong longest = new AtomicLong();
  private volatile String lastFailure = "";
  private volatile boolean closed;

  /// @param ports of the guests, on this host
  static CrowdGuests ask(List<Integer> ports) throws InterruptedException {
    CrowdGuests guests = new CrowdGuests();
    for (int port : ports) {
      URI at = URI.create("http://127.0.0.1:" + port);
      guests.expectServed(at);
      guests.threads.add(Thread.ofVirtual().start(() -> guests.ask(at)));
    }
    return guests;
  }

  private void expectServed(URI at) throws InterruptedException {
    for (int i = 0; i < 300; i++) {
      try {
        token(at);
        return;
      } catch (Exception e) {
        Thread.sleep(100);
      }
    }
    throw new IllegalStateException("nobody serves " + at);
  }

  private void ask(URI at) {
    while (!closed) {
      long began = System.nanoTime();
      try {
        asked.incrementAndGet();
        String token = token(at);
        asked.incrementAndGet();
        HttpRequest document =
            request(at, "/metadata/v1/instance?version=2025-08-26")
                .header("Authorization", "Bearer " + token)
                .build();
        expect(200, http.send(document, BodyHandlers.ofString()));
        Thread.sleep(PAUSE);
      } catch (Exception e) {
        if (!closed) {
          failed.incrementAndGet();
          lastFailure = at + ": " + e;
        }
      }
      longest.accumulateAndGet(System.nanoTime() - began - PAUSE.toNanos(), Math::max);
    }
  }

  private String token(URI at) throws Exception {
    HttpRequest request =
        request(at, "/identity/v1/token?version=2025-08-26")
            .header("Metadata-Flavor", "ibm")
            .PUT(BodyPublishers.noBody())
            .build();
    Matcher token = TOKEN.matcher(expect(200, http.send(request, BodyHandlers.ofString())));
    if (!token.find()) {
      throw new IllegalStateException("no token");
    }
    return token.group(1);
  }

  private static HttpRequest.Builder request(URI at, String path) {
    return HttpRequest.newBuilder(at.resolve(path)).timeout(Duration.ofSeconds(5));
  }

  private static String expect(int status, HttpResponse<String> response) {
    if (response.statusCode() != status) {
      throw new IllegalStateException(response.statusCode() + " " + response.body());
    }
    return response.body();
  }

  int asked() {
    return asked.get();
  }

  int failed() {
    return failed.get();
  }

  String lastFailure() {
    return lastFailure;
  }

  /// What a token and a document together took at most, in milliseconds.
  long longest() {
    return longest.get() / 1_000_000;
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    for (Thread thread : threads) {
      thread.join();
    }
    http.close();
  }
}
