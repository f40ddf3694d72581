package io.sekisho.permission;

import io.sekisho.iam.Policy;
import io.sekisho.iam.Policy.Condition;
import io.sekisho.iam.Policy.Operator;
import io.sekisho.iam.Policy.Terms;
import io.sekisho.permission.Grant.Attribute;
import io.sekisho.permission.Grant.Breadth;
import io.sekisho.permission.Grant.Scope;
import io.sekisho.permission.Grant.Tag;
import io.sekisho.permission.Verdict.Allowed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Makes a [Grant] of a policy, and finds what of it makes no sense. That a policy is stored does
/// not mean that it was understood: whatever is not has to allow nothing.
final class GrantReader {
  private static final Set<String> SUBJECTS = Set.of("iam_id", "access_group_id");
  private static final Scope NOTHING = new Scope(Breadth.RESOURCE_GROUP, "");

  private final Policy policy;
  private final Terms terms;
  private final List<Attribute> subject = new ArrayList<>();
  private final List<Attribute> attributes = new ArrayList<>();
  private final List<Tag> tags = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private Optional<Scope> scope = Optional.empty();

  GrantReader(Policy policy) {
    this.policy = policy;
    this.terms = policy.terms();
  }

  Grant read() {
    switch (terms.type()) {
      case ACCESS -> accessSubject();
      case AUTHORIZATION -> serviceSubject();
    }
    terms.resource().forEach(this::resource);
    terms.tags().forEach(this::tag);
    Optional<Scope> services = scope.or(() -> Scope.ofResourceGroup(terms.resource()));
    require(services.isPresent(), "the services that it is about: it names none");
    Optional<RuleTest> rule = terms.rule().flatMap(RuleTest::of);
    require(rule.isPresent() == terms.rule().isPresent(), "its rule");
    require(
        terms.resource().stream().anyMatch(condition -> condition.key().equals("accountId")),
        "accountId, which is not there");
    return new Grant(
        policy,
        subject,
        services.orElse(NOTHING),
        attributes,
        tags,
        rule,
        roles(services.orElse(NOTHING)),
        faults.stream().findFirst());
  }

  private void accessSubject() {
    boolean named =
        terms.subject().size() == 1
            && SUBJECTS.contains(terms.subject().getFirst().key())
            && terms.subject().getFirst().operator() == Operator.STRING_EQUALS;
    require(named, "its subject");
  }

  /// Which account, and which service or resource group of it.
  private void serviceSubject() {
    terms.subject().forEach(condition -> keep(condition, Comparison.of(condition), subject));
    List<String> equal =
        terms.subject().stream()
            .filter(condition -> condition.operator() == Operator.STRING_EQUALS)
            .map(Condition::key)
            .toList();
    require(
        equal.contains("accountId")
            && (equal.contains("serviceName") || equal.contains("resourceGroupId")),
        "its subject");
  }

  private void resource(Condition condition) {
    Optional<Breadth> breadth = Breadth.of(condition.key());
    if (breadth.isPresent()) {
      boolean only = scope.isEmpty() && condition.operator() == Operator.STRING_EQUALS;
      require(only && !condition.value().isEmpty(), condition.key());
      scope = Optional.of(new Scope(breadth.get(), condition.value()));
    } else if (condition.key().equals("accountId")) {
      require(condition.isExactly(policy.account().value()), "accountId, which is another's");
    } else if (isAnyOfVpc(condition)) {
      keep(condition, Optional.of(new Comparison.Exists(true)), attributes);
    } else {
      keep(condition, Comparison.of(condition), attributes);
    }
  }

  private void keep(Condition condition, Optional<Comparison> comparison, List<Attribute> kept) {
    require(comparison.isPresent(), condition.key());
    comparison.ifPresent(found -> kept.add(new Attribute(condition, found)));
  }

  /// IBM documents for the attributes of VPC, and for no others, that `*` means any, whatever the
  /// operator: `instanceId=*` is about all instances, and about nothing else.
  private boolean isAnyOfVpc(Condition condition) {
    return condition.isExactly("*")
        && terms.resource().stream()
            .anyMatch(each -> each.key().equals("serviceName") && each.isExactly("is"));
  }

  private void tag(Condition condition) {
    boolean known =
        condition.operator() == Operator.STRING_EQUALS
            || condition.operator() == Operator.STRING_MATCH;
    require(known && !condition.key().isEmpty(), "tag " + condition.key());
    Condition lower =
        new Condition(
            condition.key().toLowerCase(Locale.ROOT),
            condition.operator(),
            List.of(condition.value().toLowerCase(Locale.ROOT)));
    Comparison.of(lower).ifPresent(value -> tags.add(new Tag(lower.key(), value)));
  }

  /// A custom role is of one service, and counts in policies about that service only.
  private List<Allowed> roles(Scope services) {
    return terms.roles().stream()
        .filter(crn -> services.breadth() == Breadth.SERVICE || !crn.contains(":customRole:"))
        .map(crn -> new Allowed(policy.id(), crn, group()))
        .toList();
  }

  private Optional<String> group() {
    return terms.subject().stream()
        .filter(condition -> terms.type() == Policy.Type.ACCESS)
        .filter(condition -> condition.key().equals("access_group_id"))
        .map(Condition::value)
        .findFirst();
  }

  private void require(boolean sense, String what) {
    if (!sense) {
      faults.add(what);
    }
  }
}
