package io.sekisho.plan;

import io.sekisho.firewall.NetworkAcl;
import io.sekisho.firewall.NetworkAclRule;
import io.sekisho.firewall.Remote;
import io.sekisho.firewall.Remote.Members;
import io.sekisho.firewall.SecurityGroup;
import io.sekisho.firewall.SecurityGroupRule;
import io.sekisho.mint.Surroundings;
import io.sekisho.plan.RuleKeeper.Craft;
import io.sekisho.plan.RuleKeeper.Kept;
import io.sekisho.plan.Scope.Named;
import io.sekisho.problem.Nearest;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Resource;
import io.sekisho.vpc.Vpc;
import io.sekisho.wire.Inventory.NetworkAclRuleSpec;
import io.sekisho.wire.Inventory.NetworkAclSpec;
import io.sekisho.wire.Inventory.SecurityGroupRuleSpec;
import io.sekisho.wire.Inventory.SecurityGroupSpec;
import io.sekisho.wire.Inventory.VpcSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Plans what filters packets in a VPC: its security groups and network ACLs. The rules that one of
/// them lists are all that it has then.
final class FilterPlanner {
  private static final String GROUP = "security group";
  private static final String ACL = "network ACL";

  private final Scope scope;
  private final Vpc vpc;
  private final Surroundings around;
  private final RuleKeeper<SecurityGroupRuleSpec, SecurityGroupRule> groupRules;
  private final RuleKeeper<NetworkAclRuleSpec, NetworkAclRule> aclRules;
  private final Map<String, String> claimed = new HashMap<>();

  /// @param around what the VPC has for what names none
  FilterPlanner(Scope scope, Vpc vpc, Surroundings around) {
    this.scope = scope;
    this.vpc = vpc;
    this.around = around;
    RuleReader reader = new RuleReader(scope, this::members);
    this.groupRules =
        new RuleKeeper<>(
            scope,
            new Craft<>(
                SecurityGroupRuleSpec::name,
                reader::rule,
                SecurityGroupRule::name,
                RuleReader::bare,
                this::groupRule));
    this.aclRules =
        new RuleKeeper<>(
            scope,
            new Craft<>(
                NetworkAclRuleSpec::name,
                reader::rule,
                NetworkAclRule::name,
                RuleReader::bare,
                this::aclRule));
  }

  /// Lets go what a VPC has and its declaration does not name, but for what it has from the
  /// beginning.
  static void prune(Draft draft, Vpc vpc, VpcSpec spec) {
    Set<String> groups =
        spec.securityGroups().stream().map(SecurityGroupSpec::name).collect(Collectors.toSet());
    Set<String> acls =
        spec.networkAcls().stream().map(NetworkAclSpec::name).collect(Collectors.toSet());
    Stream.concat(
            draft.parts(vpc, SecurityGroup.class).stream()
                .filter(it -> !it.byDefault() && !groups.contains(it.name())),
            draft.parts(vpc, NetworkAcl.class).stream()
                .filter(it -> !it.byDefault() && !acls.contains(it.name())))
        .forEach(draft::remove);
  }

  void plan(VpcSpec spec, String path) {
    groups(spec.securityGroups(), path + ".security_groups");
    for (int i = 0; i < spec.networkAcls().size(); i++) {
      acl(spec.networkAcls().get(i), path + ".network_acls[" + i + "]");
    }
  }

  /// The network ACL that a subnet names.
  Optional<String> acl(String name, String path) {
    return refer(ACL, scope.draft.parts(vpc, NetworkAcl.class), name, path).map(NetworkAcl::id);
  }

  /// The groups themselves first: their rules may name any of them.
  private void groups(List<SecurityGroupSpec> specs, String path) {
    List<Optional<SecurityGroup>> groups = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      groups.add(group(specs.get(i), path + "[" + i + "]"));
    }
    for (int i = 0; i < specs.size(); i++) {
      List<SecurityGroupRuleSpec> rules = specs.get(i).rules();
      String at = path + "[" + i + "].rules";
      groups.get(i).ifPresent(it -> put(it.with(groupRules.rules(rules, it.rules(), at))));
    }
  }

  private Optional<SecurityGroup> group(SecurityGroupSpec spec, String path) {
    return found(
            new Wish(GROUP, spec.name(), spec.isDefault(), path),
            scope.draft.parts(vpc, SecurityGroup.class),
            around.group())
        .map(
            was -> {
              Optional<SecurityGroup> old = was.before;
              SecurityGroup group =
                  new SecurityGroup(
                      identity(old, "security-group", spec.name(), spec.resourceGroup(), path),
                      vpc.id(),
                      old.filter(SecurityGroup::byDefault).isPresent(),
                      old.map(SecurityGroup::rules).orElse(List.of()));
              put(group);
              if (old.filter(it -> !it.name().equals(group.name())).isPresent()) {
                scope.draft.renamed(group);
              }
              return group;
            });
  }

  private void acl(NetworkAclSpec spec, String path) {
    found(
            new Wish(ACL, spec.name(), spec.isDefault(), path),
            scope.draft.parts(vpc, NetworkAcl.class),
            around.acl())
        .ifPresent(
            was ->
                put(
                    new NetworkAcl(
                        identity(
                            was.before, "network-acl", spec.name(), spec.resourceGroup(), path),
                        vpc.id(),
                        was.before.filter(NetworkAcl::byDefault).isPresent(),
                        aclRules.rules(
                            spec.rules(),
                            was.before.map(NetworkAcl::rules).orElse(List.of()),
                            path + ".rules"))));
  }

  /// What a declaration says of the thing itself.
  private record Wish(String kind, String name, Optional<Boolean> isDefault, String path) {}

  /// What a declared thing was; nothing if it is new.
  private record Was<T>(Optional<T> before) {}

  /// What it was: the one of its name, or the VPC's default one, if it says that it is that. Empty
  /// if it can't be.
  ///
  /// @param byDefault the VPC's default one
  private <T extends Resource> Optional<Was<T>> found(Wish wish, List<T> all, T byDefault) {
    if (!scope.first(key(wish.kind), wish.name, wish.path)) {
      return Optional.empty();
    }
    Optional<T> named = named(all, wish.name);
    boolean is = named.filter(it -> it.id().equals(byDefault.id())).isPresent();
    boolean wanted = wish.isDefault.orElse(is);
    Optional<T> old = wanted ? Optional.of(byDefault) : named;
    if (named.isPresent() && wanted != is) {
      scope.wrong(
          wish.path + ".is_default",
          "can't become %s: the default %s of VPC %s is %s, and stays it."
              .formatted(wanted, wish.kind, vpc.name(), byDefault.name()));
    } else if (old.isPresent() && claimed.putIfAbsent(old.get().id(), wish.path) != null) {
      scope.wrong(
          wish.path,
          "is the default %s of VPC %s, and so is %s; put them together."
              .formatted(wish.kind, vpc.name(), claimed.get(old.get().id())));
    } else {
      return Optional.of(new Was<>(old));
    }
    scope.broken(key(wish.kind), wish.name);
    return Optional.empty();
  }

  private <T extends Resource> Identity identity(
      Optional<T> old, String type, String name, Optional<String> group, String path) {
    return scope
        .identity(
            old.map(Resource::identity),
            type,
            vpc.region(),
            new Named(name, group, path),
            scope.minter.regional(vpc.region()))
        .renamed(name);
  }

  private void put(Resource it) {
    scope.draft.put(it);
    scope.named(it.id());
  }

  private Optional<Remote> members(String group, String path) {
    return refer(GROUP, scope.draft.parts(vpc, SecurityGroup.class), group, path)
        .map(it -> new Members(it.id()));
  }

  private <T extends Resource> Optional<T> refer(
      String kind, List<T> all, String name, String path) {
    Optional<T> found = named(all, name);
    if (found.isEmpty()) {
      missing(scope, vpc, kind, name, path);
    }
    return found;
  }

  /// Says that a VPC has no security group of a name.
  static void missingGroup(Scope scope, Vpc vpc, String name, String path) {
    missing(scope, vpc, GROUP, name, path);
  }

  private static void missing(Scope scope, Vpc vpc, String kind, String name, String path) {
    if (!scope.isBroken(key(kind, vpc), name)) {
      Class<? extends Resource> type = kind.equals(GROUP) ? SecurityGroup.class : NetworkAcl.class;
      List<String> names = scope.draft.parts(vpc, type).stream().map(Resource::name).toList();
      scope.wrong(
          path,
          "names the %s %s, which is not in VPC %s.%s"
              .formatted(kind, name, vpc.name(), Nearest.question(name, names)));
    }
  }

  private static <T extends Resource> Optional<T> named(List<T> all, String name) {
    return all.stream().filter(it -> it.name().equals(name)).findFirst();
  }

  private String key(String kind) {
    return key(kind, vpc);
  }

  /// Names are a VPC's own.
  private static String key(String kind, Vpc vpc) {
    return kind + " of " + vpc.id();
  }

  private SecurityGroupRule groupRule(Kept<SecurityGroupRule> it) {
    return new SecurityGroupRule(
        it.before().map(SecurityGroupRule::id).orElseGet(this::id),
        it.name(),
        it.rule().direction(),
        it.rule().local(),
        it.rule().remote(),
        it.rule().protocol());
  }

  private NetworkAclRule aclRule(Kept<NetworkAclRule> it) {
    return new NetworkAclRule(
        it.before().map(NetworkAclRule::id).orElseGet(this::id),
        it.name(),
        it.before().map(NetworkAclRule::createdAt).orElse(scope.minter.now()),
        it.rule().action(),
        it.rule().direction(),
        it.rule().source(),
        it.rule().destination(),
        it.rule().protocol());
  }

  private String id() {
    return scope.minter.regional(vpc.region());
  }
}
