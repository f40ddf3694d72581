package io.sekisho.filter;

import io.sekisho.audit.Action;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Estate;
import io.sekisho.estate.Names;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.estate.Which;
import io.sekisho.filter.Header.Bounds;
import io.sekisho.firewall.Direction;
import io.sekisho.firewall.NetworkAclRule;
import io.sekisho.firewall.Protocol;
import io.sekisho.firewall.Remote;
import io.sekisho.firewall.Remote.Members;
import io.sekisho.firewall.Remote.Range;
import io.sekisho.firewall.SecurityGroup;
import io.sekisho.firewall.SecurityGroupRule;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.Vpc;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The rules of security groups.
public final class SecurityGroupRules {
  /// What a patch may take back.
  public static final Set<String> REMOVABLE = Set.of("port_min", "port_max", "type", "code");

  private static final int MOST = 250;
  private static final String PORT = "port";

  /// No member is called so: a security group looks at no source ports.
  private static final String NO_PORT = "";

  private final Estate estate;

  public SecurityGroupRules(Estate estate) {
    this.estate = estate;
  }

  /// What is said of a new rule.
  public record Prototype(
      Optional<Integer> code,
      Optional<String> direction,
      Optional<String> ipVersion,
      Optional<Local> local,
      Optional<String> name,
      Optional<Integer> portMax,
      Optional<Integer> portMin,
      Optional<String> protocol,
      Optional<Far> remote,
      Optional<Integer> type) {
    private Header header() {
      return header(type, code, portMin, portMax);
    }

    private static Header header(
        Optional<Integer> type,
        Optional<Integer> code,
        Optional<Integer> portMin,
        Optional<Integer> portMax) {
      return new Header(
          type, code, Bounds.of(NO_PORT, Optional.empty()), new Bounds(PORT, portMin, portMax));
    }
  }

  /// What is said of a rule that changes.
  public record Patch(
      Optional<Integer> code,
      Optional<String> direction,
      Optional<String> ipVersion,
      Optional<Local> local,
      Optional<String> name,
      Optional<Integer> portMax,
      Optional<Integer> portMin,
      Optional<Far> remote,
      Optional<Integer> type) {
    private Header header() {
      return Prototype.header(type, code, portMin, portMax);
    }
  }

  /// Addresses of the group's own interfaces.
  public record Local(Optional<String> address, Optional<String> cidrBlock) {}

  /// Who is at the other end.
  public record Far(
      Optional<String> address,
      Optional<String> cidrBlock,
      Optional<String> crn,
      Optional<String> href,
      Optional<String> id) {}

  /// A rule, and the group that has it.
  public record Placed(SecurityGroup group, SecurityGroupRule rule) {}

  public Outcome<Placed> create(Actor actor, String groupId, Prototype said, Dialect dialect) {
    return estate.write(
        actor,
        Action.SECURITY_GROUP_RULE_CREATE,
        groupId,
        scene -> {
          SecurityGroup group = scene.get(SecurityGroup.class, groupId);
          List<SecurityGroupRule> rules = new ArrayList<>(group.rules());
          SecurityGroupRule rule = made(scene, group, said, dialect, "");
          rules.add(rule);
          return new Placed(scene.put(group.with(rules)), rule);
        });
  }

  /// A group with new rules.
  ///
  /// @param field of the body that says them
  static SecurityGroup with(
      Scene scene, SecurityGroup group, List<Prototype> said, Dialect dialect, String field) {
    List<SecurityGroupRule> rules = new ArrayList<>(group.rules());
    for (int i = 0; i < said.size(); i++) {
      String at = "%s[%d].".formatted(field, i);
      rules.add(made(scene, group.with(rules), said.get(i), dialect, at));
    }
    return group.with(rules);
  }

  private static SecurityGroupRule made(
      Scene scene, SecurityGroup group, Prototype said, Dialect dialect, String field) {
    scene.expectRoom(group.rules().size(), MOST, "rules in a security group");
    Protocol protocol =
        dialect.protocol(said.protocol(), NetworkAclRule.Action.ALLOW, field + "protocol");
    Direction direction =
        Ends.direction(said.direction(), field)
            .orElseThrow(() -> Refusal.missing(field + "direction", "Give inbound or outbound."));
    boolean v6 = Ends.v6(said.ipVersion(), field).orElse(false);
    Range local = said.local().map(it -> local(it, field)).orElse(Ends.everyone(v6));
    Remote remote =
        said.remote().map(it -> remote(scene, group, it, field)).orElse(Ends.everyone(v6));
    Ends.expectFamily(v6, local, field + "local");
    Ends.expectFamily(v6, remote, field + "remote");
    String region = scene.maybe(Vpc.class, group.vpc()).orElseThrow().region();
    return new SecurityGroupRule(
        scene.regionalPart(region),
        Names.own(said.name(), names(group, "")),
        direction,
        local,
        remote,
        said.header().of(protocol, field));
  }

  private static Set<String> names(SecurityGroup group, String without) {
    return group.rules().stream()
        .filter(it -> !it.id().equals(without))
        .map(SecurityGroupRule::name)
        .collect(Collectors.toSet());
  }

  private static Range local(Local said, String field) {
    return Ends.range(said.address(), said.cidrBlock(), field + "local");
  }

  private static Remote remote(Scene scene, SecurityGroup group, Far said, String field) {
    String at = field + "remote";
    if (said.address().isPresent() || said.cidrBlock().isPresent()) {
      if (said.crn().isPresent() || said.href().isPresent() || said.id().isPresent()) {
        throw Refusal.invalid(at, "Give an address, a cidr_block or a security group, not two.");
      }
      return Ends.range(said.address(), said.cidrBlock(), at);
    }
    Which which = new Which(said.id(), said.crn(), said.href(), Optional.empty());
    SecurityGroup other = scene.find(SecurityGroup.class, which, at);
    if (!other.vpc().equals(group.vpc())) {
      throw Refusal.invalid(at, "Security group %s is in another VPC.".formatted(other.name()));
    }
    if (!other.id().equals(group.id())) {
      scene.expect(SecurityGroups.OPERATE, other);
    }
    return new Members(other.id());
  }

  /// @param removed what the patch takes back
  public Outcome<Placed> update(
      Actor actor, String groupId, String ruleId, Patch said, Set<String> removed) {
    return estate.write(
        actor,
        Action.SECURITY_GROUP_RULE_UPDATE,
        groupId,
        scene -> {
          SecurityGroup group = scene.get(SecurityGroup.class, groupId);
          SecurityGroupRule rule = changed(scene, group, rule(group, ruleId), said, removed);
          List<SecurityGroupRule> rules = new ArrayList<>(group.rules());
          rules.replaceAll(it -> it.id().equals(ruleId) ? rule : it);
          return new Placed(scene.put(group.with(rules)), rule);
        });
  }

  private static SecurityGroupRule changed(
      Scene scene, SecurityGroup group, SecurityGroupRule before, Patch said, Set<String> removed) {
    said.header().expectOnly(before.protocol(), removed, "");
    Header header = Header.of(before.protocol(), NO_PORT, PORT).changed(said.header(), removed);
    Range local = said.local().map(it -> local(it, "")).orElse(before.local());
    Remote remote = said.remote().map(it -> remote(scene, group, it, "")).orElse(before.remote());
    boolean v6 = Ends.v6(said.ipVersion(), "").orElse(before.local().v6());
    Ends.expectFamily(v6, local, "local");
    Ends.expectFamily(v6, remote, "remote");
    return new SecurityGroupRule(
        before.id(),
        said.name()
            .map(it -> Names.own(said.name(), names(group, before.id())))
            .orElse(before.name()),
        Ends.direction(said.direction(), "").orElse(before.direction()),
        local,
        remote,
        header.of(before.protocol(), ""));
  }

  public Outcome<SecurityGroupRule> delete(Actor actor, String groupId, String ruleId) {
    return estate.write(
        actor,
        Action.SECURITY_GROUP_RULE_DELETE,
        groupId,
        scene -> {
          SecurityGroup group = scene.get(SecurityGroup.class, groupId);
          SecurityGroupRule rule = rule(group, ruleId);
          List<SecurityGroupRule> rules = new ArrayList<>(group.rules());
          rules.remove(rule);
          scene.put(group.with(rules));
          return rule;
        });
  }

  /// The rule that a path names.
  ///
  /// @throws Refusal 404 if the group has none of that id
  public static SecurityGroupRule rule(SecurityGroup group, String ruleId) {
    return group
        .rule(ruleId)
        .orElseThrow(() -> Refusal.nothing("rule", ruleId, "security group " + group.name()));
  }
}
