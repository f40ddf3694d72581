package io.sekisho.kernel;

import io.sekisho.host.VpcPlan;
import io.sekisho.linux.Generation;
import io.sekisho.nftables.GuestRules;
import io.sekisho.nftables.Ruleset;
import java.util.Optional;

/// The ruleset of one namespace: what was applied last, and whether it still stands. Made and used
/// by threads within the namespace.
final class Rules implements AutoCloseable {
  private final GuestRules compiler = new GuestRules();
  private final Nft nft;
  private final Generation generation = Generation.ofThisNamespace();
  private Optional<Applied> applied = Optional.empty();

  Rules(Commands commands) {
    this.nft = new Nft(commands);
  }

  /// @param generation the number that the transaction got, if nobody came in between
  private record Applied(VpcPlan plan, Ruleset ruleset, int generation) {}

  /// Whether nobody has changed a rule since the last time.
  boolean stand() {
    return applied.filter(last -> last.generation == generation.read()).isPresent();
  }

  /// Makes the kernel enforce the rules of a plan, in one transaction: all of it, or on failure
  /// nothing.
  ///
  /// @return whether somebody else had changed rules since the last time; all are in place anew
  ///   then
  boolean apply(VpcPlan plan) {
    int now = generation.read();
    Ruleset next =
        applied
            .filter(last -> last.plan.ruledAs(plan))
            .map(Applied::ruleset)
            .orElseGet(() -> compiler.next(plan.guests(), plan.envelope()));
    boolean drifted = applied.isPresent() && applied.get().generation != now;
    String change =
        drifted
            ? next.text()
            : applied.map(last -> last.ruleset.changeTo(next)).orElseGet(next::text);
    applied = Optional.empty();
    if (!change.isEmpty()) {
      nft.run(change);
    }
    // Counted, not read back: if somebody came in between, the next look notices it.
    applied = Optional.of(new Applied(plan, next, change.isEmpty() ? now : now + 1));
    return drifted;
  }

  @Override
  public void close() {
    generation.close();
    nft.letGo();
  }
}
