package io.sekisho.exposure;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What becomes of somebody's packet to a target.
///
/// @param by the rule, or whatever else decides; `""` if nothing does
/// @param doubts the rules it depends on, if it is unclear
/// @param idle a rule that was meant to stop it, and comes too late
public record Outcome(Way way, String by, List<String> doubts, Optional<String> idle) {
  /// How it ends.
  public enum Way {
    REACHES,
    STOPPED,
    DIVERTED,
    UNCLEAR,
    NO_ROUTE;

    /// As it is printed.
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  public Outcome {
    doubts = doubts.stream().distinct().toList();
  }

  /// What is printed of it.
  List<Object> told() {
    return List.of(way, by, doubts);
  }

  static Outcome of(Way way, String by) {
    return new Outcome(way, by, List.of(), Optional.empty());
  }
}
