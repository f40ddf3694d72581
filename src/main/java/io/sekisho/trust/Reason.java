package io.sekisho.trust;

import io.sekisho.iam.Link;
import java.util.List;

/// Why a trusted profile may be assumed, or may not. For operators only: to a guest, all ways of
/// not being trusted look the same.
public sealed interface Reason {
  /// One sentence for a log or a person.
  String sentence();

  /// Id of the link or claim rule that decided it; empty if none did.
  String by();

  /// The profile may be assumed.
  sealed interface Trusting extends Reason {}

  /// It may not.
  sealed interface Refusing extends Reason {
    @Override
    default String by() {
      return "";
    }
  }

  /// An explicit link names the compute resource.
  record Linked(String profile, Link link) implements Trusting {
    @Override
    public String by() {
      return link.id();
    }

    @Override
    public String sentence() {
      return "link " + link.id() + " of " + profile + " names this compute resource";
    }
  }

  /// A claim rule holds.
  record Ruled(String profile, RuleFinding finding) implements Trusting {
    @Override
    public String by() {
      return finding.rule().id();
    }

    @Override
    public String sentence() {
      return profile + ": " + finding.sentence();
    }
  }

  /// The request names no profile, and the compute resource was made without a default one.
  record Unnamed() implements Refusing {
    @Override
    public String sentence() {
      return "no profile was named and there is no default trusted profile";
    }
  }

  /// What the request gives cannot name a profile.
  ///
  /// @param field the member of the request's body
  record Malformed(String field) implements Refusing {
    @Override
    public String sentence() {
      return "`" + field + "` cannot name a trusted profile";
    }
  }

  /// The request's id and CRN name different profiles.
  record Contradictory() implements Refusing {
    @Override
    public String sentence() {
      return "the request's id and CRN name different trusted profiles";
    }
  }

  /// There is no such profile, or no longer.
  record Unknown(String profile) implements Refusing {
    @Override
    public String sentence() {
      return profile + " does not exist";
    }
  }

  /// The profile, or the CRN given for it, is of another account than the compute resource.
  record Foreign(String profile) implements Refusing {
    @Override
    public String sentence() {
      return profile + " is of another account than the one that asks or that the CRN names";
    }
  }

  /// No link names the compute resource and no claim rule holds.
  ///
  /// @param rules what became of each claim rule
  record Untrusting(String profile, List<RuleFinding> rules) implements Refusing {
    public Untrusting {
      rules = List.copyOf(rules);
    }

    @Override
    public String sentence() {
      String none = profile + " has no link to this compute resource and no rule that it meets";
      return rules.isEmpty()
          ? none
          : none + ": " + String.join("; ", rules.stream().map(RuleFinding::sentence).toList());
    }
  }
}
