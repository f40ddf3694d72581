package io.sekisho.accessapi;

import io.sekisho.control.Kept;
import io.sekisho.iam.Policy;
import io.sekisho.iam.Policy.Condition;
import io.sekisho.iam.Policy.Terms;
import io.sekisho.iam.Policy.Version;
import io.sekisho.permission.Proposal;
import io.sekisho.permission.Proposal.Said;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.web.Call;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// A policy in version 1 of IBM's API.
record PolicyV1(
    Optional<String> id,
    String type,
    Optional<String> description,
    List<Subject> subjects,
    List<GrantedRole> roles,
    List<Resource> resources,
    Optional<String> href,
    Optional<String> createdAt,
    Optional<String> createdById,
    Optional<String> lastModifiedAt,
    Optional<String> lastModifiedById,
    Optional<String> state,
    Optional<String> lastPermitAt,
    Optional<Long> lastPermitFrequency) {
  private static final String UNSUPPORTED =
      "**This is a unsupported policy version placeholder, to view the full content, please call"
          + " GET with provided href**";

  /// Whom it is for.
  record Subject(List<Attribute> attributes) {}

  /// What it is about.
  record Resource(List<Attribute> attributes, Optional<List<Attribute>> tags) {}

  /// @param operator `stringEquals` if it is left out
  record Attribute(String name, String value, Optional<String> operator) {
    Attribute {
      name = Objects.requireNonNullElse(name, "");
      value = Objects.requireNonNullElse(value, "");
    }

    Said said() {
      return new Said(name, operator.orElse(""), value);
    }

    static Attribute of(Condition condition) {
      return new Attribute(
          condition.key(), condition.value(), Optional.of(condition.operator().wireName()));
    }

    Attribute bare() {
      return new Attribute(name, value, Optional.empty());
    }
  }

  /// What a policy says, as sent.
  Outcome<Proposal> proposal() {
    if (subjects.size() != 1 || resources.size() != 1) {
      return Outcome.refuse(
          Problem.of(Code.INVALID_VALUE, "A policy has one subject and one resource.")
              .field(subjects.size() == 1 ? "resources" : "subjects"));
    }
    Resource resource = resources.getFirst();
    return Outcome.of(
        new Proposal(
            Version.V1,
            type,
            subjects.getFirst().attributes.stream().map(Attribute::said).toList(),
            resource.attributes.stream().map(Attribute::said).toList(),
            resource.tags.orElse(List.of()).stream().map(Attribute::said).toList(),
            roles.stream().map(GrantedRole::roleId).toList(),
            Optional.empty(),
            Optional.empty(),
            description.orElse("")));
  }

  /// A policy as version 1 shows it; of one that it has no words for, that it is there.
  static PolicyV1 of(Kept<Policy> held, Shown shown, Call call) {
    Policy policy = held.value();
    boolean first = policy.terms().version() == Version.V1;
    String path = (first ? "/v1/policies/" : "/v2/policies/") + policy.id();
    return new PolicyV1(
        Optional.of(policy.id()),
        policy.terms().type().name().toLowerCase(Locale.ROOT),
        first ? Answers.some(policy.terms().description()) : Optional.of(UNSUPPORTED),
        List.of(new Subject(first ? subject(policy.terms()) : List.of(unsupported()))),
        first ? shown.roles(policy, true) : List.of(unsupportedRole()),
        List.of(resource(policy, first)),
        Optional.of(call.href(path)),
        Optional.of(Answers.time(policy.stamps().created().at())),
        Optional.of(policy.stamps().created().by()),
        Optional.of(Answers.time(policy.stamps().modified().at())),
        Optional.of(policy.stamps().modified().by()),
        Optional.of(policy.state().name().toLowerCase(Locale.ROOT)),
        shown.lastPermit(policy).map(permit -> Answers.time(permit.last())),
        shown.lastPermit(policy).map(permit -> permit.count()));
  }

  private static List<Attribute> subject(Terms terms) {
    return terms.subject().stream().map(Attribute::of).map(Attribute::bare).toList();
  }

  private static Resource resource(Policy policy, boolean whole) {
    Terms terms = policy.terms();
    if (!whole) {
      Attribute account = new Attribute("accountId", policy.account().value(), Optional.empty());
      return new Resource(List.of(account), Optional.empty());
    }
    List<Attribute> tags = terms.tags().stream().map(Attribute::of).toList();
    return new Resource(
        terms.resource().stream().map(Attribute::of).toList(),
        tags.isEmpty() ? Optional.empty() : Optional.of(tags));
  }

  private static Attribute unsupported() {
    return new Attribute("iam_id", "unsupported version", Optional.empty());
  }

  private static GrantedRole unsupportedRole() {
    return new GrantedRole(
        "crn:v1:bluemix:public:iam::::role:UnsupportedVersion",
        Optional.of("Unsupported Version"),
        Optional.of(UNSUPPORTED),
        Optional.empty());
  }
}
