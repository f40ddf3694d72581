package io.sekisho.trust;

import io.sekisho.iam.ClaimRule.Condition;
import java.util.Set;

/// What a condition must be to mean anything, for whoever takes one down.
public final class Conditions {
  /// The claims that compute resources may have.
  public static final Set<String> COMPUTE_CLAIMS =
      Set.of(
          "account_id",
          "crn",
          "instance_group_name",
          "region",
          "resource",
          "resource_group_id",
          "resource_group_name",
          "subnet_id",
          "vpc_id",
          "zone");

  private Conditions() {}

  /// Whether its value can be compared with.
  public static boolean usable(Condition condition) {
    return Operand.of(condition).isPresent();
  }
}
