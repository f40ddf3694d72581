package io.sekisho.iam;

import java.time.Instant;

/// When a resource was made and last changed, and by whom.
///
/// @param createdBy IAM id of an identity
public record Stamps(Instant createdAt, String createdBy, Instant modifiedAt, String modifiedBy) {
  public static Stamps created(Instant at, String by) {
    return new Stamps(at, by, at, by);
  }

  public Stamps modified(Instant at, String by) {
    return new Stamps(createdAt, createdBy, at, by);
  }
}
