package io.sekisho.exposure;

import java.util.List;

/// A rule of a chain.
///
/// @param text as its tool prints it
/// @param steps conditions and acts, one after the other
/// @param mentions whom and what it names
record Rule(String text, List<Step> steps, Mentions mentions) {
  Rule {
    steps = List.copyOf(steps);
  }

  /// What a rule does with a packet that it is about.
  sealed interface Act {
    record Accept() implements Act {}

    /// Drops or rejects it.
    record Stop() implements Act {}

    record Return() implements Act {}

    record Jump(String chain) implements Act {}

    record Goto(String chain) implements Act {}

    /// Sets bits of its mark: `(mark & keep) ^ flip`.
    record Mark(long keep, long flip) implements Act {}

    /// Sets its mark to what is not known.
    record Blur() implements Act {}

    /// Sends it somewhere else.
    ///
    /// @param to an address, or a word for where
    record Divert(String to) implements Act {}

    /// Counts, logs and the like.
    record Nothing() implements Act {}

    /// Whatever: it is not understood.
    record Unknown() implements Act {}
  }

  /// One after the other.
  sealed interface Step {
    record When(Match match) implements Step {}

    record Do(Act act) implements Step {}

    /// The first case that matches.
    record Choose(List<Case> cases) implements Step {}

    record Case(Match match, Act act) {}
  }

  /// @param users, groups their numbers
  /// @param cgroups their paths
  /// @param destinations addresses, where a packet has to go to one of them
  record Mentions(
      List<Span> users, List<Span> groups, List<String> cgroups, List<Span> destinations) {
    static final Mentions NONE = new Mentions(List.of(), List.of(), List.of(), List.of());

    Mentions {
      users = List.copyOf(users);
      groups = List.copyOf(groups);
      cgroups = List.copyOf(cgroups);
      destinations = List.copyOf(destinations);
    }
  }

  /// Whether it is about this address in particular.
  boolean aimsAt(Span address) {
    return mentions.destinations().stream()
        .anyMatch(
            it -> it.covers(address) && it.high().subtract(it.low()).bitLength() <= NARROW_BITS);
  }

  private static final int NARROW_BITS = 16;

  boolean stops() {
    return acts().stream().anyMatch(Act.Stop.class::isInstance);
  }

  List<Act> acts() {
    return steps.stream()
        .flatMap(
            it ->
                switch (it) {
                  case Step.When _ -> List.<Act>of().stream();
                  case Step.Do(var act) -> List.of(act).stream();
                  case Step.Choose(var cases) -> cases.stream().map(Step.Case::act);
                })
        .toList();
  }
}
