package io.sekisho.filter;

import static io.sekisho.filter.Header.valid;

import io.sekisho.audit.Action;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Estate;
import io.sekisho.estate.Names;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.estate.Which;
import io.sekisho.filter.Header.Bounds;
import io.sekisho.firewall.Direction;
import io.sekisho.firewall.NetworkAcl;
import io.sekisho.firewall.NetworkAclRule;
import io.sekisho.firewall.Ports;
import io.sekisho.firewall.Protocol;
import io.sekisho.firewall.Protocol.Layer;
import io.sekisho.firewall.Protocol.Transport;
import io.sekisho.firewall.Remote.Range;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.Vpc;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The rules of network ACLs, in the order in which they count.
public final class NetworkAclRules {
  /// What a patch may take back; without `before`, a rule is the last one.
  public static final Set<String> REMOVABLE = Set.of("before", "type", "code");

  private static final int MOST = 200;
  private static final String BEFORE = "before";
  private static final String ACTION = "action";
  private static final String SOURCE = "source";
  private static final String DESTINATION = "destination";
  private static final String SOURCE_PORT = "source_port";
  private static final String DESTINATION_PORT = "destination_port";

  private final Estate estate;

  public NetworkAclRules(Estate estate) {
    this.estate = estate;
  }

  /// What is said of a new rule.
  public record Prototype(
      Optional<String> action,
      Optional<Which> before,
      Optional<Integer> code,
      Optional<String> destination,
      Optional<Integer> destinationPortMax,
      Optional<Integer> destinationPortMin,
      Optional<String> direction,
      Optional<String> ipVersion,
      Optional<String> name,
      Optional<String> protocol,
      Optional<String> source,
      Optional<Integer> sourcePortMax,
      Optional<Integer> sourcePortMin,
      Optional<Integer> type) {
    private Header header() {
      return new Header(
          type,
          code,
          new Bounds(SOURCE_PORT, sourcePortMin, sourcePortMax),
          new Bounds(DESTINATION_PORT, destinationPortMin, destinationPortMax));
    }
  }

  /// What is said of a rule that changes.
  public record Patch(
      Optional<String> action,
      Optional<Which> before,
      Optional<Integer> code,
      Optional<String> destination,
      Optional<Integer> destinationPortMax,
      Optional<Integer> destinationPortMin,
      Optional<String> direction,
      Optional<String> name,
      Optional<String> source,
      Optional<Integer> sourcePortMax,
      Optional<Integer> sourcePortMin,
      Optional<Integer> type) {
    private Header header() {
      return new Header(
          type,
          code,
          new Bounds(SOURCE_PORT, sourcePortMin, sourcePortMax),
          new Bounds(DESTINATION_PORT, destinationPortMin, destinationPortMax));
    }
  }

  /// A rule, and the ACL that has it.
  public record Placed(NetworkAcl acl, NetworkAclRule rule) {}

  public Outcome<Placed> create(Actor actor, String aclId, Prototype said, Dialect dialect) {
    return estate.write(
        actor,
        Action.NETWORK_ACL_RULE_CREATE,
        aclId,
        scene -> {
          NetworkAcl acl = scene.get(NetworkAcl.class, aclId);
          NetworkAclRule rule = made(scene, acl, said, dialect, "");
          return new Placed(scene.put(inserted(acl, rule, said.before())), rule);
        });
  }

  /// An ACL with new rules, in their order.
  static NetworkAcl with(Scene scene, NetworkAcl acl, List<Prototype> said, Dialect dialect) {
    NetworkAcl filled = acl;
    for (int i = 0; i < said.size(); i++) {
      String at = "rules[%d].".formatted(i);
      if (said.get(i).before().isPresent()) {
        throw Refusal.invalid(at + BEFORE, "Rules of a new network ACL stand in their order.");
      }
      filled = inserted(filled, made(scene, filled, said.get(i), dialect, at), Optional.empty());
    }
    return filled;
  }

  /// An ACL with the rules of another one.
  static NetworkAcl copied(Scene scene, NetworkAcl acl, NetworkAcl source) {
    return acl.with(
        source.rules().stream()
            .map(
                it ->
                    new NetworkAclRule(
                        id(scene, acl),
                        it.name(),
                        scene.now(),
                        it.action(),
                        it.direction(),
                        it.source(),
                        it.destination(),
                        it.protocol()))
            .toList());
  }

  private static String id(Scene scene, NetworkAcl acl) {
    return scene.regionalPart(scene.maybe(Vpc.class, acl.vpc()).orElseThrow().region());
  }

  private static NetworkAcl inserted(NetworkAcl acl, NetworkAclRule rule, Optional<Which> before) {
    List<NetworkAclRule> rules = new ArrayList<>(acl.rules());
    rules.removeIf(it -> it.id().equals(rule.id()));
    rules.add(before.map(it -> place(rules, it)).orElse(rules.size()), rule);
    return acl.with(rules);
  }

  private static int place(List<NetworkAclRule> rules, Which before) {
    Optional<String> id = before.byId();
    for (int i = 0; i < rules.size(); i++) {
      if (id.filter(rules.get(i).id()::equals).isPresent()) {
        return i;
      }
    }
    throw Refusal.invalid(BEFORE, "Name another rule of this network ACL by its id or href.");
  }

  private static NetworkAclRule made(
      Scene scene, NetworkAcl acl, Prototype said, Dialect dialect, String field) {
    scene.expectRoom(acl.rules().size(), MOST, "rules in a network ACL");
    NetworkAclRule.Action action =
        action(said.action(), field)
            .orElseThrow(() -> Refusal.missing(field + ACTION, "Give allow or deny."));
    Protocol protocol = dialect.protocol(said.protocol(), action, field + "protocol");
    Direction direction =
        Ends.direction(said.direction(), field)
            .orElseThrow(() -> Refusal.missing(field + "direction", "Give inbound or outbound."));
    boolean v6 = Ends.v6(said.ipVersion(), field).orElse(false);
    Range source = range(said.source(), v6, field + SOURCE);
    Range destination = range(said.destination(), v6, field + DESTINATION);
    Protocol whole = plain(said.header().of(protocol, field));
    return valid(
        field + ACTION,
        () ->
            new NetworkAclRule(
                id(scene, acl),
                Names.own(said.name(), names(acl, "")),
                scene.now(),
                action,
                direction,
                source,
                destination,
                whole));
  }

  private static Optional<NetworkAclRule.Action> action(Optional<String> said, String field) {
    return said.map(
        word ->
            Ends.constant(
                NetworkAclRule.Action.class, word, field + ACTION, "Give allow or deny."));
  }

  private static Range range(Optional<String> said, boolean v6, String field) {
    String text =
        said.orElseThrow(() -> Refusal.missing(field, "Give an address or a CIDR block."));
    Range range = valid(field, () -> Range.parse(text));
    Ends.expectFamily(v6, range, field);
    return range;
  }

  /// All ports are told by none.
  private static Protocol plain(Protocol protocol) {
    return protocol instanceof Transport it ? it.plain() : protocol;
  }

  /// The other way round: each of its ends can be changed by itself.
  private static Protocol full(Protocol protocol) {
    return protocol
            instanceof Transport(Layer layer, Optional<Ports> source, Optional<Ports> destination)
        ? new Transport(
            layer,
            Optional.of(source.orElse(Ports.ALL)),
            Optional.of(destination.orElse(Ports.ALL)))
        : protocol;
  }

  private static Set<String> names(NetworkAcl acl, String without) {
    return acl.rules().stream()
        .filter(it -> !it.id().equals(without))
        .map(NetworkAclRule::name)
        .collect(Collectors.toSet());
  }

  /// @param removed what the patch takes back
  public Outcome<Placed> update(
      Actor actor, String aclId, String ruleId, Patch said, Set<String> removed, Dialect dialect) {
    return estate.write(
        actor,
        Action.NETWORK_ACL_RULE_UPDATE,
        aclId,
        scene -> {
          NetworkAcl acl = scene.get(NetworkAcl.class, aclId);
          NetworkAclRule before = rule(acl, ruleId);
          NetworkAclRule rule = changed(acl, before, said, removed, dialect);
          List<NetworkAclRule> rules = new ArrayList<>(acl.rules());
          rules.replaceAll(it -> it.id().equals(rule.id()) ? rule : it);
          NetworkAcl same = acl.with(rules);
          boolean moves = said.before().isPresent() || removed.contains(BEFORE);
          return new Placed(scene.put(moves ? inserted(same, rule, said.before()) : same), rule);
        });
  }

  private static NetworkAclRule changed(
      NetworkAcl acl, NetworkAclRule before, Patch said, Set<String> removed, Dialect dialect) {
    said.header().expectOnly(before.protocol(), removed, "");
    Header header =
        Header.of(full(before.protocol()), SOURCE_PORT, DESTINATION_PORT)
            .changed(said.header(), removed);
    NetworkAclRule.Action action = action(said.action(), "").orElse(before.action());
    Protocol protocol = plain(header.of(before.protocol(), ""));
    boolean v6 = before.source().v6();
    return valid(
        ACTION,
        () ->
            new NetworkAclRule(
                before.id(),
                said.name().isPresent()
                    ? Names.own(said.name(), names(acl, before.id()))
                    : before.name(),
                before.createdAt(),
                action,
                Ends.direction(said.direction(), "").orElse(before.direction()),
                said.source().isPresent() ? range(said.source(), v6, SOURCE) : before.source(),
                said.destination().isPresent()
                    ? range(said.destination(), v6, DESTINATION)
                    : before.destination(),
                action == before.action() ? protocol : dialect.turned(protocol, action)));
  }

  public Outcome<NetworkAclRule> delete(Actor actor, String aclId, String ruleId) {
    return estate.write(
        actor,
        Action.NETWORK_ACL_RULE_DELETE,
        aclId,
        scene -> {
          NetworkAcl acl = scene.get(NetworkAcl.class, aclId);
          NetworkAclRule rule = rule(acl, ruleId);
          List<NetworkAclRule> rules = new ArrayList<>(acl.rules());
          rules.remove(rule);
          scene.put(acl.with(rules));
          return rule;
        });
  }

  /// The rule that a path names.
  ///
  /// @throws Refusal 404 if the ACL has none of that id
  public static NetworkAclRule rule(NetworkAcl acl, String ruleId) {
    return acl.rule(ruleId)
        .orElseThrow(() -> Refusal.nothing("rule", ruleId, "network ACL " + acl.name()));
  }
}
