package io.sekisho.vpc;

import io.sekisho.iam.AccountId;
import io.sekisho.iam.Crn;
import java.time.Instant;

/// What every resource has: who it is and whose it is.
///
/// @param resourceGroup the id of the resource group
public record Identity(
    String id, Crn crn, String name, AccountId account, String resourceGroup, Instant createdAt) {
  /// The same under another name.
  public Identity renamed(String other) {
    return new Identity(id, crn, other, account, resourceGroup, createdAt);
  }
}
