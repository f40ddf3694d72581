package io.sekisho.iam;

import java.time.Instant;

/// When a resource was made and last changed, and by whom.
public record Stamps(Stamp created, Stamp modified) {
  public static Stamps created(Instant at, String by) {
    Stamp now = new Stamp(at, by);
    return new Stamps(now, now);
  }

  public Stamps modified(Instant at, String by) {
    return new Stamps(created, new Stamp(at, by));
  }
}
