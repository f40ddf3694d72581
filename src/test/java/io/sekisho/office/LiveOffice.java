package io.sekisho.office;

import io.sekisho.Scratch;
import io.sekisho.api.Backing;
import io.sekisho.api.TestIdentity;
import io.sekisho.control.Application;
import io.sekisho.control.Initiator;
import io.sekisho.credential.Authority;
import io.sekisho.credential.Mint;
import io.sekisho.network.FloatingPool;
import io.sekisho.office.Office.Counter;
import io.sekisho.store.SealedSecrets;
import io.sekisho.store.StateDirectory;
import io.sekisho.store.StateDirectory.Place;
import io.sekisho.telemetry.Event;
import io.sekisho.telemetry.Metrics;
import io.sekisho.web.Https;
import io.sekisho.web.Https.Answer;
import io.sekisho.web.Server;
import io.sekisho.web.Settings;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The whole operators' side on a free port of this machine: real store, tokens and policies. The
/// first operator's key is known, and nothing else.
public final class LiveOffice implements AutoCloseable {
  private static final FloatingPool POOL =
      FloatingPool.of(List.of("us-south-1=192.0.2.0/28", "us-south-2=198.51.100.0/28"));

  private static final String FORM = "application/x-www-form-urlencoded";

  final List<Event> events = new CopyOnWriteArrayList<>();
  public final String operator;
  public final Office office;
  private final TestIdentity server = TestIdentity.loopback();
  private final Scratch directory = Scratch.make();
  private final StateDirectory state;
  private final Server web;
  private final Https client;

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
            _ -> "",
            events::add,
            clock,
            "1.2.3",
            "simulated");
    Counter counter =
        office.counter(mint, Authority.open(state.secrets(), clock.instant()), backing, POOL);
    this.web =
        Server.at(Settings.local(0))
            .serving(server.keys(), counter.routes(), counter.callers(), events::add, clock)
            .listen();
    this.client = new Https(web, server);
  }

  /// What went wrong that nobody foresaw.
  public List<Event> faults() {
    return events.stream()
        .filter(it -> it instanceof Event.Notice notice && notice.kind() == Event.Kind.FAULT)
        .toList();
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
    return client.url();
  }

  public String ca() {
    return server.pem();
  }

  /// @param headers names and values by turns
  public Answer send(String token, String method, String path, String body, String... headers) {
    return client.send(token, method, path, body, headers);
  }

  /// An answer to a request without a token, with these headers, names and values in turn.
  Answer get(String path, String... headers) {
    return client.send("", "GET", path, "", headers);
  }

  /// An answer to a form, sent without a token, with these headers, names and values in turn.
  public Answer post(String path, String form, String... headers) {
    List<String> all = new ArrayList<>(List.of("Content-Type", FORM));
    all.addAll(List.of(headers));
    return client.send("", "POST", path, form, all.toArray(String[]::new));
  }

  /// An answer of the token endpoint to a form, names and values in turn.
  public Answer exchange(String... form) {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < form.length; i += 2) {
      body.append(i == 0 ? "" : "&").append(form[i]).append('=');
      body.append(URLEncoder.encode(form[i + 1], StandardCharsets.UTF_8));
    }
    return post("/identity/token", body.toString());
  }

  /// What is kept sealed.
  public SealedSecrets secrets() {
    return state.secrets();
  }

  @Override
  public void close() {
    client.close();
    web.close();
    office.close();
    state.close();
    directory.close();
  }
}
