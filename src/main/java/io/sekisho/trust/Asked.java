package io.sekisho.trust;

import java.util.Optional;

/// The trusted profile that a request names, as it was written.
public record Asked(Optional<String> id, Optional<String> crn) {
  /// A request that names none: the compute resource's default profile is meant.
  public static final Asked NOTHING = new Asked(Optional.empty(), Optional.empty());

  public static Asked id(String id) {
    return new Asked(Optional.of(id), Optional.empty());
  }

  public static Asked crn(String crn) {
    return new Asked(Optional.empty(), Optional.of(crn));
  }
}
