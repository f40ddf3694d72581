package io.sekisho.firewall;

import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Reference;
import io.sekisho.vpc.Resource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// What may enter and leave the subnets that name it: the first rule that a packet matches decides;
/// a packet that matches none does not pass.
///
/// @param vpc the VPC's id
/// @param byDefault whether it is for subnets that name none: a VPC has one such, which goes with
///   it and not before
/// @param rules in their order
public record NetworkAcl(
    Identity identity, String vpc, boolean byDefault, List<NetworkAclRule> rules)
    implements Resource {
  public NetworkAcl {
    rules = List.copyOf(rules);
    Set<String> names = new HashSet<>();
    if (!rules.stream().map(NetworkAclRule::name).allMatch(names::add)) {
      throw new IllegalArgumentException("two rules of a network ACL have the same name");
    }
  }

  /// The default one of a VPC, with the rules that IBM gives it.
  ///
  /// @param ids for its rules
  public static NetworkAcl byDefault(Identity identity, String vpc, Supplier<String> ids) {
    return new NetworkAcl(
        identity,
        vpc,
        true,
        List.of(
            NetworkAclRule.allow(
                ids.get(), "allow-inbound", identity.createdAt(), Direction.INBOUND),
            NetworkAclRule.allow(
                ids.get(), "allow-outbound", identity.createdAt(), Direction.OUTBOUND)));
  }

  @Override
  public String partOf() {
    return vpc;
  }

  public Optional<NetworkAclRule> rule(String ruleId) {
    return rules.stream().filter(it -> it.id().equals(ruleId)).findFirst();
  }

  /// The same with other rules.
  public NetworkAcl with(List<NetworkAclRule> others) {
    return new NetworkAcl(identity, vpc, byDefault, others);
  }

  public Reference reference() {
    return reference("network_acl");
  }
}
