package io.sekisho.policy;

import io.sekisho.address.Prefix;
import io.sekisho.firewall.Direction;
import io.sekisho.firewall.Remote;
import io.sekisho.firewall.SecurityGroup;
import io.sekisho.firewall.SecurityGroupRule;
import java.util.List;
import java.util.Optional;

/// A security group: lets through what one of its rules lets through.
///
/// @param id the security group's
public record Group(String id, List<Rule> outbound, List<Rule> inbound) {
  public Group {
    Names.expect(id);
    outbound = List.copyOf(outbound);
    inbound = List.copyOf(inbound);
  }

  /// Those about packets in a direction, as the interface sees it.
  public List<Rule> rules(Direction direction) {
    return direction == Direction.OUTBOUND ? outbound : inbound;
  }

  /// Lets new connections begin, and with them all that belongs to them.
  ///
  /// @param local of the interface's own addresses, those that it is about; says the IP version
  /// @param remote addresses at the other end; empty if it is about a group's
  /// @param group the id of the group whose interfaces may be at the other end
  public record Rule(
      String id, Prefix local, Optional<Prefix> remote, Optional<String> group, Traffic traffic) {
    public Rule {
      Names.expect(id);
      group.ifPresent(Names::expect);
      if (remote.isPresent() == group.isPresent()) {
        throw new IllegalArgumentException("a rule is about addresses or about a group");
      }
      if (remote.filter(it -> it.first().v6() != local.first().v6()).isPresent()) {
        throw new IllegalArgumentException("both ends are of one IP version");
      }
    }
  }

  static Group of(SecurityGroup group) {
    return new Group(group.id(), rules(group, Direction.OUTBOUND), rules(group, Direction.INBOUND));
  }

  private static List<Rule> rules(SecurityGroup group, Direction direction) {
    return group.rules().stream()
        .filter(it -> it.direction() == direction)
        .map(Group::rule)
        .toList();
  }

  private static Rule rule(SecurityGroupRule rule) {
    Prefix local = rule.local().prefix();
    return new Rule(
        rule.id(),
        local,
        rule.remote() instanceof Remote.Range range
            ? Optional.of(range.prefix())
            : Optional.empty(),
        rule.remote() instanceof Remote.Members(String id) ? Optional.of(id) : Optional.empty(),
        Traffic.of(rule.protocol(), local.first().v6()));
  }
}
