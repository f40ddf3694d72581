package io.sekisho.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Lets one VPC's failure not keep another's rules from being applied, and none be forgotten.
final class Failures {
  private final List<RuntimeException> all = new ArrayList<>();

  void attempt(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      all.add(e);
    }
  }

  /// The first one, with the others attached; empty if everything went well.
  Optional<RuntimeException> gathered() {
    if (all.isEmpty()) {
      return Optional.empty();
    }
    RuntimeException first = all.removeFirst();
    all.forEach(first::addSuppressed);
    all.clear();
    return Optional.of(first);
  }
}
