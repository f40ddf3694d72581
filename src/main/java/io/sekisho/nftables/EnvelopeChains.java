package io.sekisho.nftables;

import io.sekisho.policy.Acl;
import io.sekisho.policy.Envelope;
import io.sekisho.policy.Group;
import io.sekisho.policy.Segment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What subnets, network ACLs and security groups say, each in chains of its own. What is let
/// through goes on to the next one and never comes back; what comes to an end is not let through.
final class EnvelopeChains {
  private EnvelopeChains() {}

  static List<Chain> of(Envelope envelope) {
    List<Chain> all = new ArrayList<>();
    envelope.groups().forEach(it -> all.addAll(List.of(inbound(it), outbound(it))));
    envelope.acls().forEach(it -> all.addAll(List.of(entering(it), leaving(it))));
    Set<String> acls = new HashSet<>();
    envelope.acls().forEach(it -> acls.add(it.id()));
    envelope.segments().forEach(it -> all.add(segment(it, it.acl().filter(acls::contains))));
    return all;
  }

  /// One for each rule, and for what no rule of an ACL decides.
  static List<String> counters(Envelope envelope) {
    List<String> all = new ArrayList<>();
    for (Group group : envelope.groups()) {
      Stream.concat(group.outbound().stream(), group.inbound().stream())
          .forEach(it -> all.add(rule(it.id())));
    }
    for (Acl acl : envelope.acls()) {
      Stream.concat(acl.outbound().stream(), acl.inbound().stream())
          .forEach(it -> all.add(rule(it.id())));
      all.add(rest(acl, "out"));
      all.add(rest(acl, "in"));
    }
    return all;
  }

  /// Where a packet that enters a subnet goes to.
  static String enter(Optional<String> acl) {
    return acl.map(it -> "goto enter." + it).orElse("goto denied_in");
  }

  private static Chain segment(Segment segment, Optional<String> acl) {
    return new Chain(
        "segment." + segment.id(),
        "oifname @inside.%s goto states\n".formatted(segment.id())
            + acl.map(it -> "goto leave." + it).orElse("goto denied_out"));
  }

  private static Chain leaving(Acl acl) {
    return acl("leave.", acl, acl.outbound(), "enters", "out");
  }

  private static Chain entering(Acl acl) {
    return acl("enter.", acl, acl.inbound(), "states", "in");
  }

  private static Chain acl(
      String name, Acl acl, List<Acl.Rule> rules, String next, String direction) {
    String denied = "denied_" + direction;
    List<String> lines = new ArrayList<>();
    for (Acl.Rule rule : rules) {
      lines.add(
          "%s%s counter name %s goto %s"
              .formatted(
                  Match.ends(
                      rule.source().first().v6(),
                      Match.block("saddr", rule.source()),
                      Match.block("daddr", rule.destination())),
                  Match.traffic(rule.traffic()),
                  rule(rule.id()),
                  rule.allows() ? next : denied));
    }
    lines.add("counter name %s goto %s".formatted(rest(acl, direction), denied));
    return new Chain(name + acl.id(), String.join("\n", lines));
  }

  private static Chain outbound(Group group) {
    return new Chain("out." + group.id(), lines(group.outbound(), "saddr", "daddr", "ends"));
  }

  private static Chain inbound(Group group) {
    return new Chain("in." + group.id(), lines(group.inbound(), "daddr", "saddr", "passed"));
  }

  private static String lines(List<Group.Rule> rules, String local, String remote, String next) {
    return rules.stream()
        .map(
            it ->
                "%s%s counter name %s goto %s"
                    .formatted(
                        ends(it, local, remote), Match.traffic(it.traffic()), rule(it.id()), next))
        .collect(Collectors.joining("\n"));
  }

  private static String ends(Group.Rule rule, String local, String remote) {
    boolean v6 = rule.local().first().v6();
    String other =
        rule.group()
            .map(it -> "%s %s @%s".formatted(Match.family(v6), remote, members(it, v6)))
            .orElseGet(() -> Match.block(remote, rule.remote().orElseThrow()));
    return Match.ends(v6, Match.block(local, rule.local()), other);
  }

  /// The set of the addresses of one IP version that the interfaces of a group have.
  static String members(String group, boolean v6) {
    return (v6 ? "members6." : "members.") + group;
  }

  private static String rule(String id) {
    return "rule." + id;
  }

  private static String rest(Acl acl, String direction) {
    return "rest." + acl.id() + "." + direction;
  }
}
