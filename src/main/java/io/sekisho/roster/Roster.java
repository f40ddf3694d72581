package io.sekisho.roster;

import io.sekisho.audit.Action;
import io.sekisho.control.Attempt;
import io.sekisho.control.Edition;
import io.sekisho.control.IdSource;
import io.sekisho.control.Initiator;
import io.sekisho.control.Item;
import io.sekisho.control.Kind;
import io.sekisho.control.Ledger;
import io.sekisho.control.Turn;
import io.sekisho.credential.Authority.NodePapers;
import io.sekisho.fleet.Claimed;
import io.sekisho.fleet.JoinText;
import io.sekisho.fleet.Node;
import io.sekisho.fleet.Node.Certified;
import io.sekisho.fleet.Placement;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.vpc.Compute;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The nodes of the fleet, and the guests on them.
public final class Roster {
  private static final String NAME = "[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?";
  private static final int BAD_REQUEST = 400;

  private final Ledger ledger;
  private final IdSource ids;
  private final JoinTokens tokens;

  public Roster(Ledger ledger, IdSource ids, JoinTokens tokens) {
    this.ledger = ledger;
    this.ids = ids;
    this.tokens = tokens;
    ledger.whenDeleted(Roster::settle);
  }

  /// A node and what it was given.
  public record Admitted(Node node, NodePapers papers) {}

  /// Makes certificates for the node of an id.
  public interface Clerk extends Function<String, Outcome<NodePapers>> {}

  /// How a host wants to be known.
  public record Wish(String name, Node.Key key) {}

  /// A host becomes a node.
  ///
  /// @param by where it came from
  public Outcome<Admitted> join(Initiator by, JoinText text, Wish wish, Clerk clerk) {
    if (!wish.name.matches(NAME)) {
      return Outcome.refuse(
          Problem.of(
                  Code.INVALID_VALUE,
                  "A node's name has up to 63 letters, digits, dots, hyphens and underscores, the"
                      + " first and last a letter or digit.")
              .field("name"));
    }
    Instant now = ledger.clock().instant();
    String id = "node-" + ids.next();
    return ledger.write(
        Attempt.by(by, Action.NODE_CREATE, wish.name),
        turn ->
            tokens
                .use(turn, text, now)
                .then(token -> free(turn, wish.name).map(_ -> token))
                .then(
                    token ->
                        clerk
                            .apply(id)
                            .map(
                                papers -> {
                                  Node node =
                                      new Node(
                                          Node.identity(id, wish.name, now),
                                          List.of(certified(papers)),
                                          List.of(wish.key),
                                          token.takes());
                                  turn.put(node);
                                  return new Admitted(node, papers);
                                })));
  }

  /// A node gets new certificates.
  ///
  /// @param presented serial number of the certificate that it came with
  /// @param keys all that it signs with
  public Outcome<Admitted> renew(
      Initiator by, String node, String presented, List<Node.Key> keys, Clerk clerk) {
    return ledger.write(
        Attempt.by(by, Action.NODE_UPDATE, node),
        turn ->
            find(turn.edition(), node)
                .then(
                    known ->
                        clerk
                            .apply(known.id())
                            .map(
                                papers -> {
                                  Node next = known.renewed(certified(papers), presented, keys);
                                  turn.put(next);
                                  return new Admitted(next, papers);
                                })));
  }

  /// A node is none any more, from when this returns.
  ///
  /// @param force also if guests are on it, which are served by nobody then
  public Outcome<Node> delete(Initiator by, String which, boolean force) {
    return ledger.write(
        Attempt.by(by, Action.NODE_DELETE, which),
        turn ->
            find(turn.edition(), which)
                .then(
                    node -> {
                      List<Placement> guests = on(turn.edition(), node.id());
                      if (!guests.isEmpty() && !force) {
                        return Outcome.refuse(occupied(node, guests.size()));
                      }
                      turn.delete(node);
                      return Outcome.of(node);
                    }));
  }

  /// A guest is on a node from now on, and on no other.
  public Outcome<Placement> place(Initiator by, String compute, String node) {
    return ledger.write(
        Attempt.by(by, Action.PLACEMENT_CREATE, compute),
        turn ->
            find(turn.edition(), node)
                .then(
                    it ->
                        compute(turn.edition(), compute)
                            .map(guest -> placed(turn, guest, it.id()))));
  }

  /// That a guest is to be on a node, each by an id or a name.
  public record Stay(String compute, String node) {}

  /// Many guests are where they are to be from now on, or none is moved. Costs what is moved,
  /// however many guests and nodes there are.
  ///
  /// @return how many were elsewhere, or nowhere
  public Outcome<Integer> place(Initiator by, List<Stay> stays) {
    return ledger.write(
        Attempt.by(by, Action.PLACEMENT_CREATE, ""),
        turn -> {
          Move move = new Move(turn, new HashMap<>(), new HashSet<>());
          return Outcome.all(stays, stay -> moved(move, stay))
              .map(all -> (int) all.stream().filter(moved -> moved).count());
        });
  }

  /// A write that moves many.
  ///
  /// @param nodes that were asked for so far
  /// @param guests ids of those that have their place already
  private record Move(Turn turn, Map<String, Outcome<Node>> nodes, Set<String> guests) {}

  private Outcome<Boolean> moved(Move move, Stay stay) {
    Edition now = move.turn.edition();
    String here = "placements[%d].".formatted(move.guests.size());
    return in(here + "node", move.nodes.computeIfAbsent(stay.node, it -> find(now, it)))
        .then(
            node ->
                in(here + "guest", compute(now, stay.compute))
                    .then(
                        guest -> {
                          if (!move.guests.add(guest.id())) {
                            return Outcome.refuse(twice(stay.compute).field(here + "guest"));
                          }
                          boolean stays = isOn(now, guest, node.id());
                          placed(move.turn, guest, node.id());
                          return Outcome.of(!stays);
                        }));
  }

  /// What stands in a body is not there in another way than what stands in a path.
  private static <T> Outcome<T> in(String member, Outcome<T> outcome) {
    return outcome instanceof Outcome.Refused<T>(Problem problem)
        ? Outcome.refuse(
            (problem.code() == Code.NOT_FOUND ? problem.status(BAD_REQUEST) : problem)
                .field(member))
        : outcome;
  }

  /// A guest is on the node that asks for it, which may take some guests.
  ///
  /// @param by the node
  /// @param nic an interface that the guest has to have, by name or MAC address
  public Outcome<Claimed> claim(Initiator by, String compute, Optional<String> nic) {
    return ledger.write(
        Attempt.by(by, Action.PLACEMENT_CREATE, compute),
        turn ->
            find(turn.edition(), by.id())
                .then(
                    it -> {
                      Optional<Compute> guest =
                          compute(turn.edition(), compute)
                                  instanceof Outcome.Granted<Compute>(Compute found)
                              ? Optional.of(found).filter(c -> it.takes().admit(c.account()))
                              : Optional.empty();
                      // Of a guest that is not for it, a node does not learn whether it is there.
                      return guest
                          .map(c -> claimed(turn, c, it.id(), nic))
                          .orElseGet(() -> Outcome.refuse(notForIt(compute)));
                    }));
  }

  private Outcome<Claimed> claimed(Turn turn, Compute guest, String node, Optional<String> nic) {
    Optional<String> unknown = nic.filter(it -> !has(guest, it));
    if (unknown.isPresent()) {
      return Outcome.refuse(
          Problem.of(
              Code.NOT_FOUND,
              "%s has no interface %s: it is not taken."
                  .formatted(guest.identity().name(), unknown.get())));
    }
    boolean moved = !isOn(turn.edition(), guest, node);
    placed(turn, guest, node);
    return Outcome.of(new Claimed(guest.id(), moved));
  }

  private static boolean has(Compute guest, String nic) {
    return guest.interfaces().stream()
        .anyMatch(it -> it.name().equals(nic) || it.mac().toString().equalsIgnoreCase(nic));
  }

  /// A guest is on no node any more.
  ///
  /// @param node where it has to be; wherever it is, if empty
  public Outcome<Placement> remove(Initiator by, String compute, Optional<String> node) {
    return ledger.write(
        Attempt.by(by, Action.PLACEMENT_DELETE, compute),
        turn -> {
          String id =
              compute(turn.edition(), compute) instanceof Outcome.Granted<Compute>(Compute found)
                  ? found.id()
                  : compute;
          Optional<Placement> there =
              at(turn.edition(), id).filter(it -> node.isEmpty() || node.get().equals(it.node()));
          there.ifPresent(turn::delete);
          return there.map(Outcome::of).orElseGet(() -> Outcome.refuse(notThere(compute)));
        });
  }

  /// The node that somebody means by an id or a name.
  public Outcome<Node> find(String which) {
    return find(ledger.edition(), which);
  }

  public List<Node> all() {
    return ledger.edition().all(Kind.NODE, Optional.empty()).stream()
        .map(item -> (Node) item.value())
        .toList();
  }

  /// The guests on a node.
  public List<Placement> guests(String node) {
    return on(ledger.edition(), node);
  }

  /// How many guests are on each node.
  public Map<String, Long> crowds() {
    return ledger.edition().all(Kind.PLACEMENT, Optional.empty()).stream()
        .map(item -> ((Placement) item.value()).node())
        .collect(Collectors.groupingBy(node -> node, Collectors.counting()));
  }

  /// Where a guest is.
  public static Optional<Placement> at(Edition edition, String compute) {
    return edition
        .item(Placement.id(compute))
        .map(Item::value)
        .filter(Placement.class::isInstance)
        .map(Placement.class::cast);
  }

  /// The node of an id.
  public static Optional<Node> node(Edition edition, String id) {
    return edition.item(id).map(Item::value).filter(Node.class::isInstance).map(Node.class::cast);
  }

  private static boolean isOn(Edition edition, Compute guest, String node) {
    return at(edition, guest.id()).filter(it -> it.node().equals(node)).isPresent();
  }

  private Placement placed(Turn turn, Compute guest, String node) {
    if (isOn(turn.edition(), guest, node)) {
      return at(turn.edition(), guest.id()).orElseThrow();
    }
    Placement next = Placement.of(guest.id(), node, ledger.clock().instant());
    turn.put(next);
    return next;
  }

  /// Where a guest is goes with the guest, and with the node.
  private static void settle(Turn turn, Object deleted) {
    switch (deleted) {
      case Compute guest -> at(turn.edition(), guest.id()).ifPresent(turn::delete);
      case Node node -> on(turn.edition(), node.id()).forEach(turn::delete);
      default -> {}
    }
  }

  private static List<Placement> on(Edition edition, String node) {
    return edition.all(Kind.PLACEMENT, Optional.empty()).stream()
        .map(item -> (Placement) item.value())
        .filter(it -> it.node().equals(node))
        .toList();
  }

  private static Outcome<Node> find(Edition edition, String which) {
    return edition.find(Kind.NODE, which, Optional.empty()).map(item -> (Node) item.value());
  }

  private static Outcome<Compute> compute(Edition edition, String which) {
    Outcome<Item> instance = edition.find(Kind.INSTANCE, which, Optional.empty());
    Outcome<Item> found =
        instance instanceof Outcome.Refused<Item>(Problem problem)
                && problem.code() == Code.NOT_FOUND
                && edition.find(Kind.BARE_METAL_SERVER, which, Optional.empty())
                    instanceof Outcome.Granted<Item> server
            ? server
            : instance;
    return found.map(item -> (Compute) item.value());
  }

  private static Outcome<String> free(Turn turn, String name) {
    boolean taken =
        turn.edition().all(Kind.NODE, Optional.empty()).stream()
            .anyMatch(item -> item.name().equals(name));
    return taken
        ? Outcome.refuse(
            Problem.of(
                    Code.CONFLICT,
                    "There is a node named %s: take another name, or delete it first."
                        .formatted(name))
                .field("name"))
        : Outcome.of(name);
  }

  private static Certified certified(NodePapers papers) {
    return new Certified(papers.serial(), papers.expiresAt());
  }

  private static Problem occupied(Node node, int guests) {
    return Problem.of(
        Code.CONFLICT,
        "Guests are on node %s (%d): place them elsewhere first, or force it, and nobody serves them."
            .formatted(node.name(), guests));
  }

  private static Problem notForIt(String compute) {
    return Problem.of(
        Code.UNAUTHORIZED,
        "This node may not take %s, or there is no such guest: an operator can place it, or give the node a join token that lets it."
            .formatted(compute));
  }

  private static Problem twice(String compute) {
    return Problem.of(
        Code.INVALID_VALUE, "%s is asked for twice: leave one out.".formatted(compute));
  }

  private static Problem notThere(String compute) {
    return Problem.of(Code.NOT_FOUND, compute + " is not placed there.");
  }
}
