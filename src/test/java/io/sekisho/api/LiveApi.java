package io.sekisho.api;

import io.sekisho.control.Controller;
import io.sekisho.control.IdSource;
import io.sekisho.control.OperatorKeys;
import io.sekisho.telemetry.Event;
import io.sekisho.telemetry.Metrics;
import io.sekisho.wire.Attachment;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/// The real API on a free port of this machine, before a real controller.
public final class LiveApi implements AutoCloseable {
  public static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  public static final String JWKS = "{\"keys\":[]}";

  final MemoryStore store = new MemoryStore();
  final List<Event> events = new CopyOnWriteArrayList<>();
  final List<Attachment> attachments = new CopyOnWriteArrayList<>();
  final AtomicBoolean kernelReady = new AtomicBoolean(true);
  public final Controller control;
  public final String key;
  private final TestIdentity identity;
  private final Api api;

  public LiveApi() {
    this(TestIdentity.loopback());
  }

  public LiveApi(TestIdentity identity) {
    InstantSource clock = InstantSource.fixed(NOW);
    this.identity = identity;
    this.control = new Controller(store, IdSource.random(), clock, events::add);
    OperatorKeys keys = new OperatorKeys(store, clock, new SecureRandom());
    this.key = keys.createFirst().orElseThrow();
    Backing backing =
        new Backing(
            control,
            keys,
            () -> attachments,
            () -> JWKS,
            List.of(new Check("kernel", kernelReady::get)),
            new Metrics(),
            events::add,
            clock,
            "1.2.3");
    this.api = Api.open(Settings.local(0), identity.keys(), backing);
  }

  public int port() {
    return api.port();
  }

  public String url() {
    return "https://127.0.0.1:" + port();
  }

  public String ca() {
    return identity.pem();
  }

  /// Makes an attachment be listed, as the kernel room would.
  public void attach(Attachment attachment) {
    attachments.add(attachment);
  }

  @Override
  public void close() {
    api.close();
  }
}
