package io.sekisho.policy;

import java.util.List;
import java.util.Optional;

/// What becomes of a packet.
///
/// @param checkpoints on its way, also those behind one that refuses it, as far as they can be
///   named. A packet from outside has its way before everything that stands before the receiver
/// @param answer the same for the packet that would answer it; empty if none would
public record Verdict(List<Checkpoint> checkpoints, Optional<List<Checkpoint>> answer) {
  public Verdict {
    checkpoints = List.copyOf(checkpoints);
    answer = answer.map(List::copyOf);
  }

  public boolean passes() {
    return checkpoints.stream().allMatch(Checkpoint::passes);
  }

  /// Whether what answers it would pass, too.
  public boolean answered() {
    return answer.filter(it -> it.stream().allMatch(Checkpoint::passes)).isPresent();
  }

  /// The first checkpoint that refuses it, if one does.
  public Optional<Checkpoint> refusal() {
    return checkpoints.stream().filter(it -> !it.passes()).findFirst();
  }
}
