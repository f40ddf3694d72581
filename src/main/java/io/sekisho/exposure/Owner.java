package io.sekisho.exposure;

import java.util.Optional;
import java.util.Set;

/// Who made a socket.
///
/// @param gid the effective group
/// @param groups all of its groups, the effective one among them
/// @param cgroup the path of its control group, without a slash before it; empty if it is in none
///   that a rule names
public record Owner(long uid, long gid, Set<Long> groups, Optional<String> cgroup) {
  public Owner {
    groups = Set.copyOf(groups);
  }
}
