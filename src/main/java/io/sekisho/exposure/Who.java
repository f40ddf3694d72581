package io.sekisho.exposure;

import java.util.Optional;

/// Somebody who may ask for metadata.
///
/// @param name for people
/// @param owner who it is; empty for whoever is behind a device
/// @param device where its packets come from; empty for the machine's own processes, and for
///   whoever comes by a device that is not known
public record Who(Kind kind, String name, Optional<Owner> owner, Optional<Machine.Link> device) {
  /// What sort of somebody.
  public enum Kind {
    ROOT,
    USERS,
    /// A user that no rule names, and no account is.
    ANYBODY,
    GROUP,
    CGROUP,
    CONTAINERS,
    /// Other machines that have this one as their router.
    MACHINES
  }

  boolean isOutside() {
    return kind == Kind.CONTAINERS || kind == Kind.MACHINES;
  }
}
