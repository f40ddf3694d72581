package io.sekisho.permission;

import io.sekisho.iam.AccountId;
import io.sekisho.iam.Policy;
import io.sekisho.iam.Policy.Condition;
import io.sekisho.permission.Explanation.Finding;
import io.sekisho.permission.Explanation.Kind;
import io.sekisho.permission.Explanation.Lack;
import io.sekisho.permission.Grant.Attribute;
import io.sekisho.permission.Question.Identity;
import io.sekisho.permission.Question.Service;
import io.sekisho.permission.Roles.OfService;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Says of each policy what it lacks to allow what is asked. It looks at all of them, in no index.
final class Explainer {
  private final AccountId account;
  private final Roles roles;
  private final List<Grant> grants;
  private final Function<Identity, Set<String>> groups;

  Explainer(
      AccountId account, Roles roles, List<Grant> grants, Function<Identity, Set<String>> groups) {
    this.account = account;
    this.roles = roles;
    this.grants = grants;
    this.groups = groups;
  }

  Explanation explain(Question question, Verdict verdict) {
    OfService service = roles.of(question.resource());
    boolean ofAccount = account.value().equals(question.resource().get("accountId"));
    if (service == null || !ofAccount) {
      return new Explanation(verdict, List.of(), List.of());
    }
    List<Finding> nearest =
        grants.stream()
            .map(grant -> finding(grant, question, service))
            .sorted(Comparator.comparingInt(Finding::distance))
            .limit(Explanation.NEAREST)
            .toList();
    return new Explanation(verdict, service.granting(question.action()), nearest);
  }

  private Finding finding(Grant grant, Question question, OfService service) {
    List<Lack> lacks = new ArrayList<>();
    force(grant).ifPresent(lacks::add);
    subject(grant, question).ifPresent(lacks::add);
    if (!grant.scope().covers(service)) {
      lacks.add(new Lack(Kind.SERVICE, "it is about " + words(grant.scope())));
    }
    if (grant.role(service, question.action()) == null) {
      lacks.add(role(grant, question));
    }
    Map<String, String> attributes = question.resource().attributes();
    grant.attributes().stream()
        .filter(attribute -> !attribute.holds(attributes))
        .map(attribute -> new Lack(Kind.ATTRIBUTE, words(attribute, attributes)))
        .forEach(lacks::add);
    if (!grant.tags().stream().allMatch(tag -> tag.holds(question.resource()))) {
      lacks.add(tags(grant, question));
    }
    grant
        .rule()
        .filter(rule -> !rule.holds(question))
        .map(rule -> new Lack(Kind.RULE, "its rule does not hold: " + rule.unmet(question)))
        .ifPresent(lacks::add);
    Policy policy = grant.policy();
    return new Finding(policy.id(), policy.terms().description(), lacks);
  }

  private static Optional<Lack> force(Grant grant) {
    if (grant.policy().state() == Policy.State.DELETED) {
      return Optional.of(new Lack(Kind.FORCE, "it was deleted"));
    }
    return grant.fault().map(what -> new Lack(Kind.FORCE, "there is no sense in " + what));
  }

  private Optional<Lack> subject(Grant grant, Question question) {
    boolean isFor =
        switch (question.asker()) {
          case Identity identity ->
              identity.account().equals(account)
                  && (grant.identity().stream().anyMatch(identity.iamId()::equals)
                      || grant.group().stream().anyMatch(groups.apply(identity)::contains));
          case Service service ->
              grant.policy().terms().type() == Policy.Type.AUTHORIZATION && grant.isFor(service);
        };
    String whom =
        grant
            .identity()
            .or(() -> grant.group().map(group -> "members of " + group))
            .orElseGet(() -> "services with " + words(grant.policy().terms().subject()));
    return isFor ? Optional.empty() : Optional.of(new Lack(Kind.SUBJECT, "it is for " + whom));
  }

  private static Lack role(Grant grant, Question question) {
    List<String> names = grant.policy().terms().roles().stream().map(Roles::name).toList();
    return new Lack(
        Kind.ROLE, String.join(", ", names) + " there does not grant " + question.action());
  }

  private static Lack tags(Grant grant, Question question) {
    return new Lack(
        Kind.TAG,
        "it wants the tags "
            + words(grant.policy().terms().tags())
            + ", and the resource has "
            + (question.resource().tags().isEmpty()
                ? "none"
                : String.join(", ", question.resource().tags().stream().sorted().toList())));
  }

  private static String words(Attribute attribute, Map<String, String> attributes) {
    Condition condition = attribute.condition();
    String actual = attributes.get(condition.key());
    return condition.sentence()
        + ", and "
        + (actual == null ? "the resource has none" : "it is " + actual);
  }

  private static String words(Grant.Scope scope) {
    return switch (scope.breadth()) {
      case SERVICE -> scope.name();
      case TYPE -> "all services of type " + scope.name();
      case GROUP -> "the services of the group " + scope.name();
      case RESOURCE_GROUP -> "what is in a resource group";
    };
  }

  private static String words(List<Condition> conditions) {
    return String.join(", ", conditions.stream().map(Condition::sentence).toList());
  }
}
