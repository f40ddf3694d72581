package io.sekisho.guard;

import io.sekisho.address.Prefix;
import io.sekisho.guard.Policy.Mode;
import io.sekisho.guard.Policy.Way;
import java.util.List;
import java.util.stream.Collectors;

/// A policy as one transaction for `iptables-restore --noflush`, or for `ip6tables-restore`, with
/// [Blanks]. Own chains are filled anew; a jump to them that is there already has to be deleted
/// after the line `# jumps`.
///
/// These chains see a packet after its destination was translated: what was first sent to a target
/// is known from connection tracking, without which nothing is translated.
final class IptablesRules {
  /// Every chain, in the order of their declaration.
  static final List<String> CHAINS =
      List.of(
          "SEKISHO-GUARD",
          "SEKISHO-GUARD-FWD",
          "SEKISHO-GUARD-WHO",
          "SEKISHO-GUARD-FWHO",
          "SEKISHO-GUARD-NO",
          "SEKISHO-GUARD-FNO");

  private final Policy policy;
  private final boolean v6;
  private final boolean enforcing;
  private final List<String> counters;
  private final StringBuilder text = new StringBuilder();

  private IptablesRules(Policy policy, boolean v6) {
    this.policy = policy;
    this.v6 = v6;
    this.enforcing = policy.mode() == Mode.ENFORCE;
    this.counters = Counters.subjects(policy);
  }

  static String of(Policy policy, boolean v6) {
    return new IptablesRules(policy, v6).write();
  }

  private String write() {
    text.append("*filter\n");
    CHAINS.forEach(it -> text.append(':').append(it).append(" - [0:0]\n"));
    text.append("# jumps\n");
    text.append("-I OUTPUT 1 -j SEKISHO-GUARD\n");
    text.append("-I FORWARD 1 -j SEKISHO-GUARD-FWD\n");
    text.append("-I INPUT 1 -j SEKISHO-GUARD-FWD\n");
    toTargets("SEKISHO-GUARD", "SEKISHO-GUARD-WHO");
    forwarded();
    who();
    refuse("SEKISHO-GUARD-NO", Counters.refused(policy), "");
    refuse("SEKISHO-GUARD-FNO", Counters.forwardedRefused(policy), "fwd ");
    return text.append("COMMIT\n").toString();
  }

  private void toTargets(String chain, String judge) {
    Destinations targets = Destinations.of(policy, v6);
    for (String address : targets.everything()) {
      rule(chain, "-d %s -g %s", address, judge);
      rule(chain, "-m conntrack --ctorigdst %s --ctdir ORIGINAL -g %s", address, judge);
    }
    for (Destinations.Port target : targets.ports()) {
      String ports = target.ports().stream().map(String::valueOf).collect(Collectors.joining(","));
      rule(chain, "-d %s -p tcp -m multiport --dports %s -g %s", target.address(), ports, judge);
      for (int port : target.ports()) {
        rule(
            chain,
            "-p tcp -m conntrack --ctorigdst %s --ctorigdstport %s --ctdir ORIGINAL -g %s",
            target.address(),
            "" + port,
            judge);
      }
    }
    for (String address : targets.butServices()) {
      rule(chain, "-d %s -p udp -m multiport --dports 53,67,123,547 -j RETURN", address);
      rule(chain, "-d %s -p tcp -m tcp --dport 53 -j RETURN", address);
      rule(chain, "-d %s -g %s", address, judge);
      String begunThere = "-p tcp -m conntrack --ctorigdst %s --ctdir ORIGINAL ";
      rule(chain, begunThere + "--ctorigdstport 53 -j RETURN", address);
      rule(chain, begunThere + "-g %s", address, judge);
    }
  }

  private void forwarded() {
    // What stays here was judged when it left; what is to be forwarded was not (segment routing).
    rule("SEKISHO-GUARD-FWD", "-i lo -m addrtype --dst-type LOCAL -j RETURN");
    toTargets("SEKISHO-GUARD-FWD", "SEKISHO-GUARD-FWHO");
    String chain = "SEKISHO-GUARD-FWHO";
    neighbours(chain);
    String verdict = "-m comment --comment " + Counters.forwarded() + " -j RETURN";
    for (String device : policy.forwarded().devices()) {
      rule(chain, "-i %s %s", device.replace('*', '+'), verdict);
    }
    for (Prefix source : policy.forwarded().sources()) {
      if (source.first().v6() == v6) {
        rule(chain, "-s %s %s", source.toString(), verdict);
      }
    }
    rule(chain, "-g SEKISHO-GUARD-FNO");
  }

  private void who() {
    String chain = "SEKISHO-GUARD-WHO";
    String refuse = " -g SEKISHO-GUARD-NO";
    neighbours(chain);
    for (int i = 0; i < policy.subjects().size(); i++) {
      String counted = " -m comment --comment " + counters.get(i);
      String verdict = counted + (policy.way() == Way.ALLOW ? " -j RETURN" : refuse);
      Subject subject = policy.subjects().get(i);
      rule(chain, match(i + 1, subject) + verdict);
      // Whoever is denied must not get through as somebody else; whoever is allowed need not.
      if (policy.way() == Way.DENY && subject.isAccount()) {
        rule(chain, "-m owner --uid-owner " + Blanks.eachSubordinate(i + 1) + verdict);
      }
    }
    rule(
        chain,
        "-m owner --uid-owner 0-4294967294"
            + (policy.way() == Way.ALLOW
                ? refuse
                : " -m comment --comment " + Counters.OTHERS + " -j RETURN"));
    // What has no owner is the end of a connection, or the kernel's own: it can't begin one.
    rule(chain, "-p tcp -m tcp ! --tcp-flags FIN,SYN,RST,ACK SYN -j RETURN");
    rule(chain, "-p %s -j RETURN", v6 ? "ipv6-icmp" : "icmp");
    rule(chain, refuse.strip());
  }

  /// Without neighbour discovery, a target on the link could not be found.
  private void neighbours(String chain) {
    if (v6) {
      rule(chain, "-p ipv6-icmp -m icmp6 --icmpv6-type neighbour-solicitation -j RETURN");
      rule(chain, "-p ipv6-icmp -m icmp6 --icmpv6-type neighbour-advertisement -j RETURN");
    }
  }

  private static String match(int number, Subject subject) {
    return switch (subject.kind()) {
      case USER -> "-m owner --uid-owner " + Blanks.uid(number);
      case GROUP -> "-m owner --gid-owner " + Blanks.gid(number) + " --suppl-groups";
      case UNIT, CGROUP -> "-m cgroup --path " + Blanks.path(number);
    };
  }

  private void refuse(String chain, String counter, String whose) {
    rule(chain, "-m comment --comment " + counter);
    if (policy.logPerMinute() > 0) {
      rule(
          chain,
          "-m limit --limit %s/min -j LOG --log-level info --log-uid --log-prefix \"sekisho-guard: %s\"",
          "" + policy.logPerMinute(),
          whose + (enforcing ? "refused " : "audit "));
    }
    if (enforcing) {
      rule(chain, "-p tcp -j REJECT --reject-with tcp-reset");
      rule(
          chain,
          "-j REJECT --reject-with " + (v6 ? "icmp6-adm-prohibited" : "icmp-admin-prohibited"));
    }
  }

  private void rule(String chain, String rule, String... words) {
    text.append("-A ").append(chain).append(' ');
    text.append(words.length == 0 ? rule : rule.formatted((Object[]) words)).append('\n');
  }
}
