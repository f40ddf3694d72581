package io.sekisho.permission;

import io.sekisho.iam.AccessGroup;
import io.sekisho.iam.Policy;
import io.sekisho.iam.Policy.Condition;
import io.sekisho.iam.Policy.Join;
import io.sekisho.iam.Policy.Terms;
import io.sekisho.permission.Question.Identity;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// What may be done, worked out from policies as they stand, in the slowest way: to hold the
/// evaluator against. It knows what [Worlds] makes, and no more.
final class Oracle {
  private final List<Policy> policies;
  private final List<AccessGroup> groups;

  Oracle(List<Policy> policies, List<AccessGroup> groups) {
    this.policies = policies;
    this.groups = groups;
  }

  boolean allows(Question question) {
    return policies.stream().anyMatch(policy -> allows(policy, question));
  }

  private boolean allows(Policy policy, Question question) {
    Map<String, String> resource = question.resource().attributes();
    Terms terms = policy.terms();
    Identity identity = (Identity) question.asker();
    return policy.state() == Policy.State.ACTIVE
        && policy.account().equals(Notation.OWN)
        && identity.account().equals(Notation.OWN)
        && Notation.OWN.value().equals(resource.get("accountId"))
        && terms.subject().stream().allMatch(subject -> names(subject, identity))
        && terms.resource().stream().allMatch(each -> meets(each, resource))
        && (namesServices(terms) || !isPlatform(resource.get("serviceName")))
        && terms.tags().stream()
            .allMatch(tag -> question.resource().tags().contains(tag.key() + ":" + tag.value()))
        && terms.roles().stream().anyMatch(role -> grants(role, terms, question))
        && terms.rule().stream().allMatch(rule -> holds(rule, question));
  }

  private static boolean namesServices(Terms terms) {
    return terms.resource().stream().anyMatch(each -> each.key().startsWith("service"));
  }

  private static boolean isPlatform(String service) {
    return Catalogue.standard().service(service).orElseThrow().type().equals("platform_service");
  }

  private boolean names(Condition subject, Identity identity) {
    if (subject.key().equals("iam_id")) {
      return subject.value().equals(identity.iamId());
    }
    return groups.stream()
        .filter(group -> group.id().equals(subject.value()))
        .anyMatch(
            group ->
                identity.groups().contains(group.id())
                    || group.members().stream()
                        .anyMatch(member -> member.iamId().equals(identity.iamId())));
  }

  private static boolean meets(Condition condition, Map<String, String> resource) {
    String service = resource.get("serviceName");
    Optional<String> actual =
        switch (condition.key()) {
          case "serviceType" -> Catalogue.standard().service(service).map(Catalogue.Service::type);
          case "service_group_id" ->
              Catalogue.standard().service(service).flatMap(Catalogue.Service::group);
          default -> Optional.ofNullable(resource.get(condition.key()));
        };
    return meets(condition, actual);
  }

  private static boolean meets(Condition condition, Optional<String> actual) {
    return switch (condition.operator()) {
      case STRING_EQUALS, STRING_EQUALS_ANY_OF ->
          actual.filter(condition.values()::contains).isPresent();
      case STRING_MATCH, STRING_MATCH_ANY_OF ->
          actual
              .filter(text -> condition.values().stream().anyMatch(p -> like(p, text)))
              .isPresent();
      case STRING_EXISTS -> actual.isPresent() == Boolean.parseBoolean(condition.value());
      default -> throw new AssertionError(condition);
    };
  }

  static boolean like(String pattern, String text) {
    StringBuilder regex = new StringBuilder();
    for (int at = 0; at < pattern.length(); at++) {
      if (pattern.startsWith("{{*}}", at) || pattern.startsWith("{{?}}", at)) {
        regex.append('\\').append(pattern.charAt(at + 2));
        at += 4;
      } else {
        char c = pattern.charAt(at);
        regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(text).matches();
  }

  private static boolean grants(String crn, Terms terms, Question question) {
    boolean wide = terms.resource().stream().noneMatch(each -> each.key().equals("serviceName"));
    return !(wide && crn.contains("customRole"))
        && Catalogue.standard()
            .service(question.resource().attributes().get("serviceName"))
            .map(service -> service.roles().get(crn))
            .filter(role -> role.actions().contains(question.action()))
            .isPresent();
  }

  private static boolean holds(Policy.Rule rule, Question question) {
    return joined(
        rule.join(),
        rule.clauses(),
        clause -> joined(clause.join(), clause.conditions(), each -> holds(each, question)));
  }

  private static <T> boolean joined(Join join, List<T> parts, Predicate<T> test) {
    return join == Join.OR ? parts.stream().anyMatch(test) : parts.stream().allMatch(test);
  }

  private static boolean holds(Condition condition, Question question) {
    String name = condition.key().replaceAll(".*\\.|}}", "");
    if (condition.key().startsWith("{{resource.")) {
      return meets(condition, question.resource().attribute(name));
    }
    if (name.equals("day_of_week")) {
      int today = question.at().atOffset(ZoneOffset.UTC).getDayOfWeek().getValue();
      return condition.values().contains(String.valueOf(today));
    }
    OffsetTime value = OffsetTime.parse(condition.value());
    OffsetTime clock =
        question.at().truncatedTo(ChronoUnit.SECONDS).atOffset(value.getOffset()).toOffsetTime();
    return switch (condition.operator()) {
      case TIME_LESS_THAN -> clock.isBefore(value);
      case TIME_GREATER_THAN_OR_EQUALS -> !clock.isBefore(value);
      default -> throw new AssertionError(condition);
    };
  }
}
