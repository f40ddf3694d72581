package io.sekisho.accessapi;

import io.sekisho.control.Kept;
import io.sekisho.iam.Policy;
import io.sekisho.iam.Policy.Clause;
import io.sekisho.iam.Policy.Condition;
import io.sekisho.iam.Policy.Join;
import io.sekisho.iam.Policy.Operator;
import io.sekisho.iam.Policy.Rule;
import io.sekisho.iam.Policy.Terms;
import io.sekisho.iam.Policy.Version;
import io.sekisho.permission.Proposal;
import io.sekisho.permission.Proposal.Part;
import io.sekisho.permission.Proposal.Said;
import io.sekisho.permission.Proposal.Several;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.web.Call;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A policy in version 2 of IBM's API.
record PolicyV2(
    Optional<String> id,
    String type,
    Optional<String> description,
    Optional<Subject> subject,
    Optional<Resource> resource,
    Control control,
    Optional<String> pattern,
    Optional<Node> rule,
    Optional<String> href,
    Optional<String> createdAt,
    Optional<String> createdById,
    Optional<String> lastModifiedAt,
    Optional<String> lastModifiedById,
    Optional<String> state,
    Optional<String> lastPermitAt,
    Optional<Long> lastPermitFrequency) {
  /// Whom it is for.
  record Subject(List<Node> attributes) {}

  /// What it is about.
  record Resource(List<Node> attributes, Optional<List<Node>> tags) {}

  /// What it allows.
  record Control(Grant grant) {
    Control {
      grant = Objects.requireNonNullElse(grant, new Grant(List.of()));
    }
  }

  /// The roles that it grants.
  record Grant(List<GrantedRole> roles) {}

  /// A condition, or several with an operator between them.
  ///
  /// @param value a text, `true` or `false`, or a list of texts
  record Node(
      Optional<String> key,
      String operator,
      Optional<Object> value,
      Optional<List<Node>> conditions) {
    Node {
      operator = Objects.requireNonNullElse(operator, "");
    }

    static Node of(Condition condition) {
      Object value =
          condition.operator() == Operator.STRING_EXISTS
              ? (Object) Boolean.valueOf(condition.value())
              : condition.operator().takesSeveral() ? condition.values() : condition.value();
      return new Node(
          Optional.of(condition.key()),
          condition.operator().wireName(),
          Optional.of(value),
          Optional.empty());
    }

    static Node of(Join join, List<Node> conditions) {
      return join == Join.SINGLE
          ? conditions.getFirst()
          : new Node(
              Optional.empty(),
              join.name().toLowerCase(Locale.ROOT),
              Optional.empty(),
              Optional.of(conditions));
    }

    static Node of(Clause clause) {
      return of(clause.join(), clause.conditions().stream().map(Node::of).toList());
    }

    static Node of(Rule rule) {
      return of(rule.join(), rule.clauses().stream().map(Node::of).toList());
    }

    /// The path of the first value that is no text, flag, number or list of them.
    private Optional<String> unreadable(String path) {
      if (conditions.isPresent()) {
        return unreadable(conditions.get(), path + ".conditions");
      }
      boolean readable =
          value.orElse("") instanceof List<?> list
              ? list.stream().allMatch(Node::isPlain)
              : value.map(Node::isPlain).orElse(true);
      return readable ? Optional.empty() : Optional.of(path + ".value");
    }

    private static Optional<String> unreadable(List<Node> nodes, String path) {
      return IntStream.range(0, nodes.size())
          .mapToObj(i -> nodes.get(i).unreadable(path + "[" + i + "]"))
          .flatMap(Optional::stream)
          .findFirst();
    }

    private static boolean isPlain(Object sent) {
      return sent instanceof String || sent instanceof Boolean || sent instanceof Number;
    }

    Said said() {
      Object sent = value.orElse("");
      boolean several = sent instanceof List<?>;
      List<String> values =
          sent instanceof List<?> list
              ? list.stream().map(String::valueOf).toList()
              : List.of(sent.toString());
      return new Said(key.orElse(""), operator, values, several);
    }

    Part part() {
      return conditions
          .<Part>map(all -> new Several(operator, all.stream().map(Node::part).toList()))
          .orElseGet(this::said);
    }
  }

  /// What a policy says, as sent.
  Outcome<Proposal> proposal() {
    return Stream.of(
            unreadable(subject.map(Subject::attributes), "subject.attributes"),
            unreadable(resource.map(Resource::attributes), "resource.attributes"),
            unreadable(resource.flatMap(Resource::tags), "resource.tags"),
            rule.flatMap(it -> it.unreadable("rule")))
        .flatMap(Optional::stream)
        .findFirst()
        .map(
            path ->
                Problem.of(
                        Code.INVALID_VALUE,
                        path + " takes a text, true or false, or a list of texts.")
                    .field(path))
        .map(Outcome::<Proposal>refuse)
        .orElseGet(
            () ->
                Outcome.of(
                    new Proposal(
                        Version.V2,
                        type,
                        said(subject.map(Subject::attributes)),
                        said(resource.map(Resource::attributes)),
                        said(resource.flatMap(Resource::tags)),
                        control.grant.roles.stream().map(GrantedRole::roleId).toList(),
                        rule.map(Node::part),
                        pattern,
                        description.orElse(""))));
  }

  private static Optional<String> unreadable(Optional<List<Node>> nodes, String path) {
    return Node.unreadable(nodes.orElse(List.of()), path);
  }

  private static List<Said> said(Optional<List<Node>> nodes) {
    return nodes.orElse(List.of()).stream().map(Node::said).toList();
  }

  /// A policy as version 2 shows it.
  static PolicyV2 of(Kept<Policy> held, Shown shown, Call call) {
    Policy policy = held.value();
    Terms terms = policy.terms();
    List<Node> tags = nodes(terms.tags());
    return new PolicyV2(
        Optional.of(policy.id()),
        terms.type().name().toLowerCase(Locale.ROOT),
        Answers.some(terms.description()),
        Optional.of(new Subject(nodes(terms.subject()))),
        Optional.of(
            new Resource(
                nodes(terms.resource()), tags.isEmpty() ? Optional.empty() : Optional.of(tags))),
        new Control(new Grant(shown.roles(policy, false))),
        terms.rule().map(rule -> rule.pattern().wireName()),
        terms.rule().map(Node::of),
        Optional.of(call.href("/v2/policies/" + policy.id())),
        Optional.of(Answers.time(policy.stamps().created().at())),
        Optional.of(policy.stamps().created().by()),
        Optional.of(Answers.time(policy.stamps().modified().at())),
        Optional.of(policy.stamps().modified().by()),
        Optional.of(policy.state().name().toLowerCase(Locale.ROOT)),
        shown.lastPermit(policy).map(permit -> Answers.time(permit.last())),
        shown.lastPermit(policy).map(permit -> permit.count()));
  }

  private static List<Node> nodes(List<Condition> conditions) {
    return conditions.stream().map(Node::of).toList();
  }
}
