package io.sekisho.fleetapi;

import io.sekisho.control.Edition;
import io.sekisho.control.Item;
import io.sekisho.control.Kind;
import io.sekisho.control.Ledger;
import io.sekisho.credential.Authority;
import io.sekisho.fleet.Applied;
import io.sekisho.fleet.Claims;
import io.sekisho.fleet.JoinText;
import io.sekisho.fleet.JoinToken;
import io.sekisho.fleet.Node;
import io.sekisho.fleet.Node.Certified;
import io.sekisho.fleet.Placement;
import io.sekisho.iam.AccountId;
import io.sekisho.nodewire.JoinTokenView;
import io.sekisho.nodewire.NodeView;
import io.sekisho.nodewire.Placements;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.roster.JoinTokens;
import io.sekisho.roster.Roster;
import io.sekisho.roster.Terms;
import io.sekisho.web.Call;
import io.sekisho.web.Documents;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import io.sekisho.web.Shape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What operators see and do of the fleet. No policy grants any of this: a node serves guests of
/// all accounts.
public final class NodeRoutes {
  private static final String NODES = "/sekisho/v1/nodes";
  private static final String GUEST = NODES + "/{node}/guests/{compute}";
  private static final String PLACEMENTS = "/sekisho/v1/placements";
  private static final String TOKENS = "/sekisho/v1/join_tokens";

  private final Ledger ledger;
  private final Roster roster;
  private final JoinTokens tokens;
  private final Attendance attendance;
  private final Authority authority;

  public NodeRoutes(
      Ledger ledger, Roster roster, JoinTokens tokens, Attendance attendance, Authority authority) {
    this.ledger = ledger;
    this.roster = roster;
    this.tokens = tokens;
    this.attendance = attendance;
    this.authority = authority;
  }

  public List<Route> table() {
    return List.of(
        Route.of("GET", NODES, "sekisho.node.list", operators(this::list))
            .answering(200, Shape.list("nodes", NodeView.class).with("total_count", int.class)),
        Route.of("GET", NODES + "/{node}", "sekisho.node.read", operators(this::get))
            .answering(200, NodeView.class),
        Route.of("DELETE", NODES + "/{node}", "sekisho.node.delete", operators(this::delete))
            .with(Set.of("force"))
            .silent(),
        Route.of("PUT", GUEST, "sekisho.placement.create", operators(this::place))
            .answering(200, NodeView.class),
        Route.of("DELETE", GUEST, "sekisho.placement.delete", operators(this::remove)).silent(),
        Route.of("POST", PLACEMENTS, "sekisho.placement.create", operators(this::placeAll))
            .taking(Set.of("application/json"), Placements.class)
            .answering(200, Placements.Done.class),
        Route.of("GET", TOKENS, "sekisho.join-token.list", operators(this::tokens))
            .answering(
                200, Shape.list("join_tokens", JoinTokenView.class).with("total_count", int.class)),
        Route.of("POST", TOKENS, "sekisho.join-token.create", operators(this::make))
            .taking(Set.of("application/json"), JoinTokenView.Wanted.class)
            .answering(201, JoinTokenView.class),
        Route.of(
                "DELETE", TOKENS + "/{token}", "sekisho.join-token.delete", operators(this::revoke))
            .silent());
  }

  private static Route.Operation operators(Route.Operation operation) {
    return call ->
        call.by().isOperator()
            ? operation.run(call)
            : Outcome.refuse(
                Problem.of(
                    Code.UNAUTHORIZED,
                    "Nodes serve all accounts, and are operators' alone: ask with an operator's"
                        + " key."));
  }

  private Outcome<Reply> list(Call call) {
    Map<String, Long> crowds = roster.crowds();
    List<NodeView> all =
        roster.all().stream()
            .map(node -> view(node, crowds.getOrDefault(node.id(), 0L), List.of()))
            .toList();
    return Outcome.of(Reply.json(200, Map.of("nodes", all, "total_count", all.size())));
  }

  private Outcome<Reply> get(Call call) {
    return roster.find(call.resource()).map(node -> Reply.json(200, whole(node)));
  }

  private Outcome<Reply> delete(Call call) {
    return call.parameters()
        .flag("force")
        .then(force -> roster.delete(call.by(), call.resource(), force))
        .map(_ -> Reply.noContent());
  }

  private Outcome<Reply> place(Call call) {
    return roster
        .place(call.by(), call.second(), call.resource())
        .then(_ -> roster.find(call.resource()))
        .map(node -> Reply.json(200, whole(node)));
  }

  private Outcome<Reply> placeAll(Call call) {
    return Documents.read(call.body(), Placements.class, "placements")
        .then(
            wanted ->
                wanted.placements().size() > Placements.MOST
                    ? Outcome.refuse(
                        Problem.of(
                                Code.INVALID_VALUE,
                                "Place up to %d guests with one request."
                                    .formatted(Placements.MOST))
                            .field("placements"))
                    : roster
                        .place(
                            call.by(),
                            wanted.placements().stream()
                                .map(it -> new Roster.Stay(it.guest(), it.node()))
                                .toList())
                        .map(changed -> new Placements.Done(wanted.placements().size(), changed)))
        .map(done -> Reply.json(200, done));
  }

  private Outcome<Reply> remove(Call call) {
    return roster
        .find(call.resource())
        .then(node -> roster.remove(call.by(), call.second(), Optional.of(node.id())))
        .map(_ -> Reply.noContent());
  }

  private Outcome<Reply> tokens(Call call) {
    List<JoinTokenView> all =
        tokens.all().stream().map(token -> view(token, Optional.empty())).toList();
    return Outcome.of(Reply.json(200, Map.of("join_tokens", all, "total_count", all.size())));
  }

  private Outcome<Reply> make(Call call) {
    return Documents.read(call.body(), JoinTokenView.Wanted.class)
        .then(this::terms)
        .then(terms -> tokens.make(call.by(), terms))
        .map(
            made -> {
              String hash = authority.rootHash(ledger.clock().instant());
              String text = new JoinText(made.token().id(), made.secret(), hash).text();
              return Reply.json(201, view(made.token(), Optional.of(text)));
            });
  }

  private Outcome<Terms> terms(JoinTokenView.Wanted wanted) {
    boolean all = wanted.takes().filter(JoinTokenView.Takes::all).isPresent();
    List<AccountId> accounts = new ArrayList<>();
    for (String which : wanted.takes().map(JoinTokenView.Takes::accounts).orElse(List.of())) {
      switch (ledger.edition().find(Kind.ACCOUNT, which, Optional.empty())) {
        case Outcome.Granted<Item>(Item account) -> accounts.add(new AccountId(account.id()));
        case Outcome.Refused<Item>(Problem problem) -> {
          return Outcome.refuse(problem.status(400).field("takes.accounts"));
        }
      }
    }
    try {
      return Outcome.of(
          new Terms(
              wanted.expiresIn().map(Duration::ofSeconds).orElse(Terms.DEFAULT.life()),
              wanted.reusable().orElse(false),
              new Claims(all, accounts)));
    } catch (IllegalArgumentException e) {
      return Outcome.refuse(
          Problem.of(Code.INVALID_VALUE, "Change the body: " + e.getMessage() + "."));
    }
  }

  private Outcome<Reply> revoke(Call call) {
    return tokens.revoke(call.by(), call.resource()).map(_ -> Reply.noContent());
  }

  private NodeView whole(Node node) {
    Edition now = ledger.edition();
    List<NodeView.Guest> guests =
        roster.guests(node.id()).stream().flatMap(it -> guest(now, it).stream()).toList();
    return view(node, guests.size(), guests);
  }

  private static Optional<NodeView.Guest> guest(Edition now, Placement placement) {
    Optional<Item> item = now.item(placement.compute());
    return item.map(
        it ->
            new NodeView.Guest(
                it.id(), it.name(), now.accountName(it), placement.identity().createdAt()));
  }

  private NodeView view(Node node, long count, List<NodeView.Guest> guests) {
    Optional<Attendance.Seen> seen = attendance.of(node.id());
    Optional<Applied> applied = seen.flatMap(Attendance.Seen::applied);
    long now = ledger.edition().revision();
    return new NodeView(
        node.id(),
        node.name(),
        node.identity().createdAt(),
        node.certificates().stream().findFirst().map(Certified::expiresAt),
        takes(node.takes()),
        count,
        guests,
        seen.map(Attendance.Seen::at),
        seen.filter(Attendance.Seen::watching).isPresent(),
        applied.map(Applied::revision),
        applied.map(it -> Math.max(0, now - it.revision())),
        applied.map(Applied::failure).filter(it -> !it.isEmpty()));
  }

  private static JoinTokenView view(JoinToken token, Optional<String> text) {
    return new JoinTokenView(
        token.id(),
        token.identity().createdAt(),
        token.expiresAt(),
        token.reusable(),
        takes(token.takes()),
        text);
  }

  private static JoinTokenView.Takes takes(Claims claims) {
    return new JoinTokenView.Takes(
        claims.all(), claims.accounts().stream().map(AccountId::value).toList());
  }
}
