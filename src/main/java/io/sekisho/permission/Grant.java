package io.sekisho.permission;

import io.sekisho.iam.Policy;
import io.sekisho.iam.Policy.Condition;
import io.sekisho.iam.Policy.Operator;
import io.sekisho.permission.Question.Resource;
import io.sekisho.permission.Roles.OfService;
import io.sekisho.permission.Verdict.Allowed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A policy, made ready to be asked often.
///
/// @param subject of an authorization, what the service that asks has to be
/// @param scope the services that it is about
/// @param attributes what a resource has to have beside
/// @param fault what of the policy makes no sense, so that it allows nothing
record Grant(
    Policy policy,
    List<Attribute> subject,
    Scope scope,
    List<Attribute> attributes,
    List<Tag> tags,
    Optional<RuleTest> rule,
    List<Allowed> roles,
    Optional<String> fault) {
  /// A condition on one attribute.
  record Attribute(Condition condition, Comparison comparison) {
    boolean holds(Map<String, String> attributes) {
      return comparison.holds(attributes.get(condition.key()));
    }
  }

  /// A condition on access tags.
  record Tag(String key, Comparison value) {
    boolean holds(Resource resource) {
      for (String tag : resource.tags()) {
        int colon = tag.indexOf(':');
        if (colon == key.length() && tag.startsWith(key) && value.holds(tag.substring(colon + 1))) {
          return true;
        }
      }
      return false;
    }
  }

  /// The services that a policy is about.
  record Scope(Breadth breadth, String name) {
    /// That of a policy which names no services: everything in a resource group, or resource groups
    /// themselves. A policy about neither is about nothing.
    static Optional<Scope> ofResourceGroup(List<Condition> resource) {
      boolean group =
          resource.stream()
              .anyMatch(
                  condition ->
                      condition.key().equals("resourceGroupId")
                          ? condition.operator() != Operator.STRING_EXISTS
                          : condition.key().equals("resourceType")
                              && condition.isExactly("resource-group"));
      return group ? Optional.of(new Scope(Breadth.RESOURCE_GROUP, "")) : Optional.empty();
    }

    boolean covers(OfService service) {
      return breadth == Breadth.RESOURCE_GROUP
          ? !service.type().equals(Catalogue.PLATFORM)
          : breadth.name(service).equals(name);
    }
  }

  /// What kind of thing a scope names.
  enum Breadth {
    SERVICE("serviceName"),
    TYPE("serviceType"),
    GROUP("service_group_id"),
    RESOURCE_GROUP("resourceGroupId");

    private final String key;

    Breadth(String key) {
      this.key = key;
    }

    /// The attribute that names it.
    String key() {
      return key;
    }

    /// What a condition on this attribute names, unless it is no scope but narrows one.
    static Optional<Breadth> of(String key) {
      return Stream.of(SERVICE, TYPE, GROUP).filter(each -> each.key.equals(key)).findFirst();
    }

    /// What a service is called by.
    String name(OfService service) {
      return switch (this) {
        case SERVICE -> service.name();
        case TYPE -> service.type();
        case GROUP -> service.group();
        case RESOURCE_GROUP -> "";
      };
    }
  }

  static Grant of(Policy policy) {
    return new GrantReader(policy).read();
  }

  boolean isActive() {
    return fault.isEmpty() && policy.state() == Policy.State.ACTIVE;
  }

  /// The access group whose members this is for.
  Optional<String> group() {
    return named("access_group_id");
  }

  /// The identity that this is for.
  Optional<String> identity() {
    return named("iam_id");
  }

  /// What this says to a question of someone whom it is for.
  @Nullable Allowed allowed(Question question, OfService service) {
    Allowed role = role(service, question.action());
    return role != null && scope.covers(service) && fits(question) ? role : null;
  }

  /// The first of its roles that grants an action.
  @Nullable Allowed role(OfService service, String action) {
    for (Allowed role : roles) {
      if (service.grants(role.role(), action)) {
        return role;
      }
    }
    return null;
  }

  /// Whether it is for a service that asks.
  boolean isFor(Question.Service asker) {
    for (Attribute attribute : subject) {
      if (!attribute.holds(asker.attributes())) {
        return false;
      }
    }
    return true;
  }

  private boolean fits(Question question) {
    for (Attribute attribute : attributes) {
      if (!attribute.holds(question.resource().attributes())) {
        return false;
      }
    }
    for (Tag tag : tags) {
      if (!tag.holds(question.resource())) {
        return false;
      }
    }
    return rule.isEmpty() || rule.get().holds(question);
  }

  private Optional<String> named(String key) {
    return policy.terms().subject().stream()
        .filter(condition -> policy.terms().type() == Policy.Type.ACCESS)
        .filter(condition -> condition.key().equals(key))
        .filter(condition -> condition.operator() == Operator.STRING_EQUALS)
        .map(Condition::value)
        .findFirst();
  }
}
