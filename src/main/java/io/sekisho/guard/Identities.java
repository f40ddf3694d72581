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
    /// @param subordinates which other numbers it can be in a user namespace
    record User(long uid, List<Range> subordinates) implements Found {
      /// One that has no other numbers.
      public User(long uid) {
        this(uid, List.of());
      }
    }

    /// @param gid its number
    /// @param members numbers of the users who have it as their first group or as a further one
    /// @param subordinates which other numbers the members can be in a user namespace
    record Group(long gid, List<Long> members, List<Range> subordinates) implements Found {
      public Group {
        members = members.stream().distinct().sorted().toList();
      }
    }

    /// @param path below the root of control groups, without a slash before it
    /// @param mount where that root is below `/sys/fs/cgroup`: nothing, or `unified/`
    record Cgroup(String path, String mount) implements Found {}
  }

  /// Numbers of users.
  ///
  /// @param last the last one that belongs to it
  public record Range(long first, long last) {
    /// Whether it has this number.
    public boolean contains(long number) {
      return first <= number && number <= last;
    }

    /// As rules have it.
    @Override
    public String toString() {
      return first + "-" + last;
    }
  }

  public Identities {
    found = Map.copyOf(found);
  }

  Optional<Found> of(Subject subject) {
    return Optional.ofNullable(found.get(subject));
  }
}
