package io.sekisho.permission;

import io.sekisho.iam.AccessGroup;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.Policy;
import io.sekisho.iam.Policy.Condition;
import io.sekisho.iam.Policy.Operator;
import io.sekisho.iam.Policy.Rule;
import io.sekisho.iam.Policy.Terms;
import io.sekisho.permission.Grant.Breadth;
import io.sekisho.permission.Grant.Scope;
import io.sekisho.permission.Roles.OfService;
import io.sekisho.problem.Code;
import io.sekisho.problem.Nearest;
import io.sekisho.problem.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What makes no sense about the terms of a policy, though each word of it is known.
final class TermsCheck {
  private static final Set<String> SERVICE_SUBJECTS =
      Set.of(
          "accountId",
          "serviceName",
          "serviceInstance",
          "region",
          "resourceType",
          "resource",
          "resourceGroupId");

  private final AccountId account;
  private final Roles roles;
  private final Catalogue catalogue = Catalogue.standard();
  private final List<Problem> problems = new ArrayList<>();

  TermsCheck(AccountId account, Roles roles) {
    this.account = account;
    this.roles = roles;
  }

  List<Problem> problems(Terms terms) {
    if (terms.type() == Policy.Type.ACCESS) {
      identity(terms.subject());
    } else {
      service(terms.subject());
    }
    account(terms.resource());
    once("resource", terms.resource());
    scope(terms).ifPresent(scope -> within(scope, terms));
    terms.tags().forEach(this::tag);
    terms.rule().ifPresent(this::rule);
    return problems;
  }

  private void identity(List<Condition> subject) {
    Condition only = subject.size() == 1 ? subject.getFirst() : null;
    boolean known =
        only != null
            && only.operator() == Operator.STRING_EQUALS
            && Set.of("iam_id", "access_group_id").contains(only.key());
    if (only == null || !known) {
      refuse(
          "subject",
          "An access policy has one subject: `iam_id` or `access_group_id`, with `stringEquals`.");
    } else if (only.key().equals("access_group_id") && !AccessGroup.isId(only.value())) {
      refuse(
          "subject",
          "`access_group_id` must be `AccessGroupId-` and a UUID; there is no group of everybody.");
    }
  }

  private void service(List<Condition> subject) {
    once("subject", subject);
    Set<String> equal =
        subject.stream()
            .filter(condition -> condition.operator() == Operator.STRING_EQUALS)
            .map(Condition::key)
            .collect(Collectors.toSet());
    if (!equal.contains("accountId")
        || !(equal.contains("serviceName") || equal.contains("resourceGroupId"))) {
      refuse(
          "subject",
          "The subject of an authorization needs `accountId`, and `serviceName` or"
              + " `resourceGroupId`, each with `stringEquals`.");
    }
    subject.forEach(condition -> known("subject", condition.key(), SERVICE_SUBJECTS));
  }

  private void account(List<Condition> resource) {
    boolean own =
        resource.stream()
            .filter(condition -> condition.key().equals("accountId"))
            .anyMatch(condition -> condition.isExactly(account.value()));
    if (!own) {
      refuse(
          "resource",
          "`resource` needs `accountId` with `stringEquals` and the id of the policy's account.");
    }
  }

  private void once(String place, List<Condition> conditions) {
    Set<String> seen = new HashSet<>();
    conditions.stream()
        .map(Condition::key)
        .filter(key -> !seen.add(key))
        .forEach(key -> refuse(place, "`" + key + "` is there twice; give it once."));
  }

  /// The services that a policy is about, if it says so as it should.
  private Optional<Scope> scope(Terms terms) {
    List<Scope> scopes = new ArrayList<>();
    for (Condition condition : terms.resource()) {
      Optional<Breadth> breadth = Breadth.of(condition.key());
      breadth.ifPresent(found -> scopes.add(new Scope(found, condition.value())));
      if (breadth.isPresent() && condition.operator() != Operator.STRING_EQUALS) {
        refuse("resource", "`" + condition.key() + "` must be compared with `stringEquals`.");
        return Optional.empty();
      }
    }
    if (scopes.isEmpty()) {
      Scope.ofResourceGroup(terms.resource()).ifPresent(scopes::add);
    }
    if (scopes.size() != 1) {
      refuse(
          "resource",
          "`resource` needs one of `serviceName`, `serviceType` and `service_group_id`, or"
              + " `resourceGroupId`.");
      return Optional.empty();
    }
    return isThere(scopes.getFirst()) ? Optional.of(scopes.getFirst()) : Optional.empty();
  }

  private boolean isThere(Scope scope) {
    if (covered(scope).findAny().isPresent()) {
      return true;
    }
    List<String> known =
        roles.services().stream()
            .map(scope.breadth()::name)
            .filter(name -> !name.isEmpty())
            .distinct()
            .sorted()
            .toList();
    refuse(
        "resource",
        "There is no `"
            + scope.breadth().key()
            + "` "
            + scope.name()
            + "; there are: "
            + String.join(", ", known)
            + "."
            + Nearest.question(scope.name(), known));
    return false;
  }

  private Stream<OfService> covered(Scope scope) {
    return roles.services().stream().filter(scope::covers);
  }

  /// Attributes and roles that make sense for the services that the policy is about.
  private void within(Scope scope, Terms terms) {
    Set<String> attributes =
        catalogue
            .service(scope.breadth() == Breadth.SERVICE ? scope.name() : "")
            .orElse(catalogue.everywhere())
            .attributes();
    terms.resource().forEach(condition -> known("resource", condition.key(), attributes));
    if (terms.roles().isEmpty()) {
      refuse("roles", "A policy needs at least one role.");
    }
    for (String role : terms.roles()) {
      if (scope.breadth() != Breadth.SERVICE && role.contains(":customRole:")) {
        refuse(
            "roles", "A custom role is of one service; the policy must name it in `serviceName`.");
      } else if (covered(scope).noneMatch(service -> service.granted().containsKey(role))) {
        String names =
            covered(scope)
                .flatMap(service -> service.granted().keySet().stream())
                .distinct()
                .collect(Collectors.joining(", "));
        refuse("roles", "There is no role " + role + " for that; there are: " + names + ".");
      }
    }
  }

  private void tag(Condition tag) {
    if (tag.key().isBlank() || tag.key().contains(":") || tag.value().contains(":")) {
      refuse("resource.tags", "An access tag has a name and a value, and no colon in either.");
    }
  }

  private void rule(Rule rule) {
    rule.clauses().stream()
        .flatMap(clause -> clause.conditions().stream())
        .filter(condition -> RuleTest.leaf(rule.pattern(), condition).isEmpty())
        .forEach(
            condition ->
                refuse(
                    "rule",
                    condition.sentence()
                        + " makes no sense in a rule of the pattern `"
                        + rule.pattern().wireName()
                        + "`."));
  }

  private void known(String place, String key, Collection<String> known) {
    if (!known.contains(key)) {
      refuse(
          place,
          "`"
              + key
              + "` is no attribute that `"
              + place
              + "` may have here."
              + Nearest.question(key, known));
    }
  }

  private void refuse(String field, String message) {
    problems.add(Problem.of(Code.INVALID_VALUE, message).field(field));
  }
}
