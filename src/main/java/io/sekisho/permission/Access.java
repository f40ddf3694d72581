package io.sekisho.permission;

import io.sekisho.iam.AccessGroup;
import io.sekisho.iam.AccessGroup.DynamicRule;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.Joined;
import io.sekisho.iam.Policy;
import io.sekisho.iam.Role;
import io.sekisho.permission.Question.Identity;
import io.sekisho.permission.Question.Service;
import io.sekisho.permission.Roles.OfService;
import io.sekisho.permission.Verdict.Allowed;
import io.sekisho.permission.Verdict.Cause;
import io.sekisho.permission.Verdict.Denied;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who may do what with the resources of one account: its policies, made ready to be asked often.
/// It never changes; when a policy, a group or a custom role does, make another.
///
/// What no policy allows is denied. A policy counts for resources of its own account only, and not
/// at all if anything in it cannot be understood. No policy denies: one more never allows less.
public final class Access {
  private final AccountId account;
  private final Roles roles;
  private final List<Grant> grants;
  private final Set<String> groups = new HashSet<>();
  private final Map<String, Entrance> entrances = new HashMap<>();
  private final Map<String, Set<String>> groupsOf = new HashMap<>();
  private final Map<String, Shelf> ofIdentity = new HashMap<>();
  private final Map<String, Shelf> ofGroup = new HashMap<>();
  private final Map<String, List<Shelf>> shelves = new HashMap<>();
  private final Map<String, List<Grant>> authorizations = new HashMap<>();

  private Access(
      AccountId account, Roles roles, Collection<Policy> policies, Collection<AccessGroup> groups) {
    this.account = account;
    this.roles = roles;
    this.grants =
        policies.stream()
            .filter(policy -> policy.account().equals(account))
            .map(Grant::of)
            .toList();
    groups.stream().filter(group -> group.account().equals(account)).forEach(this::join);
    grants.stream().filter(Grant::isActive).forEach(this::file);
    arrange();
  }

  /// Policies, groups and roles of other accounts count for nothing.
  public static Access of(
      AccountId account,
      Collection<Policy> policies,
      Collection<AccessGroup> groups,
      Collection<Role> customRoles) {
    Roles roles = Roles.of(Catalogue.standard(), account, customRoles);
    return new Access(account, roles, policies, groups);
  }

  /// A rule by which federated people are members of a group.
  private record Entrance(AccessGroup group, DynamicRule rule) {}

  /// That somebody is in a group for a while.
  ///
  /// @param rule id of the rule by which
  public record Membership(String group, String rule, Instant until) {}

  /// The groups that somebody is in by rules that they met when they logged in, as far as there are
  /// these rules still, and their time is not over.
  public List<Membership> memberships(Joined joined, Instant at) {
    return joined.rules().stream()
        .flatMap(print -> Optional.ofNullable(entrances.get(print)).stream())
        .map(it -> membership(it, joined))
        .filter(it -> at.isBefore(it.until))
        .toList();
  }

  private static Membership membership(Entrance entrance, Joined joined) {
    Instant until = joined.since().plus(entrance.rule.expiration());
    return new Membership(entrance.group.id(), entrance.rule.id(), until);
  }

  /// Whether this may be done, and by what.
  public Verdict decide(Question question) {
    if (!account.value().equals(question.resource().get("accountId"))) {
      return new Denied(Cause.FOREIGN_RESOURCE);
    }
    OfService service = roles.of(question.resource());
    if (service == null) {
      return new Denied(Cause.UNKNOWN_SERVICE);
    }
    return switch (question.asker()) {
      case Identity identity -> identity(identity, question, service);
      case Service asker -> service(asker, question, service);
    };
  }

  /// The same verdict as [#decide], with what the nearest policies lack. Looks at every policy.
  public Explanation explain(Question question) {
    return new Explainer(account, roles, grants, this::groups).explain(question, decide(question));
  }

  private Verdict identity(Identity identity, Question question, OfService service) {
    if (!identity.account().equals(account)) {
      return new Denied(Cause.FOREIGN_ASKER);
    }
    List<Shelf> own = shelves.getOrDefault(identity.iamId(), List.of());
    boolean some = !own.isEmpty();
    Allowed found = first(own, question, service);
    for (String group : identity.groups()) {
      Shelf shelf = ofGroup.get(group);
      if (found == null && shelf != null) {
        some = true;
        found = shelf.find(question, service);
      }
    }
    return found != null ? found : denied(some, question, service);
  }

  private Verdict service(Service asker, Question question, OfService service) {
    boolean some = false;
    for (String name : List.of(asker.attributes().getOrDefault("serviceName", ""), "")) {
      for (Grant grant : authorizations.getOrDefault(name, List.of())) {
        if (grant.isFor(asker)) {
          some = true;
          Allowed allowed = grant.allowed(question, service);
          if (allowed != null) {
            return allowed;
          }
        }
      }
    }
    return denied(some, question, service);
  }

  private static @Nullable Allowed first(
      List<Shelf> shelves, Question question, OfService service) {
    for (Shelf shelf : shelves) {
      Allowed found = shelf.find(question, service);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static Denied denied(boolean some, Question question, OfService service) {
    if (!service.knows(question.action())) {
      return new Denied(Cause.UNKNOWN_ACTION);
    }
    return new Denied(some ? Cause.NONE_FITS : Cause.NO_POLICY);
  }

  /// The groups that an identity is in, by hand or for this session.
  private Set<String> groups(Identity identity) {
    Set<String> all = new HashSet<>(identity.groups());
    all.retainAll(groups);
    all.addAll(groupsOf.getOrDefault(identity.iamId(), Set.of()));
    return all;
  }

  private void join(AccessGroup group) {
    groups.add(group.id());
    group.rules().forEach(rule -> entrances.put(rule.print(), new Entrance(group, rule)));
    for (AccessGroup.Member member : group.members()) {
      groupsOf.computeIfAbsent(member.iamId(), any -> new HashSet<>()).add(group.id());
    }
  }

  private void file(Grant grant) {
    if (grant.policy().terms().type() == Policy.Type.AUTHORIZATION) {
      authorizations.computeIfAbsent(service(grant), any -> new ArrayList<>()).add(grant);
    }
    grant.identity().ifPresent(id -> shelf(ofIdentity, id).add(grant));
    grant.group().filter(groups::contains).ifPresent(id -> shelf(ofGroup, id).add(grant));
  }

  private static Shelf shelf(Map<String, Shelf> shelves, String id) {
    return shelves.computeIfAbsent(id, any -> new Shelf());
  }

  /// The service that an authorization is for, or nothing where it is for a resource group's.
  private static String service(Grant grant) {
    return grant.subject().stream()
        .filter(attribute -> attribute.condition().key().equals("serviceName"))
        .filter(attribute -> attribute.comparison() instanceof Comparison.Same)
        .map(attribute -> attribute.condition().value())
        .findFirst()
        .orElse("");
  }

  /// For each identity, its own policies and then those of its groups.
  private void arrange() {
    Set<String> identities = new HashSet<>(groupsOf.keySet());
    identities.addAll(ofIdentity.keySet());
    for (String identity : identities) {
      List<Shelf> all = new ArrayList<>();
      Optional.ofNullable(ofIdentity.get(identity)).ifPresent(all::add);
      groupsOf.getOrDefault(identity, Set.of()).stream()
          .sorted()
          .flatMap(group -> Optional.ofNullable(ofGroup.get(group)).stream())
          .forEach(all::add);
      if (!all.isEmpty()) {
        shelves.put(identity, List.copyOf(all));
      }
    }
  }
}
