package io.sekisho.firewall;

import io.sekisho.firewall.Remote.Members;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Reference;
import io.sekisho.vpc.Resource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// What may reach the interfaces that are its members, and what they may reach. An interface in
/// several groups may do what one of them lets it do; what no rule lets pass does not pass.
///
/// Its members are told by [io.sekisho.vpc.VirtualNetworkInterface#securityGroups].
///
/// @param vpc the VPC's id
/// @param byDefault whether it is for interfaces that name no group: a VPC has one such, which goes
///   with it and not before
public record SecurityGroup(
    Identity identity, String vpc, boolean byDefault, List<SecurityGroupRule> rules)
    implements Resource {
  public static final String TYPE = "security_group";

  public SecurityGroup {
    rules = List.copyOf(rules);
    Set<String> names = new HashSet<>();
    if (!rules.stream().map(SecurityGroupRule::name).allMatch(names::add)) {
      throw new IllegalArgumentException("two rules of a security group have the same name");
    }
  }

  /// The default one of a VPC, with the rules that IBM gives it.
  ///
  /// @param ids for its rules
  public static SecurityGroup byDefault(Identity identity, String vpc, Supplier<String> ids) {
    return new SecurityGroup(
        identity,
        vpc,
        true,
        List.of(
            SecurityGroupRule.amongMembers(ids.get(), identity.id()),
            SecurityGroupRule.toEveryone(ids.get())));
  }

  /// The groups that its rules name, but for itself.
  @Override
  public Set<String> needs() {
    Set<String> all = new HashSet<>();
    for (SecurityGroupRule rule : rules) {
      if (rule.remote() instanceof Members(String group) && !group.equals(id())) {
        all.add(group);
      }
    }
    return all;
  }

  @Override
  public String partOf() {
    return vpc;
  }

  public Optional<SecurityGroupRule> rule(String ruleId) {
    return rules.stream().filter(it -> it.id().equals(ruleId)).findFirst();
  }

  /// The same with other rules.
  public SecurityGroup with(List<SecurityGroupRule> others) {
    return new SecurityGroup(identity, vpc, byDefault, others);
  }

  public Reference reference() {
    return reference(TYPE);
  }
}
