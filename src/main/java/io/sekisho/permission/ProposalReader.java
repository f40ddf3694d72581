package io.sekisho.permission;

import io.sekisho.iam.Policy;
import io.sekisho.iam.Policy.Clause;
import io.sekisho.iam.Policy.Condition;
import io.sekisho.iam.Policy.Join;
import io.sekisho.iam.Policy.Operator;
import io.sekisho.iam.Policy.Pattern;
import io.sekisho.iam.Policy.Rule;
import io.sekisho.iam.Policy.Terms;
import io.sekisho.iam.Policy.Version;
import io.sekisho.permission.Proposal.Part;
import io.sekisho.permission.Proposal.Said;
import io.sekisho.permission.Proposal.Several;
import io.sekisho.problem.Code;
import io.sekisho.problem.Nearest;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Makes a policy's terms of what was sent: known words, and as many of them as may be.
final class ProposalReader {
  private static final Set<Operator> STRINGS =
      EnumSet.range(Operator.STRING_EQUALS, Operator.STRING_MATCH_ANY_OF);
  private static final Set<Operator> PLAIN =
      EnumSet.of(Operator.STRING_EQUALS, Operator.STRING_MATCH);

  private final Proposal proposal;
  private final List<Problem> problems = new ArrayList<>();

  ProposalReader(Proposal proposal) {
    this.proposal = proposal;
  }

  Outcome<Terms> read() {
    boolean first = proposal.version() == Version.V1;
    Set<Operator> ofSubject =
        first
            ? EnumSet.of(Operator.STRING_EQUALS)
            : EnumSet.of(Operator.STRING_EQUALS, Operator.STRING_EXISTS);
    Terms terms =
        new Terms(
            type(),
            proposal.version(),
            conditions("subject", proposal.subject(), ofSubject),
            conditions("resource", proposal.resource(), first ? PLAIN : STRINGS),
            conditions("resource.tags", proposal.tags(), PLAIN),
            proposal.roles().stream().distinct().toList(),
            rule(),
            proposal.description());
    if (proposal.tags().size() > Policy.MAX_CONDITIONS) {
      refuse("resource.tags", "A policy has at most " + Policy.MAX_CONDITIONS + " tags.");
    }
    if (proposal.description().length() > Proposal.MAX_DESCRIPTION) {
      refuse("description", "`description` has at most 1000 characters.");
    }
    return problems.isEmpty() ? Outcome.of(terms) : Outcome.refuse(problems.getFirst());
  }

  private Policy.Type type() {
    return switch (proposal.type()) {
      case "access" -> Policy.Type.ACCESS;
      case "authorization" -> Policy.Type.AUTHORIZATION;
      default -> {
        refuse("type", "`type` must be `access` or `authorization`.");
        yield Policy.Type.ACCESS;
      }
    };
  }

  private List<Condition> conditions(String place, List<Said> said, Set<Operator> allowed) {
    return said.stream().flatMap(each -> condition(place, each, allowed, 1).stream()).toList();
  }

  /// @param least how short a value may be
  private Optional<Condition> condition(String place, Said said, Set<Operator> allowed, int least) {
    Optional<Operator> operator = operator(place, said, allowed);
    if (operator.isEmpty()) {
      return Optional.empty();
    }
    int size = said.values().size();
    if (operator.get().takesSeveral() && !said.several()) {
      refuse(place, "`" + said.operator() + "` needs an array of values.");
    } else if (!operator.get().takesSeveral() && (said.several() || size != 1)) {
      refuse(place, "The value of `" + said.key() + "` must be one text, not an array.");
    } else if (size == 0 || size > Policy.MAX_VALUES) {
      refuse(place, "`" + said.operator() + "` takes 1 to " + Policy.MAX_VALUES + " values.");
    } else if (operator.get() == Operator.STRING_EXISTS && !isBoolean(said.values().getFirst())) {
      refuse(place, "The value of `stringExists` must be true or false.");
    } else if (!said.values().stream().allMatch(value -> isLong(value, least))) {
      refuse(
          place, "The value of `" + said.key() + "` must have " + least + " to 1000 characters.");
    } else {
      return Optional.of(new Condition(said.key(), operator.get(), said.values()));
    }
    return Optional.empty();
  }

  private Optional<Operator> operator(String place, Said said, Set<Operator> allowed) {
    boolean leftOut = said.operator().isEmpty() && proposal.version() == Version.V1;
    Optional<Operator> named =
        leftOut ? Optional.of(Operator.STRING_EQUALS) : Operator.named(said.operator());
    if (named.filter(allowed::contains).isEmpty()) {
      List<String> known = allowed.stream().map(Operator::wireName).toList();
      refuse(
          place,
          "`"
              + said.operator()
              + "` is no operator that `"
              + place
              + "` may have."
              + Nearest.question(said.operator(), known));
      return Optional.empty();
    }
    if (said.key().isBlank()) {
      refuse(place, "A condition of `" + place + "` has no name of an attribute; give it one.");
    }
    return named;
  }

  private Optional<Rule> rule() {
    if (proposal.rule().isPresent() != proposal.pattern().isPresent()) {
      refuse("pattern", "`rule` and `pattern` go together: give both, or neither.");
    }
    if (proposal.rule().isEmpty() || proposal.pattern().isEmpty()) {
      return Optional.empty();
    }
    Part rule = proposal.rule().get();
    Optional<Pattern> pattern = pattern(proposal.pattern().get());
    int count = Proposal.count(rule);
    if (proposal.version() == Version.V1) {
      refuse("rule", "A policy of version 1 has no rule; send it to `/v2/policies`.");
    } else if (count == 0 || count > Policy.MAX_CONDITIONS) {
      refuse("rule", "A rule has 1 to " + Policy.MAX_CONDITIONS + " conditions.");
    } else {
      List<Clause> clauses = clauses(rule);
      if (pattern.isPresent() && problems.isEmpty()) {
        return Optional.of(new Rule(pattern.get(), join(rule), clauses));
      }
    }
    return Optional.empty();
  }

  private Optional<Pattern> pattern(String name) {
    Optional<Pattern> pattern = Pattern.named(name);
    if (pattern.isEmpty()) {
      List<String> known = Arrays.stream(Pattern.values()).map(Pattern::wireName).toList();
      refuse(
          "pattern",
          "`pattern` must be one of: "
              + String.join(", ", known)
              + "."
              + Nearest.question(name, known));
    }
    return pattern;
  }

  private List<Clause> clauses(Part rule) {
    return switch (rule) {
      case Said said -> leaf(said).map(ProposalReader::single).stream().toList();
      case Several several ->
          several.conditions().stream().flatMap(part -> clause(part).stream()).toList();
    };
  }

  private Optional<Clause> clause(Part part) {
    return switch (part) {
      case Said said -> leaf(said).map(ProposalReader::single);
      case Several several -> {
        List<Condition> leaves = new ArrayList<>();
        for (Part inner : several.conditions()) {
          switch (inner) {
            case Said said -> leaf(said).ifPresent(leaves::add);
            case Several _ ->
                refuse("rule", "A rule has at most two levels of conditions; write it flatter.");
          }
        }
        if (several.conditions().isEmpty()) {
          refuse("rule", "A part of the rule has no conditions; give it some, or leave it out.");
        }
        yield leaves.isEmpty() ? Optional.empty() : Optional.of(new Clause(join(several), leaves));
      }
    };
  }

  private Optional<Condition> leaf(Said said) {
    return condition("rule", said, EnumSet.allOf(Operator.class), 0);
  }

  private static Clause single(Condition condition) {
    return new Clause(Join.SINGLE, List.of(condition));
  }

  private Join join(Part part) {
    return switch (part) {
      case Said _ -> Join.SINGLE;
      case Several several ->
          switch (several.operator()) {
            case "and" -> Join.AND;
            case "or" -> Join.OR;
            default -> {
              refuse("rule", "Conditions are combined by `and` or `or`.");
              yield Join.AND;
            }
          };
    };
  }

  private static boolean isBoolean(String value) {
    return value.equals("true") || value.equals("false");
  }

  private static boolean isLong(String value, int least) {
    return value.length() >= least && value.length() <= Proposal.MAX_VALUE;
  }

  private void refuse(String field, String message) {
    problems.add(Problem.of(Code.INVALID_VALUE, message).field(field));
  }
}
