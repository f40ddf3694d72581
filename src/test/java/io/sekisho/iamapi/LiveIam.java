package io.sekisho.iamapi;

import io.sekisho.Scratch;
import io.sekisho.api.TestIdentity;
import io.sekisho.audit.Entry;
import io.sekisho.control.Application;
import io.sekisho.control.Controller;
import io.sekisho.control.IdSource;
import io.sekisho.control.Initiator;
import io.sekisho.control.Ledger;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.identity.Departure;
import io.sekisho.identity.Identities;
import io.sekisho.identity.Records;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.store.StateDirectory;
import io.sekisho.store.StateDirectory.Place;
import io.sekisho.telemetry.Event;
import io.sekisho.vpc.Compute;
import io.sekisho.web.Arrived;
import io.sekisho.web.Callers;
import io.sekisho.web.Https;
import io.sekisho.web.Https.Answer;
import io.sekisho.web.Route;
import io.sekisho.web.Server;
import io.sekisho.web.Settings;
import io.sekisho.witness.AuditTrail;
import io.sekisho.witness.AuditTrail.Filter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/// IBM's IAM contracts on a free port of this machine, before a real store. Who calls is known by
/// tokens that are plain words.
final class LiveIam implements AutoCloseable {
  static final String ADMIN = "admin";
  static final String OPERATOR = "operator";
  static final String FOREIGNER = "foreigner";

  final List<Event> events = new CopyOnWriteArrayList<>();
  final Map<String, Initiator> tokens = new ConcurrentHashMap<>();

  /// Actions that nobody is permitted, each with why it was asked.
  final Set<String> forbidden = ConcurrentHashMap.newKeySet();

  final List<String> asked = new CopyOnWriteArrayList<>();
  final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-26T12:00:30Z"));
  final List<String> departed = new CopyOnWriteArrayList<>();
  final Ledger ledger;
  final Controller control;
  final Identities identities;
  private final TestIdentity server = TestIdentity.loopback();
  private final Scratch directory = Scratch.make();
  private final StateDirectory state;
  private final Server web;
  private final List<Route> routes;
  private final Https client;

  LiveIam() {
    InstantSource clock = now::get;
    this.state = StateDirectory.open(Place.at(directory.resolve("state")), (_, _) -> _ -> "sealed");
    this.ledger = new Ledger(state.store(), clock, events::add);
    this.control = new Controller(ledger, IdSource.random(), clock, events::add);
    apply(fleet());
    Departure departure = (_, account, iamId) -> departed.add(account + " " + iamId);
    this.identities =
        Identities.of(
            new Records(ledger, IdSource.random(), clock),
            new SecureRandom(),
            state.store()::apiKey,
            List.of(departure),
            provider ->
                provider.keys().isEmpty() ? Optional.of("there is no key") : Optional.empty());
    Callers callers = new Words();
    this.routes = IamRoutes.of(identities, callers);
    this.web =
        Server.at(Settings.local(0))
            .serving(server.keys(), routes, callers, events::add, clock)
            .listen();
    this.client = new Https(web, server);
    tokens.put(OPERATOR, new Initiator("first", "t"));
    tokens.put(ADMIN, caller("IBMid-admin", Initiator.Type.USER, account("acme")));
    tokens.put(FOREIGNER, caller("IBMid-foreigner", Initiator.Type.USER, account("zeta")));
  }

  static Initiator caller(String id, Initiator.Type type, AccountId account) {
    return new Initiator(id, id, type, Optional.of(account), "127.0.0.1", "test", "trace-1");
  }

  private final class Words implements Callers {
    @Override
    public Outcome<Initiator> identify(String bearer, Arrived request) {
      Initiator known = tokens.get(bearer);
      return known == null
          ? Outcome.refuse(Problem.of(Code.UNAUTHENTICATED, "Who are you?"))
          : Outcome.of(
              new Initiator(
                  known.id(),
                  known.name(),
                  known.type(),
                  known.account(),
                  request.peer(),
                  String.join(" ", request.header("User-Agent")),
                  request.trace()));
    }

    @Override
    public Optional<Problem> refusal(Initiator by, String action, Map<String, String> resource) {
      asked.add(action + " " + new TreeMap<>(resource));
      return forbidden.contains(action)
          ? Optional.of(Problem.of(Code.UNAUTHORIZED, "No policy permits " + action + "."))
          : Optional.empty();
    }
  }

  void apply(String inventory) {
    Application done =
        control.apply(
            inventory.getBytes(StandardCharsets.UTF_8),
            false,
            false,
            new Initiator("first", "trace"));
    if (!(done instanceof Application.Accepted)) {
      throw new AssertionError(done.toString());
    }
  }

  static String fleet() {
    try (InputStream in = LiveIam.class.getResourceAsStream("/api/fleet.yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  AccountId account(String name) {
    return ledger.edition().snapshot().contents().accounts().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow()
        .id();
  }

  Compute compute(String account, String name) {
    return ledger.edition().snapshot().contents().computes().stream()
        .filter(each -> each.identity().account().equals(account(account)))
        .filter(each -> each.identity().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /// What the audit trail has of a target, oldest first.
  List<Entry> trail(String target) {
    Filter filter = new Filter(Optional.empty(), Optional.of(target), Optional.empty());
    Outcome<AuditTrail.Page> page =
        new AuditTrail(state.store()).page(filter, 0, 100, tokens.get(OPERATOR));
    return ((Outcome.Granted<AuditTrail.Page>) page).value().entries();
  }

  TrustedProfile profile(String id) {
    return ledger.edition().snapshot().contents().profiles().stream()
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  String url() {
    return client.url();
  }

  String ca() {
    return server.pem();
  }

  /// All that it can be asked for, such as `GET /v1/profiles/{profile_id}`.
  List<String> operations() {
    return routes.stream().map(route -> route.method() + " " + route.template()).toList();
  }

  Answer get(String path) {
    return send(ADMIN, "GET", path, "");
  }

  Answer post(String path, String body, String... headers) {
    return send(ADMIN, "POST", path, body, headers);
  }

  Answer put(String path, String version, String body) {
    return send(ADMIN, "PUT", path, body, "If-Match", version);
  }

  Answer delete(String path) {
    return send(ADMIN, "DELETE", path, "");
  }

  /// @param headers name and value by turns
  Answer send(String token, String method, String path, String body, String... headers) {
    return client.send(token, method, path, body, headers);
  }

  @Override
  public void close() {
    client.close();
    web.close();
    state.close();
    directory.close();
  }
}
