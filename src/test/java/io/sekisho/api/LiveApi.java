package io.sekisho.api;

import io.sekisho.Scratch;
import io.sekisho.control.Controller;
import io.sekisho.control.Ledger;
import io.sekisho.control.OperatorKeys;
import io.sekisho.store.SqlStore;
import io.sekisho.store.StateDirectory;
import io.sekisho.store.StateDirectory.Place;
import io.sekisho.telemetry.Event;
import io.sekisho.telemetry.Metrics;
import io.sekisho.web.Limits;
import io.sekisho.web.Route;
import io.sekisho.web.Server;
import io.sekisho.web.Settings;
import io.sekisho.wire.Attachment;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;

/// The real API on a free port of this machine, before a real controller.
public final class LiveApi implements AutoCloseable {
  public static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  public static final String JWKS = "{\"keys\":[]}";
  public static final String IDENTITY_JWKS = "{\"keys\":[{}]}";

  final List<Event> events = new CopyOnWriteArrayList<>();
  final List<Attachment> attachments = new CopyOnWriteArrayList<>();
  final AtomicBoolean kernelReady = new AtomicBoolean(true);
  final AtomicBoolean brokenAttachments = new AtomicBoolean();
  final AtomicBoolean slowAttachments = new AtomicBoolean();
  public final Ledger ledger;
  public final Controller control;
  public final String key;
  private final TestIdentity identity;
  private final Scratch directory = Scratch.make();
  private final StateDirectory state;
  private final Server api;
  private final List<Route> routes;

  public LiveApi() {
    this(TestIdentity.loopback());
  }

  public LiveApi(TestIdentity identity) {
    this(identity, Limits.DEFAULT);
  }

  LiveApi(TestIdentity identity, Limits limits) {
    InstantSource clock = InstantSource.fixed(NOW);
    this.identity = identity;
    this.state = StateDirectory.open(Place.at(directory.resolve("state")), (_, _) -> _ -> "sealed");
    AtomicLong ids = new AtomicLong();
    SqlStore store = state.store();
    this.ledger = new Ledger(store, clock, events::add);
    this.control =
        new Controller(ledger, () -> new UUID(0, ids.incrementAndGet()), clock, events::add);
    OperatorKeys keys = new OperatorKeys(ledger, new SecureRandom());
    this.key = keys.createFirst().orElseThrow();
    Backing backing =
        new Backing(
            control,
            this::attachments,
            () -> JWKS,
            () -> IDENTITY_JWKS,
            List.of(new Check("kernel", kernelReady::get)),
            new Metrics(),
            account -> "traffic of " + account.orElse("all") + "\n",
            events::add,
            clock,
            "1.2.3",
            "simulated");
    this.routes = new ArrayList<>(new HouseRoutes(backing).table());
    Operators operators = new Operators(keys);
    this.routes.addAll(new Routes(control, operators, (_, _) -> Optional.empty()).table());
    this.routes.addAll(new OperatorRoutes(keys).table());
    this.api =
        Server.at(Settings.local(0), limits)
            .serving(identity.keys(), routes, operators, events::add, clock)
            .listen();
  }

  public int port() {
    return api.port();
  }

  public String url() {
    return "https://127.0.0.1:" + port();
  }

  SSLContext trusting() {
    return identity.trusting();
  }

  public String ca() {
    return identity.pem();
  }

  /// All that it can be asked for, such as `GET /sekisho/v1/instances/{ref}`.
  public List<String> operations() {
    return routes.stream().map(route -> route.method() + " " + route.template()).toList();
  }

  /// Makes an attachment be listed, as the kernel room would.
  public void attach(Attachment attachment) {
    attachments.add(attachment);
  }

  private List<Attachment> attachments() {
    if (brokenAttachments.get()) {
      throw new IllegalStateException("secret words");
    }
    if (slowAttachments.get()) {
      LockSupport.parkNanos(2_000_000_000);
    }
    return attachments;
  }

  @Override
  public void close() {
    api.close();
    state.close();
    directory.close();
  }
}
