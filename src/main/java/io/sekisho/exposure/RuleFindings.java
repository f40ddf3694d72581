package io.sekisho.exposure;

import io.sekisho.address.Prefix;
import io.sekisho.exposure.Finding.Kind;
import io.sekisho.exposure.Finding.Severity;
import io.sekisho.exposure.Rule.Act;
import io.sekisho.guard.Target;
import io.sekisho.guard.Targets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What is to be said of rules by themselves.
final class RuleFindings {
  private static final Span LINK_LOCAL = Span.of(Prefix.parse("169.254.0.0/16"));
  private static final long NO_OWNER = 0xffff_fffeL;

  private final Machine machine;
  private final Rulebook book;
  private final List<Finding> findings = new ArrayList<>();

  RuleFindings(Machine machine, Rulebook book) {
    this.machine = machine;
    this.book = book;
  }

  List<Finding> all() {
    accounts();
    addresses();
    guard();
    return findings;
  }

  private void accounts() {
    for (Chain chain : aimed()) {
      for (Rule rule : chain.rules()) {
        boolean direct = chain.base().isEmpty() || aims(rule);
        if (direct && !machine.accounts().isEmpty()) {
          strangers(rule.mentions().users(), "user", it -> machine.account(it).isPresent())
              .forEach(it -> stranger(chain, rule, it));
        }
        if (direct) {
          rule.mentions().cgroups().stream()
              .filter(it -> it.startsWith(NftMatch.GONE))
              .forEach(
                  it ->
                      absent(
                          chain,
                          rule,
                          "The control group "
                              + it
                              + " is gone, and one with its name is another:"
                              + " the rule is about nobody."));
        }
        if (direct && !machine.groups().isEmpty()) {
          strangers(rule.mentions().groups(), "group", machine.groups()::containsKey)
              .forEach(it -> stranger(chain, rule, it));
        }
      }
    }
  }

  private static Stream<String> strangers(
      List<Span> numbers, String what, java.util.function.Predicate<Long> known) {
    return numbers.stream()
        .filter(Span::isOne)
        .map(it -> it.low().longValue())
        .filter(it -> it < NO_OWNER && !known.test(it))
        .map(it -> what + " " + it);
  }

  private void stranger(Chain chain, Rule rule, String who) {
    absent(
        chain,
        rule,
        "There is no %s: nobody is meant now, and whoever gets the number later is."
            .formatted(who));
  }

  private void absent(Chain chain, Rule rule, String means) {
    findings.add(
        new Finding(
            Kind.NO_SUCH_ACCOUNT,
            Severity.MEDIUM,
            chain.table() + ": " + rule.text(),
            means,
            "name somebody who is there, or remove the rule"));
  }

  /// Chains with rules about targets, and those that these lead to.
  private List<Chain> aimed() {
    Set<Chain> found = new HashSet<>();
    List<Chain> next = new ArrayList<>();
    for (Chain chain : book.chains().values()) {
      for (Rule rule : chain.rules()) {
        if (aims(rule)) {
          next.add(chain);
          next.addAll(led(chain, rule));
        }
      }
    }
    while (!next.isEmpty()) {
      Chain chain = next.removeLast();
      if (found.add(chain) && chain.base().isEmpty()) {
        chain.rules().forEach(it -> next.addAll(led(chain, it)));
      }
    }
    return found.stream().sorted(java.util.Comparator.comparing(Chain::place)).toList();
  }

  private List<Chain> led(Chain chain, Rule rule) {
    return rule.acts().stream()
        .map(
            it ->
                switch (it) {
                  case Act.Jump(var name) -> book.chain(chain.table(), name);
                  case Act.Goto(var name) -> book.chain(chain.table(), name);
                  default -> Optional.<Chain>empty();
                })
        .flatMap(Optional::stream)
        .toList();
  }

  private boolean aims(Rule rule) {
    return machine.targets().stream()
        .flatMap(it -> it.addresses().stream())
        .anyMatch(it -> rule.aimsAt(Span.of(it.first())));
  }

  private void addresses() {
    List<Span> all =
        Targets.names().stream()
            .flatMap(it -> Targets.named(it).stream())
            .map(Target::addresses)
            .flatMap(List::stream)
            .map(Span::of)
            .toList();
    for (Chain chain : book.chains().values()) {
      for (Rule rule : chain.rules()) {
        rule.mentions().destinations().stream()
            .filter(
                it -> rule.stops() && LINK_LOCAL.covers(it) && all.stream().noneMatch(it::meets))
            .findFirst()
            .ifPresent(_ -> wrong(chain, rule));
      }
    }
  }

  private void wrong(Chain chain, Rule rule) {
    findings.add(
        new Finding(
            Kind.WRONG_ADDRESS,
            Severity.MEDIUM,
            chain.table() + ": " + rule.text(),
            "It stops what goes to a link-local address, and no cloud that is known here has its"
                + " metadata service there.",
            "if 169.254.169.254 is meant, correct it"));
  }

  private void guard() {
    Optional<Chain> nft = book.chain("inet sekisho_guard", "refuse");
    Optional<Chain> iptables =
        Stream.of("ip filter", "ip filter (legacy)")
            .flatMap(it -> book.chain(it, "SEKISHO-GUARD-NO").stream())
            .findFirst();
    Optional<Chain> refusing = nft.or(() -> iptables);
    refusing
        .filter(it -> it.rules().stream().noneMatch(Rule::stops))
        .ifPresent(
            it ->
                findings.add(
                    new Finding(
                        Kind.GUARD_ONLY_WATCHES,
                        Severity.MEDIUM,
                        it.place(),
                        "Sekisho's guard is in audit mode: it counts and refuses nobody.",
                        "sekisho guard apply with `mode: enforce`")));
    refusing
        .filter(_ -> !machine.persisted())
        .ifPresent(
            it ->
                findings.add(
                    new Finding(
                        Kind.GUARD_NOT_KEPT,
                        Severity.LOW,
                        it.place(),
                        "Sekisho's guard is in force until the machine restarts.",
                        "sekisho guard apply --persist")));
  }
}
