package io.sekisho.permission;

import java.util.List;

/// A verdict, and what the policies nearest to allowing it lack: for whoever may read the account's
/// policies, and nobody else.
///
/// @param granting the names of the roles that grant the action
/// @param nearest those that allow it first, then those that lack least; at most [#NEAREST]
public record Explanation(Verdict verdict, List<String> granting, List<Finding> nearest) {
  /// How many policies are told of.
  public static final int NEAREST = 5;

  public Explanation {
    granting = List.copyOf(granting);
    nearest = List.copyOf(nearest);
  }

  /// What became of one policy.
  ///
  /// @param lacks why it does not allow it; empty if it does
  public record Finding(String policy, String description, List<Lack> lacks) {
    public Finding {
      lacks = List.copyOf(lacks);
    }

    public boolean isAllowing() {
      return lacks.isEmpty();
    }

    /// One sentence for a person.
    public String sentence() {
      String why = String.join("; ", lacks.stream().map(Lack::words).toList());
      return "policy " + policy + (isAllowing() ? " allows it" : " does not: " + why);
    }

    /// What would have to be changed about the policy: the subject counts more than a role, a role
    /// more than an attribute.
    int distance() {
      return lacks.stream().mapToInt(lack -> lack.kind.weight).sum();
    }
  }

  /// One reason for which a policy does not allow something.
  public record Lack(Kind kind, String words) {}

  /// What a policy may lack.
  public enum Kind {
    /// It was deleted, or something in it makes no sense.
    FORCE(16),
    /// It is for somebody else.
    SUBJECT(8),
    /// It is about other services.
    SERVICE(6),
    /// None of its roles grants the action.
    ROLE(3),
    /// The resource has another value for an attribute, or none.
    ATTRIBUTE(2),
    /// The resource does not have an access tag.
    TAG(2),
    /// Its rule does not hold.
    RULE(1);

    private final int weight;

    Kind(int weight) {
      this.weight = weight;
    }
  }
}
