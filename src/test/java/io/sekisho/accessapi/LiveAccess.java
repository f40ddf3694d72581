package io.sekisho.accessapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.access.Deeds;
import io.sekisho.access.Directory;
import io.sekisho.access.Permissions;
import io.sekisho.access.Remains;
import io.sekisho.access.Uses;
import io.sekisho.api.AuditRoutes;
import io.sekisho.api.Backing;
import io.sekisho.api.ChangeRoutes;
import io.sekisho.api.HouseRoutes;
import io.sekisho.api.OperatorRoutes;
import io.sekisho.api.Routes;
import io.sekisho.api.TestIdentity;
import io.sekisho.audit.Sealer;
import io.sekisho.control.Controller;
import io.sekisho.control.IdSource;
import io.sekisho.control.Initiator;
import io.sekisho.control.Ledger;
import io.sekisho.control.OperatorKeys;
import io.sekisho.iam.Account;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.ApiKey;
import io.sekisho.iam.ServiceId;
import io.sekisho.iam.Stamps;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.iam.User;
import io.sekisho.iamapi.IamRoutes;
import io.sekisho.identity.Identities;
import io.sekisho.identity.Records;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.store.StateDirectory;
import io.sekisho.store.StateDirectory.Place;
import io.sekisho.telemetry.Event;
import io.sekisho.telemetry.Metrics;
import io.sekisho.web.Arrived;
import io.sekisho.web.Callers;
import io.sekisho.web.Https;
import io.sekisho.web.Https.Answer;
import io.sekisho.web.Route;
import io.sekisho.web.Server;
import io.sekisho.web.Settings;
import io.sekisho.witness.AuditTrail;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// The real routes on a free port, before a real store and the real permissions. Who calls stands
/// in the bearer token as it is, `IAM id@account` or `operator`: tokens are another room's matter.
final class LiveAccess implements AutoCloseable, Callers {
  static final AccountId ACME = new AccountId("a".repeat(32));
  static final AccountId RIVAL = new AccountId("b".repeat(32));
  static final String OPERATOR = "operator";

  /// A Monday, at noon.
  static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  /// Nothing here checks a trail.
  private static final Sealer SEALER = text -> "s".repeat(86);

  final List<Event> events = new CopyOnWriteArrayList<>();
  final AtomicReference<Instant> time = new AtomicReference<>(NOW);
  final Ledger ledger;
  final Controller control;
  final Permissions permissions;
  private final AtomicLong ids = new AtomicLong();
  private final TestIdentity identity = TestIdentity.loopback();
  private final StateDirectory state;
  private final List<Route> routes = new ArrayList<>();
  private final Server server;
  private final Https client;

  LiveAccess(Path directory) {
    // Every question moves the clock a little, so that nothing is made at the same time.
    InstantSource clock = () -> time.updateAndGet(now -> now.plusMillis(1));
    IdSource source = () -> new UUID(0, ids.incrementAndGet());
    state = StateDirectory.open(Place.at(directory.resolve("state")), (_, _) -> SEALER);
    ledger = new Ledger(state.store(), clock, events::add);
    ledger.whenDeleted(Remains::of);
    control = new Controller(ledger, source, clock, events::add);
    Uses uses = new Uses();
    permissions = new Permissions(new Directory(ledger), uses, clock);
    Deeds deeds = new Deeds(ledger, source, clock, events::add);
    routes.addAll(new AccessRoutes(ledger, control, permissions, uses, deeds).table());
    routes.addAll(new HouseRoutes(backing(clock)).table());
    routes.addAll(new Routes(control, this, (_, _) -> Optional.empty()).table());
    routes.addAll(new ChangeRoutes(ledger).table());
    routes.addAll(new AuditRoutes(new AuditTrail(state.store()), "").table());
    OperatorKeys keys = new OperatorKeys(ledger, new SecureRandom());
    routes.addAll(new OperatorRoutes(keys).table());
    routes.addAll(IamRoutes.of(identities(source, clock), this));
    server =
        Server.at(Settings.local(0))
            .serving(identity.keys(), routes, this, events::add, clock)
            .listen();
    client = new Https(server, identity);
    keep(new Account(ACME, "acme", true, NOW));
    keep(new Account(RIVAL, "rival", true, NOW));
  }

  private Identities identities(IdSource source, InstantSource clock) {
    return Identities.of(
        new Records(ledger, source, clock),
        new SecureRandom(),
        state.store()::apiKey,
        List.of(),
        _ -> Optional.empty());
  }

  private Backing backing(InstantSource clock) {
    return new Backing(
        control,
        List::of,
        () -> "{}",
        () -> "{}",
        List.of(),
        new Metrics(),
        _ -> "",
        events::add,
        clock,
        "1.2.3",
        "simulated");
  }

  /// Another controller's, on the same store.
  Ledger another() {
    return new Ledger(state.store(), InstantSource.fixed(NOW), events::add);
  }

  List<Route> routes() {
    return List.copyOf(routes);
  }

  String url() {
    return client.url();
  }

  String ca() {
    return identity.pem();
  }

  @Override
  public Outcome<Initiator> identify(String bearer, Arrived request) {
    if (bearer.equals(OPERATOR)) {
      return Outcome.of(new Initiator("root", request.trace()));
    }
    String[] part = bearer.split("@", -1);
    return part.length != 2
        ? Outcome.refuse(Problem.of(Code.UNAUTHENTICATED, "Nobody has this token."))
        : Outcome.of(initiator(part[0], new AccountId(part[1]), request.trace()));
  }

  static Initiator initiator(String iamId, AccountId account, String trace) {
    Initiator.Type type =
        iamId.startsWith("iam-Profile-") ? Initiator.Type.PROFILE : Initiator.Type.USER;
    return new Initiator(iamId, iamId, type, Optional.of(account), "127.0.0.1", "test", trace);
  }

  @Override
  public Optional<Problem> refusal(Initiator by, String action, Map<String, String> resource) {
    return permissions.refusal(by, action, resource);
  }

  // What is there ---------------------------------------------------------------------------

  void keep(Object value) {
    Outcome<Long> kept = ledger.write(turn -> Outcome.of(turn.put(value)));
    if (kept instanceof Outcome.Refused<Long>(Problem problem)) {
      throw new AssertionError(problem);
    }
  }

  /// A trusted profile of `acme`.
  String profile(String name) {
    TrustedProfile profile =
        new TrustedProfile(
            "Profile-" + new UUID(7, name.hashCode()),
            ACME,
            name,
            "",
            List.of(),
            List.of(),
            NOW,
            NOW);
    keep(profile);
    return profile.iamId();
  }

  /// A service ID of `acme`.
  String serviceId(String name, boolean locked) {
    ServiceId id =
        new ServiceId(
            "ServiceId-" + new UUID(8, name.hashCode()),
            ACME,
            name,
            "does " + name,
            locked,
            List.of(),
            Stamps.created(NOW, "IBMid-0"));
    keep(id);
    return id.iamId();
  }

  /// A user of `acme`.
  String user(String name) {
    String iamId = "IBMid-" + name;
    keep(
        new User(
            iamId,
            ACME,
            name + "@example.com",
            name,
            "",
            "",
            "IBMid",
            User.State.ACTIVE,
            Stamps.created(NOW, "IBMid-0")));
    return iamId;
  }

  /// An API key of somebody in `acme`.
  void apiKey(String name, String iamId) {
    keep(
        new ApiKey(
            "ApiKey-" + new UUID(9, name.hashCode()),
            ACME,
            iamId,
            name,
            "",
            "0".repeat(56) + "%08x".formatted(name.hashCode()),
            false,
            false,
            Optional.empty(),
            Stamps.created(NOW, "IBMid-0")));
  }

  // Asking ----------------------------------------------------------------------------------

  /// Somebody who asks.
  Caller as(String iamId) {
    return new Caller(iamId + "@" + ACME);
  }

  Caller asRival(String iamId) {
    return new Caller(iamId + "@" + RIVAL);
  }

  Caller asOperator() {
    return new Caller(OPERATOR);
  }

  Caller asNobody() {
    return new Caller("");
  }

  final class Caller {
    private final String token;

    private Caller(String token) {
      this.token = token;
    }

    Answer get(String path) {
      return send("GET", path, "");
    }

    Answer post(String path, String body) {
      return send("POST", path, body);
    }

    /// The id of what a creation makes, which has to succeed.
    String make(String path, String body) {
      Answer made = post(path, body);
      assertThat(made.status()).as(made.text()).isEqualTo(201);
      return made.at("/id");
    }

    Answer delete(String path) {
      return send("DELETE", path, "");
    }

    /// @param headers names and values
    Answer send(String method, String path, String body, String... headers) {
      return client.send(token, method, path, body, headers);
    }
  }

  @Override
  public void close() {
    client.close();
    server.close();
    state.close();
  }
}
