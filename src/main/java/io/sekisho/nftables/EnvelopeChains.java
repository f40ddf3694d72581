package io.sekisho.nftables;

import io.sekisho.policy.Acl;
import io.sekisho.policy.Envelope;
import io.sekisho.policy.Group;
import io.sekisho.policy.Segment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What subnets, network ACLs and security groups say, each in chains of its own. What is let
/// through by one is accepted by it, and then meets the next.
final class EnvelopeChains {
  private IdentityHashMap<Object, Part> known = new IdentityHashMap<>();

  /// What a group, an ACL or a subnet says.
  ///
  /// @param counters one for each rule, and for what no rule of an ACL decides
  record Part(List<String> counters, List<Chain> chains) {}

  /// What was made of the very same thing the last time is taken over.
  List<Part> parts(Envelope envelope) {
    IdentityHashMap<Object, Part> now = new IdentityHashMap<>();
    List<Part> all = new ArrayList<>();
    Set<String> acls = new HashSet<>();
    for (Group each : envelope.groups()) {
      all.add(part(now, each, () -> group(each)));
    }
    for (Acl each : envelope.acls()) {
      acls.add(each.id());
      all.add(part(now, each, () -> acl(each)));
    }
    known = now;
    for (Segment each : envelope.segments()) {
      all.add(segment(each, each.acl().filter(acls::contains)));
    }
    return all;
  }

  private Part part(IdentityHashMap<Object, Part> now, Object from, Supplier<Part> made) {
    Part before = known.get(from);
    Part part = before == null ? made.get() : before;
    now.put(from, part);
    return part;
  }

  private static Part group(Group group) {
    return new Part(
        Stream.concat(group.outbound().stream(), group.inbound().stream())
            .map(it -> rule(it.id()))
            .toList(),
        List.of(inbound(group), outbound(group)));
  }

  private static Part acl(Acl acl) {
    return new Part(
        Stream.concat(
                Stream.concat(acl.outbound().stream(), acl.inbound().stream())
                    .map(it -> rule(it.id())),
                Stream.of(rest(acl, "out"), rest(acl, "in")))
            .toList(),
        List.of(
            chain("entering.", acl, acl.inbound(), "in"),
            chain("leaving.", acl, acl.outbound(), "out")));
  }

  private static Part segment(Segment segment, Optional<String> acl) {
    String inside = "ifname @inside.%s accept\n".formatted(segment.id());
    return new Part(
        List.of(),
        List.of(
            new Chain(
                "leave." + segment.id(),
                "o" + inside + "goto " + acl.map("leaving."::concat).orElse("denied_out")),
            new Chain(
                "enter." + segment.id(),
                "i" + inside + "goto " + acl.map("entering."::concat).orElse("denied_in"))));
  }

  private static Chain chain(String name, Acl acl, List<Acl.Rule> rules, String direction) {
    String denied = "goto denied_" + direction;
    List<String> lines = new ArrayList<>();
    for (Acl.Rule rule : rules) {
      lines.add(
          "%s%s counter name %s %s"
              .formatted(
                  Match.ends(
                      rule.source().first().v6(),
                      Match.block("saddr", rule.source()),
                      Match.block("daddr", rule.destination())),
                  Match.traffic(rule.traffic()),
                  rule(rule.id()),
                  rule.allows() ? "accept" : denied));
    }
    lines.add("counter name %s %s".formatted(rest(acl, direction), denied));
    return new Chain(name + acl.id(), String.join("\n", lines));
  }

  private static Chain outbound(Group group) {
    return new Chain("out." + group.id(), lines(group.outbound(), "saddr", "daddr"));
  }

  private static Chain inbound(Group group) {
    return new Chain("in." + group.id(), lines(group.inbound(), "daddr", "saddr"));
  }

  private static String lines(List<Group.Rule> rules, String local, String remote) {
    return rules.stream()
        .map(
            it ->
                "%s%s counter name %s accept"
                    .formatted(ends(it, local, remote), Match.traffic(it.traffic()), rule(it.id())))
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
