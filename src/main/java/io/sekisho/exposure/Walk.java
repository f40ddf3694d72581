package io.sekisho.exposure;

import io.sekisho.exposure.Match.Truth;
import io.sekisho.exposure.Rule.Act;
import io.sekisho.exposure.Rule.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Follows a packet through the chains of a hook. Where a rule is not understood, both of what it
/// may do are followed: the result is what can happen, and is certain if that is one thing.
final class Walk {
  private static final int DEEPEST = 40;

  private final Rulebook book;
  private Packet packet;
  private final List<String> doubts = new ArrayList<>();
  private Optional<String> idle = Optional.empty();

  Walk(Rulebook book, Packet packet) {
    this.book = book;
    this.packet = packet;
  }

  /// What can become of a packet, each with the rule that does it.
  ///
  /// @param passes empty if it can't pass
  /// @param doubts rules on which it depends, and which are not understood or depend on what is not
  ///   known
  /// @param idle a rule that would stop it, had it not been accepted before
  /// @param packet as it leaves
  record Result(
      Optional<String> passes,
      Optional<String> stops,
      Optional<String> diverts,
      List<String> doubts,
      Optional<String> idle,
      Packet packet) {}

  /// What can become of it in a chain.
  private static final class Exits {
    private Optional<String> accepts = Optional.empty();
    private Optional<String> stops = Optional.empty();
    private Optional<String> diverts = Optional.empty();
    private boolean falls;

    void add(Exits other) {
      accepts = accepts.or(() -> other.accepts);
      stops = stops.or(() -> other.stops);
      diverts = diverts.or(() -> other.diverts);
    }

    boolean end() {
      return accepts.isPresent() || stops.isPresent() || diverts.isPresent();
    }
  }

  /// What can become of it at a hook.
  Result at(String hook) {
    Exits all = new Exits();
    Optional<String> told = Optional.empty();
    boolean passes = true;
    for (Chain chain : book.at(hook, packet.v6())) {
      if (packet.begins() || !chain.base().orElseThrow().translates()) {
        Exits exits = inBase(chain);
        all.add(exits);
        // A rule is worth telling, the end of a chain is not.
        told = told.or(() -> exits.accepts.filter(it -> !it.isEmpty()));
        passes = exits.accepts.isPresent();
        if (!passes) {
          break;
        }
      }
    }
    return new Result(
        passes ? told.or(() -> Optional.of("")) : Optional.empty(),
        all.stops,
        all.diverts,
        List.copyOf(doubts),
        idle,
        packet);
  }

  private Exits inBase(Chain chain) {
    Exits exits = in(chain, 0, true, 0);
    if (exits.falls) {
      if (chain.base().orElseThrow().drops()) {
        exits.stops = exits.stops.or(() -> Optional.of("the policy of " + chain.place()));
      } else {
        exits.accepts = exits.accepts.or(() -> Optional.of(""));
      }
    }
    return exits;
  }

  /// @param certain whether it is certain that the packet gets here
  private Exits in(Chain chain, int from, boolean certain, int depth) {
    Exits exits = new Exits();
    if (depth > DEEPEST) {
      doubts.add("chains that jump in circles at " + chain.place());
      exits.accepts = Optional.of(chain.place());
      exits.stops = exits.accepts;
      return exits;
    }
    for (int i = from; i < chain.rules().size(); i++) {
      Rule rule = chain.rules().get(i);
      if (judge(chain, rule, exits, certain, depth)) {
        if (certain && exits.stops.isEmpty() && exits.accepts.isPresent()) {
          lookBehind(chain, i + 1, depth);
        }
        return exits;
      }
    }
    exits.falls = true;
    return exits;
  }

  /// Whether the packet certainly does not come to the next rule.
  private boolean judge(Chain chain, Rule rule, Exits exits, boolean certain, int depth) {
    Truth truth = Truth.YES;
    for (Step step : rule.steps()) {
      switch (step) {
        case Step.When(var match) -> truth = truth.and(match.of(packet));
        case Step.Do(var act) -> {
          if (apply(act, new Site(chain, rule, truth, certain, depth), exits)) {
            return true;
          }
        }
        case Step.Choose(var cases) -> {
          for (Step.Case each : cases) {
            Truth both = truth.and(each.match().of(packet));
            if (both != Truth.NO
                && apply(each.act(), new Site(chain, rule, both, certain, depth), exits)) {
              return true;
            }
            if (both == Truth.YES) {
              break;
            }
          }
        }
      }
      if (truth == Truth.NO) {
        return false;
      }
    }
    return false;
  }

  private record Site(Chain chain, Rule rule, Truth truth, boolean certain, int depth) {
    boolean sure() {
      return truth == Truth.YES;
    }

    String text() {
      return chain.table() + ": " + rule.text();
    }
  }

  private boolean apply(Act act, Site site, Exits exits) {
    Exits here = new Exits();
    switch (act) {
      case Act.Accept _ -> here.accepts = Optional.of(site.text());
      case Act.Stop _ -> here.stops = Optional.of(site.text());
      case Act.Divert(var to) ->
          here.diverts =
              to.equals(packet.target().toString())
                  ? Optional.empty()
                  : Optional.of(to + " by " + site.text());
      case Act.Return _ -> {
        exits.falls |= true;
        if (!site.sure()) {
          doubts.add(site.text());
        }
        return site.sure();
      }
      case Act.Jump(var name) -> here = jump(name, site);
      case Act.Goto(var name) -> {
        here = jump(name, site);
        exits.falls |= here.falls;
        here.falls = false;
      }
      case Act.Mark(var keep, var flip) -> {
        boolean known = site.sure() && site.certain();
        packet =
            packet.marked(known ? packet.mark().map(it -> (it & keep) ^ flip) : Optional.empty());
        return false;
      }
      case Act.Blur _ -> {
        packet = packet.marked(Optional.empty());
        return false;
      }
      case Act.Nothing _ -> {
        return false;
      }
      case Act.Unknown _ -> here = anything(site);
    }
    if (act instanceof Act.Divert && here.diverts.isEmpty()) {
      here.accepts = Optional.of(site.text());
    }
    exits.add(here);
    if (!site.sure() && here.end()) {
      doubts.add(site.text());
    }
    return site.sure() && !here.falls;
  }

  private Exits anything(Site site) {
    Exits unknown = new Exits();
    unknown.accepts = Optional.of(site.text());
    unknown.stops = unknown.accepts;
    unknown.falls = true;
    doubts.add(site.text());
    return unknown;
  }

  private Exits jump(String name, Site site) {
    Optional<Chain> target = book.chain(site.chain().table(), name);
    if (target.isEmpty()) {
      return anything(site);
    }
    return in(target.get(), 0, site.certain() && site.sure(), site.depth() + 1);
  }

  /// Whether a rule further down would have stopped it, and was meant to.
  private void lookBehind(Chain chain, int from, int depth) {
    if (idle.isPresent() || depth > 0) {
      return;
    }
    Walk other = new Walk(book, packet);
    for (int i = from; i < chain.rules().size(); i++) {
      Rule rule = chain.rules().get(i);
      Exits exits = new Exits();
      if (rule.aimsAt(Span.of(packet.target()))
          && other.judge(chain, rule, exits, false, DEEPEST / 2)
          && exits.accepts.isEmpty()
          && exits.stops.isPresent()) {
        idle = exits.stops;
        return;
      }
    }
  }
}
