package io.sekisho.policy;

import io.sekisho.address.Prefix;
import io.sekisho.firewall.Direction;
import io.sekisho.firewall.NetworkAcl;
import io.sekisho.firewall.NetworkAclRule;
import io.sekisho.firewall.NetworkAclRule.Action;
import java.util.List;

/// A network ACL: of each packet, the first rule that it matches decides; one that matches none
/// does not pass.
///
/// @param id the network ACL's
/// @param outbound for what leaves a subnet, in order
/// @param inbound for what enters one, in order
public record Acl(String id, List<Rule> outbound, List<Rule> inbound) {
  public Acl {
    Names.expect(id);
    outbound = List.copyOf(outbound);
    inbound = List.copyOf(inbound);
  }

  /// Those about packets in a direction, as the subnet sees it.
  public List<Rule> rules(Direction direction) {
    return direction == Direction.OUTBOUND ? outbound : inbound;
  }

  /// What becomes of packets from one block to another.
  public record Rule(
      String id, boolean allows, Prefix source, Prefix destination, Traffic traffic) {
    public Rule {
      Names.expect(id);
      if (source.first().v6() != destination.first().v6()) {
        throw new IllegalArgumentException("both ends are of one IP version");
      }
    }
  }

  static Acl of(NetworkAcl acl) {
    return new Acl(acl.id(), rules(acl, Direction.OUTBOUND), rules(acl, Direction.INBOUND));
  }

  private static List<Rule> rules(NetworkAcl acl, Direction direction) {
    return acl.rules().stream().filter(it -> it.direction() == direction).map(Acl::rule).toList();
  }

  private static Rule rule(NetworkAclRule rule) {
    Prefix source = rule.source().prefix();
    return new Rule(
        rule.id(),
        rule.action() == Action.ALLOW,
        source,
        rule.destination().prefix(),
        Traffic.of(rule.protocol(), source.first().v6()));
  }
}
