package io.sekisho.office;

import io.sekisho.api.Backing;
import io.sekisho.api.TestIdentity;
import io.sekisho.control.Application;
import io.sekisho.control.Initiator;
import io.sekisho.credential.Mint;
import io.sekisho.office.Office.Counter;
import io.sekisho.store.StateDirectory;
import io.sekisho.store.StateDirectory.Place;
import io.sekisho.telemetry.Event;
import io.sekisho.telemetry.Metrics;
import io.sekisho.web.Server;
import io.sekisho.web.Settings;
import io.sekisho.wire.Json;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The whole operators' side on a free port of this machine: real store, tokens and policies. The
/// first operator's key is known, and nothing else.
public final class LiveOffice implements AutoCloseable {
  final List<Event> events = new CopyOnWriteArrayList<>();
  public final String operator;
  public final Office office;
  private final TestIdentity server = TestIdentity.loopback();
  private final Path directory = temporary();
  private final StateDirectory state;
  private final Server web;
  private final HttpClient client;

  public LiveOffice() {
    InstantSource clock = InstantSource.system();
    this.state = Office.open(Place.at(directory.resolve("state")));
    this.office = new Office(state, events::add, clock);
    this.operator = office.keys().createFirst().orElseThrow();
    Mint mint = Mint.open(state.secrets(), Mint.Settings.of("test"), clock.instant());
    Backing backing =
        new Backing(
            office.controller(),
            List::of,
            mint::iamKeys,
            mint::identityKeys,
            List.of(),
            new Metrics(),
            events::add,
            clock,
            "1.2.3",
            "simulated");
    Counter counter = office.counter(mint, backing);
    this.web =
        Server.at(Settings.local(0))
            .serving(server.keys(), counter.routes(), counter.callers(), events::add, clock)
            .listen();
    this.client = HttpClient.newBuilder().sslContext(server.trusting()).build();
  }

  public void apply(String inventory) {
    Application done =
        office
            .controller()
            .apply(
                inventory.getBytes(StandardCharsets.UTF_8),
                false,
                false,
                new Initiator("first", "trace"));
    if (!(done instanceof Application.Accepted)) {
      throw new AssertionError(done.toString());
    }
  }

  public String url() {
    return "https://127.0.0.1:" + web.port();
  }

  public String ca() {
    return server.pem();
  }

  /// An answer.
  public record Answer(int status, JsonNode json) {
    public String text(String pointer) {
      return json.at(pointer).asString("");
    }
  }

  public Answer send(String token, String method, String path, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .header("Authorization", "Bearer " + token)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    try {
      HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
      String json = answer.body().isEmpty() ? "{}" : answer.body();
      return new Answer(answer.statusCode(), Json.mapper().readTree(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// An answer as it came, to a request with these headers, names and values in turn.
  HttpResponse<String> get(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.close();
    web.close();
    office.close();
    state.close();
    try (Stream<Path> all = Files.walk(directory)) {
      all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("sekisho-office");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
