package io.sekisho.fleetapi;

import io.sekisho.control.Initiator;
import io.sekisho.control.Ledger;
import io.sekisho.credential.Authority;
import io.sekisho.credential.Mint;
import io.sekisho.fleet.Applied;
import io.sekisho.fleet.Asking;
import io.sekisho.fleet.Deeds;
import io.sekisho.fleet.FleetJson;
import io.sekisho.fleet.JoinText;
import io.sekisho.fleet.Joining;
import io.sekisho.fleet.Node;
import io.sekisho.fleet.Paths;
import io.sekisho.fleet.Refusal;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.roster.Roster;
import io.sekisho.roster.Roster.Admitted;
import io.sekisho.web.Call;
import io.sekisho.web.Callers;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import io.sekisho.web.Server;
import io.sekisho.witness.Tally;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.TrustManager;

/// What nodes ask for.
public final class FleetRoutes {
  private static final Set<String> JSON = Set.of("application/json");

  private final Ledger ledger;
  private final Settings settings;
  private final Roster roster;
  private final Watches watches;
  private final Attendance attendance;
  private final Minting minting;
  private final NodeRecords records;

  /// @param region in the `kid` of identity tokens
  /// @param guestNames by which guests know the service
  public record Settings(Mint mint, Authority authority, String region, Set<String> guestNames) {
    public Settings {
      guestNames = Set.copyOf(guestNames);
    }
  }

  public FleetRoutes(
      Ledger ledger,
      Settings settings,
      Roster roster,
      Watches watches,
      Attendance attendance,
      Tally tally) {
    this.ledger = ledger;
    this.settings = settings;
    this.roster = roster;
    this.watches = watches;
    this.attendance = attendance;
    this.minting = new Minting(ledger, settings.mint, settings.authority, tally);
    this.records = new NodeRecords(ledger, tally);
  }

  /// All that can be asked for at the nodes' port, and who knows who asks.
  public Server.Counter counter() {
    Callers callers = new NodeCallers(ledger);
    return new Server.Counter(
        List.of(
            form(Route.open("POST", Paths.JOIN, reading(Joining.Join.class, this::join)))
                .taking(JSON, Joining.Join.class),
            post(Paths.RENEW, Joining.Renewal.class, this::renew),
            form(node("GET", Paths.WATCH, this::watch)).with(Set.of("after")),
            post(Paths.APPLIED, Applied.class, this::applied),
            post(
                Paths.IAM_TOKENS,
                Asking.ForToken.class,
                (by, wanted) -> minting.token(by, wanted).map(FleetRoutes::reply)),
            post(
                Paths.CERTIFICATES,
                Asking.ForCertificate.class,
                (by, wanted) -> minting.certificate(by, wanted).map(FleetRoutes::reply)),
            post(
                Paths.RECORDS,
                Deeds.class,
                (by, deeds) -> records.keep(by, deeds).map(FleetRoutes::reply)),
            form(node("PUT", Paths.GUESTS + "{compute}", this::claim)).with(Set.of("interface")),
            form(node("DELETE", Paths.GUESTS + "{compute}", this::release))),
        callers);
  }

  /// Whose certificates are good at the handshake.
  public TrustManager[] trust() {
    return new TrustManager[] {FleetTrust.of(settings.authority.roots())};
  }

  private Outcome<Reply> join(Initiator by, Joining.Join wish) {
    Optional<JoinText> text = JoinText.parse(wish.joinToken());
    if (text.isEmpty()) {
      return Outcome.refuse(
          Problem.of(Code.INVALID_VALUE, "That is no join token: copy all of it.")
              .field("join_token"));
    }
    return key(List.of(wish.identityKey()))
        .then(
            keys ->
                roster.join(
                    by,
                    text.get(),
                    new Roster.Wish(wish.name(), keys.getFirst()),
                    id -> vouch(id, wish.csr(), wish.serverCsr())))
        .map(this::joined);
  }

  private Outcome<Reply> renew(Initiator by, Joining.Renewal wish) {
    return key(wish.identityKeys())
        .then(
            keys ->
                roster.renew(
                    by, by.id(), by.agent(), keys, id -> vouch(id, wish.csr(), wish.serverCsr())))
        .map(this::joined);
  }

  private Outcome<Authority.NodePapers> vouch(String id, String csr, String serverCsr) {
    return settings.authority.vouch(
        id, csr, serverCsr, settings.guestNames, ledger.clock().instant());
  }

  private static Outcome<List<Node.Key>> key(List<Node.Key> keys) {
    boolean good =
        !keys.isEmpty()
            && keys.size() <= Node.MAX_KEYS
            && keys.stream().allMatch(key -> Mint.isIdentityKey(key.kid(), key.jwk()));
    return good
        ? Outcome.of(keys)
        : Outcome.refuse(
            Problem.of(
                    Code.INVALID_VALUE,
                    "Send one to %d public JWKs: RSA of 2048 bits, with the kid of the key."
                        .formatted(Node.MAX_KEYS))
                .field("identity_key"));
  }

  private Reply joined(Admitted admitted) {
    Node node = admitted.node();
    return reply(
        new Joining.Joined(
            new Joining.Who(node.id(), node.name()),
            admitted.papers().certificate(),
            admitted.papers().serverCertificate(),
            settings.authority.rootPem(),
            admitted.papers().expiresAt(),
            settings.mint.installation(),
            settings.region));
  }

  private Outcome<Reply> watch(Call call) {
    Optional<String> after = call.parameter("after");
    return after.isEmpty()
        ? Outcome.of(watch(call, Optional.empty()))
        : call.parameters()
            .number("after", 0, 0, Long.MAX_VALUE)
            .map(number -> watch(call, Optional.of(number)));
  }

  private Reply watch(Call call, Optional<Long> after) {
    return Reply.stream(Paths.LINES, watches.stream(call.by().id(), after));
  }

  private Outcome<Reply> applied(Initiator by, Applied applied) {
    attendance.applied(by.id(), applied, ledger.clock().instant());
    return Outcome.of(Reply.noContent());
  }

  private Outcome<Reply> claim(Call call) {
    return roster
        .claim(call.by(), call.resource(), call.parameter("interface"))
        .map(FleetRoutes::reply);
  }

  private Outcome<Reply> release(Call call) {
    return roster
        .remove(call.by(), call.resource(), Optional.of(call.by().id()))
        .map(_ -> Reply.noContent());
  }

  /// What is done with a body, and by whom.
  private interface Work<T> {
    Outcome<Reply> of(Initiator by, T body);
  }

  private static <T> Route post(String path, Class<T> type, Work<T> work) {
    return form(node("POST", path, reading(type, work))).taking(JSON, type);
  }

  private static Route node(String method, String path, Route.Operation operation) {
    return Route.of(method, path, "", operation);
  }

  private static Route form(Route route) {
    return route.refusing(NodeCallers::refusal, Refusal.class);
  }

  private static <T> Route.Operation reading(Class<T> type, Work<T> work) {
    return call -> read(type, call.body()).then(body -> work.of(call.by(), body));
  }

  private static <T> Outcome<T> read(Class<T> type, byte[] body) {
    try {
      return Outcome.of(FleetJson.read(type, body));
    } catch (IllegalArgumentException e) {
      return Outcome.refuse(
          Problem.of(Code.INVALID_REQUEST, "The body can't be read: " + e.getMessage()));
    }
  }

  private static Reply reply(Object body) {
    return new Reply(
        200,
        "application/json",
        FleetJson.write(body),
        Map.of(),
        Optional.empty(),
        Optional.empty());
  }
}
