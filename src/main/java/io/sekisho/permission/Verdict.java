package io.sekisho.permission;

import java.util.Optional;

/// What became of a [Question].
public sealed interface Verdict {
  /// Whether the asker may.
  boolean isAllowed();

  /// One sentence for a log or a person.
  String sentence();

  /// A policy allows it.
  ///
  /// @param policy its id
  /// @param role the CRN of the role of it that grants the action
  /// @param group the access group by which the asker has that policy
  record Allowed(String policy, String role, Optional<String> group) implements Verdict {
    @Override
    public boolean isAllowed() {
      return true;
    }

    @Override
    public String sentence() {
      String member = group.map(id -> ", to the members of " + id).orElse("");
      return "policy " + policy + " grants it with the role " + Roles.name(role) + member;
    }
  }

  /// Nothing allows it.
  record Denied(Cause cause) implements Verdict {
    @Override
    public boolean isAllowed() {
      return false;
    }

    @Override
    public String sentence() {
      return switch (cause) {
        case FOREIGN_RESOURCE -> "the resource is of another account, or of none";
        case FOREIGN_ASKER -> "whoever asks is of another account";
        case UNKNOWN_SERVICE -> "there is no such service";
        case UNKNOWN_ACTION -> "no role grants such an action on that service";
        case NO_POLICY -> "no policy is about who asks";
        case NONE_FITS -> "there are policies about who asks, but none allows this";
      };
    }
  }

  /// Why nothing allows it; the first that is true.
  enum Cause {
    FOREIGN_RESOURCE,
    FOREIGN_ASKER,
    UNKNOWN_SERVICE,
    UNKNOWN_ACTION,
    NO_POLICY,
    NONE_FITS
  }
}
