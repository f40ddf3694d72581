package io.sekisho.access;

import io.sekisho.iam.Policy;
import io.sekisho.iam.Policy.Condition;
import io.sekisho.iam.Policy.Operator;
import io.sekisho.permission.Catalogue;
import java.util.List;
import java.util.Optional;

/// Which policies of an account somebody wants to see, in which order, and how many.
///
/// @param serviceType also of policies that name a service of that type
/// @param sort IBM's name of a member
/// @param start what the page before said is next
public record PolicyFilter(
    Optional<String> iamId,
    Optional<String> accessGroupId,
    Optional<Policy.Type> type,
    Optional<String> serviceType,
    Optional<String> serviceName,
    Optional<String> serviceGroupId,
    Optional<String> tagName,
    Optional<String> tagValue,
    Policy.State state,
    Sort sort,
    boolean descending,
    int limit,
    Optional<String> start) {
  /// IBM's names of members that a list can be sorted by.
  public enum Sort {
    ID,
    TYPE,
    HREF,
    CREATED_AT,
    CREATED_BY_ID,
    LAST_MODIFIED_AT,
    LAST_MODIFIED_BY_ID,
    STATE,
    LAST_PERMIT_AT,
    LAST_PERMIT_FREQUENCY
  }

  /// The subject that all of them have, if one is asked for.
  Optional<String> subject() {
    return iamId.or(() -> accessGroupId);
  }

  boolean matches(Policy policy) {
    Policy.Terms terms = policy.terms();
    return policy.state() == state
        && type.stream().allMatch(terms.type()::equals)
        && has(terms.subject(), "iam_id", iamId)
        && has(terms.subject(), "access_group_id", accessGroupId)
        && has(terms.resource(), "serviceName", serviceName)
        && has(terms.resource(), "service_group_id", serviceGroupId)
        && serviceType.stream().allMatch(wanted -> isOfType(terms, wanted))
        && tagged(terms.tags());
  }

  private static boolean has(List<Condition> conditions, String key, Optional<String> value) {
    return value.isEmpty() || value(conditions, key).filter(value.get()::equals).isPresent();
  }

  private static boolean isOfType(Policy.Terms terms, String wanted) {
    Optional<String> type =
        value(terms.resource(), "serviceType")
            .or(
                () ->
                    value(terms.resource(), "serviceName")
                        .flatMap(Catalogue.standard()::service)
                        .map(Catalogue.Service::type));
    return type.filter(wanted::equals).isPresent();
  }

  private boolean tagged(List<Condition> tags) {
    return (tagName.isEmpty() && tagValue.isEmpty())
        || tags.stream()
            .anyMatch(
                tag ->
                    tagName.stream().allMatch(tag.key()::equals)
                        && tagValue.stream().allMatch(tag.value()::equals));
  }

  /// What an attribute has to equal.
  static Optional<String> value(List<Condition> conditions, String key) {
    return conditions.stream()
        .filter(each -> each.key().equals(key) && each.operator() == Operator.STRING_EQUALS)
        .map(Condition::value)
        .findFirst();
  }
}
