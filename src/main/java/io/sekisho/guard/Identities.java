package io.sekisho.guard;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who is who on one machine, at one time.
///
/// @param found what subjects came to; who is not in it is not known there
public record Identities(Map<Subject, Found> found) {
  /// What a name came to.
  public sealed interface Found {
    /// @param uid its number
    record User(long uid) implements Found {}

    /// @param gid its number
    /// @param members numbers of the users who have it as their first group or as a further one
    record Group(long gid, List<Long> members) implements Found {
      public Group {
        members = members.stream().distinct().sorted().toList();
      }
    }

    /// @param path below the root of control groups, without a slash before it
    /// @param mount where that root is below `/sys/fs/cgroup`: nothing, or `unified/`
    record Cgroup(String path, String mount) implements Found {}
  }

  public Identities {
    found = Map.copyOf(found);
  }

  Optional<Found> of(Subject subject) {
    return Optional.ofNullable(found.get(subject));
  }
}
