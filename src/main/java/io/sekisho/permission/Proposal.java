package io.sekisho.permission;

import io.sekisho.iam.AccountId;
import io.sekisho.iam.Policy.Terms;
import io.sekisho.iam.Policy.Version;
import io.sekisho.iam.Role;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// A policy as it was sent: nothing but texts, in the shape that both versions of IBM's API have
/// once their JSON is read. A value that is a number or a boolean there is its text here.
///
/// @param type `access` or `authorization`
/// @param roles their CRNs
/// @param rule a [Said], or a [Several] of them
public record Proposal(
    Version version,
    String type,
    List<Said> subject,
    List<Said> resource,
    List<Said> tags,
    List<String> roles,
    Optional<Part> rule,
    Optional<String> pattern,
    String description) {
  /// The longest value that IBM takes.
  static final int MAX_VALUE = 1_000;

  /// The longest description; ours.
  static final int MAX_DESCRIPTION = 1_000;

  public Proposal {
    subject = List.copyOf(subject);
    resource = List.copyOf(resource);
    tags = List.copyOf(tags);
    roles = List.copyOf(roles);
  }

  /// A part of a rule.
  public sealed interface Part {}

  /// A condition.
  ///
  /// @param operator empty where version 1 leaves it out
  /// @param several whether the values were sent as an array
  public record Said(String key, String operator, List<String> values, boolean several)
      implements Part {
    public Said {
      values = List.copyOf(values);
    }

    public Said(String key, String operator, String value) {
      this(key, operator, List.of(value), false);
    }
  }

  /// Conditions, or conditions of conditions.
  ///
  /// @param operator `and` or `or`
  public record Several(String operator, List<Part> conditions) implements Part {
    public Several {
      conditions = List.copyOf(conditions);
    }
  }

  /// What a policy of this account may say, or the first thing that is wrong with it. Whether the
  /// subject exists is not known here.
  public Outcome<Terms> check(AccountId account, Collection<Role> customRoles) {
    Roles known = Roles.of(Catalogue.standard(), account, customRoles);
    return new ProposalReader(this)
        .read()
        .then(
            terms -> {
              List<Problem> problems = new TermsCheck(account, known).problems(terms);
              return problems.isEmpty() ? Outcome.of(terms) : Outcome.refuse(problems.getFirst());
            });
  }

  /// How many conditions a rule has, on all levels, if it is a rule at all.
  static int count(Part part) {
    return switch (part) {
      case Said _ -> 1;
      case Several several -> several.conditions.stream().mapToInt(Proposal::count).sum();
    };
  }
}
