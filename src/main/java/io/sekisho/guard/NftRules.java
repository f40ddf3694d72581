package io.sekisho.guard;

import io.sekisho.address.Prefix;
import io.sekisho.guard.Policy.Mode;
import io.sekisho.guard.Policy.Way;
import java.util.List;
import java.util.stream.Collectors;

/// A policy as one nftables transaction, with [Blanks].
///
/// Chains stay and are filled anew, with sets that belong to a rule: a table that is deleted and
/// made again lets packets through that meet the one chain before the change and the other one
/// after it.
///
/// Two looks are taken at a packet: before a rule of somebody else can change where it goes, and
/// after that. Connection tracking is not asked: asking would switch it on for the whole machine.
final class NftRules {
  private static final String BUT_SERVICES = "but_services_";
  private static final String TABLE = "inet sekisho_guard";

  private final Policy policy;
  private final boolean enforcing;
  private final List<String> counters;
  private final StringBuilder text = new StringBuilder();

  private NftRules(Policy policy) {
    this.policy = policy;
    this.enforcing = policy.mode() == Mode.ENFORCE;
    this.counters = Counters.subjects(policy);
  }

  static String of(Policy policy) {
    return new NftRules(policy).write();
  }

  private String write() {
    text.append("table ").append(TABLE).append('\n');
    text.append("flush table ").append(TABLE).append('\n');
    text.append("table ").append(TABLE).append(" {\n");
    Counters.all(policy).forEach(it -> text.append("  counter ").append(it).append(" {\n  }\n"));
    refuse("refuse", Counters.refused(policy), "");
    refuse("refuse_forwarded", Counters.forwardedRefused(policy), "fwd ");
    judge("judge", true);
    forwarded("forwarded", true);
    base("leaving", "output", -160, "judge");
    base("arriving", "prerouting", -160, "forwarded");
    judge("judge_again", false);
    forwarded("forwarded_again", false);
    base("leaving_last", "output", 200, "judge_again");
    base("passing", "forward", -160, "forwarded_again");
    return text.append("}\n").toString();
  }

  /// One look at the address is all that packets to elsewhere are held up by.
  private void base(String name, String hook, int priority, String judge) {
    chain(BUT_SERVICES + judge);
    line("udp dport { 53, 67, 123, 547 } accept");
    line("tcp dport 53 accept");
    line("goto " + judge);
    end();
    chain(name);
    line("type filter hook %s priority %d; policy accept;".formatted(hook, priority));
    if (!enforcing && judge.endsWith("_again")) {
      // Who only watches would count twice.
      end();
      return;
    }
    if (hook.equals("prerouting")) {
      line("iifname \"lo\" accept");
    }
    toTargets(false, judge);
    toTargets(true, judge);
    end();
  }

  private void toTargets(boolean v6, String judge) {
    Destinations targets = Destinations.of(policy, v6);
    String to = (v6 ? "ip6" : "ip") + " daddr ";
    if (!targets.everything().isEmpty()) {
      line("%s%s goto %s".formatted(to, set(targets.everything()), judge));
    }
    for (Destinations.Port target : targets.ports()) {
      line("%s%s tcp dport %s goto %s".formatted(to, target.address(), set(target.ports()), judge));
    }
    if (!targets.butServices().isEmpty()) {
      line("%s%s goto %s".formatted(to, set(targets.butServices()), BUT_SERVICES + judge));
    }
  }

  private static String set(List<?> items) {
    return items.stream().map(String::valueOf).collect(Collectors.joining(", ", "{ ", " }"));
  }

  private void judge(String name, boolean counted) {
    chain(name);
    neighbours();
    for (int i = 0; i < policy.subjects().size(); i++) {
      subject(i + 1, policy.subjects().get(i), counted);
    }
    boolean denying = policy.way() == Way.DENY;
    String owned = "meta skuid != 4294967295 ";
    line(owned + (denying ? counter(Counters.OTHERS, counted) + "accept" : "goto refuse"));
    // What has no owner is the end of a connection, or the kernel's own: it can't begin one.
    line("tcp flags & (fin | syn | rst | ack) != syn accept");
    line("meta l4proto { icmp, ipv6-icmp } accept");
    line("goto refuse");
    end();
  }

  private void subject(int number, Subject subject, boolean counted) {
    String count = counter(counters.get(number - 1), counted);
    String verdict = count + (policy.way() == Way.ALLOW ? "accept" : "goto refuse");
    switch (subject.kind()) {
      case USER -> {
        line("meta skuid %s %s".formatted(Blanks.uid(number), verdict));
        subordinates(number, verdict);
      }
      case GROUP -> {
        line("meta skgid %s %s".formatted(Blanks.gid(number), verdict));
        line("meta skuid { %s } %s".formatted(Blanks.members(number), verdict));
        subordinates(number, verdict);
      }
      case UNIT, CGROUP -> line("socket cgroupv2 %s %s".formatted(Blanks.level(number), verdict));
    }
  }

  /// Whoever is denied must not get through as somebody else; whoever is allowed need not.
  private void subordinates(int number, String verdict) {
    if (policy.way() == Way.DENY) {
      line("meta skuid { %s } %s".formatted(Blanks.subordinates(number), verdict));
    }
  }

  private void forwarded(String name, boolean counted) {
    chain(name);
    neighbours();
    String verdict = counter(Counters.forwarded(), counted) + "accept";
    policy.forwarded().devices().forEach(it -> line("iifname \"%s\" %s".formatted(it, verdict)));
    for (Prefix source : policy.forwarded().sources()) {
      line("%s saddr %s %s".formatted(source.first().v6() ? "ip6" : "ip", source, verdict));
    }
    line("goto refuse_forwarded");
    end();
  }

  private void refuse(String name, String counter, String whose) {
    chain(name);
    line("counter name " + counter);
    if (policy.logPerMinute() > 0) {
      String what = whose + (enforcing ? "refused " : "audit ");
      line(
          "limit rate %d/minute log prefix \"sekisho-guard: %s\" level info flags skuid"
              .formatted(policy.logPerMinute(), what));
    }
    if (enforcing) {
      line("meta l4proto tcp reject with tcp reset");
      line("reject with icmpx type admin-prohibited");
    }
    end();
  }

  /// Without neighbour discovery, a target on the link could not be found.
  private void neighbours() {
    line("icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept");
  }

  private static String counter(String name, boolean counted) {
    return counted ? "counter name " + name + " " : "";
  }

  private void chain(String name) {
    text.append("  chain ").append(name).append(" {\n");
  }

  private void line(String line) {
    text.append("    ").append(line).append('\n');
  }

  private void end() {
    text.append("  }\n");
  }
}
