package io.sekisho.kernel;

import io.sekisho.nftables.Ruleset;
import java.util.Optional;

/// The ruleset of one namespace: what was applied last, and whether it still stands.
final class Rules implements AutoCloseable {
  private final NetworkNamespace namespace;
  private final Commands commands;
  private final Generation generation;
  private Optional<Ruleset> applied = Optional.empty();
  private int expected;

  Rules(NetworkNamespace namespace, Commands commands) {
    this.namespace = namespace;
    this.commands = commands;
    this.generation = Generation.of(namespace);
  }

  /// Makes the kernel enforce this ruleset, in one transaction: all of it, or on failure nothing.
  ///
  /// @return whether somebody else had changed rules since the last time; all were put in place
  ///   anew
  boolean apply(Ruleset next) {
    int now = generation.read();
    boolean drifted = applied.isPresent() && now != expected;
    String change =
        drifted ? next.text() : applied.map(it -> it.changeTo(next)).orElseGet(next::text);
    if (!change.isEmpty()) {
      applied = Optional.empty();
      namespace.inside(() -> commands.feed(change, "nft", "-f", "-"));
      // Not read back: should somebody else have come in between, the next look notices it.
      expected = now + 1;
    }
    applied = Optional.of(next);
    return drifted;
  }

  @Override
  public void close() {
    generation.close();
  }
}
