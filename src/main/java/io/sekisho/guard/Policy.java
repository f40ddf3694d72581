package io.sekisho.guard;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/// Who reaches the metadata service from this machine.
///
/// @param targets which services; at least one
/// @param subjects whom `way` is about: with [Way#ALLOW] nobody else gets through, also not root;
///   with [Way#DENY] everybody else does
/// @param forwarded whose packets may be forwarded there
/// @param logPerMinute how many refusals are logged in a minute, from 0 to 1000
public record Policy(
    Mode mode,
    List<Target> targets,
    Way way,
    List<Subject> subjects,
    Forwarding forwarded,
    int logPerMinute) {
  /// How many refusals are logged in a minute unless a policy says otherwise.
  public static final int LOG_PER_MINUTE = 10;

  private static final int MOST_LOGGED = 1000;
  private static final int MOST_SUBJECTS = 500;

  /// Whether who is not to get through does not.
  public enum Mode {
    /// They are refused.
    ENFORCE,
    /// They get through, and are counted and logged.
    AUDIT;

    /// As it is written.
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// What being named means.
  public enum Way {
    ALLOW,
    DENY;

    /// As it is written.
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Policy {
    targets = List.copyOf(targets);
    subjects = List.copyOf(subjects);
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("at least one target is needed.");
    }
    if (logPerMinute < 0 || logPerMinute > MOST_LOGGED) {
      throw new IllegalArgumentException("per_minute is between 0 and " + MOST_LOGGED + ".");
    }
    if (subjects.size() > MOST_SUBJECTS) {
      throw new IllegalArgumentException(
          "more than %d are named; use a group.".formatted(MOST_SUBJECTS));
    }
    if (new HashSet<>(subjects).size() < subjects.size()) {
      throw new IllegalArgumentException("somebody is named twice.");
    }
  }

  /// Those of one kind.
  List<String> names(Subject.Kind kind) {
    return subjects.stream().filter(it -> it.kind() == kind).map(Subject::name).toList();
  }
}
