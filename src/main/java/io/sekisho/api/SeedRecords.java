package io.sekisho.api;

import io.sekisho.audit.Action;
import io.sekisho.control.AuditRecords;
import io.sekisho.control.Initiator;
import io.sekisho.problem.Problem;
import io.sekisho.vpc.BareMetalServer;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.Instance;
import io.sekisho.witness.Tally;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiFunction;

/// Puts on record who is shown where a guest's seed is, with its secret, before they are.
public final class SeedRecords implements BiFunction<Compute, Initiator, Optional<Problem>> {
  private final Tally tally;
  private final InstantSource clock;

  public SeedRecords(Tally tally, InstantSource clock) {
    this.tally = tally;
    this.clock = clock;
  }

  /// @return why it is not on record
  @Override
  public Optional<Problem> apply(Compute compute, Initiator by) {
    Action action =
        switch (compute) {
          case Instance _ -> Action.INSTANCE_SEED_READ;
          case BareMetalServer _ -> Action.SERVER_SEED_READ;
        };
    return tally.record(AuditRecords.done(action, compute, by, clock.instant()));
  }
}
