package io.sekisho.accessapi;

import io.sekisho.access.CustomRoles;
import io.sekisho.access.Uses;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.Policy;
import io.sekisho.iam.Policy.Condition;
import io.sekisho.iam.Role;
import io.sekisho.permission.Catalogue;
import io.sekisho.permission.Catalogue.Service;
import io.sekisho.permission.Catalogue.SystemRole;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is shown of policies beside what they say: words for their roles, and when they were used.
final class Shown {
  /// What a caller may ask for.
  static final List<String> FORMATS = List.of("include_last_permit", "display");

  private final String format;
  private final Uses uses;
  private final Map<String, Role> custom = new HashMap<>();

  /// @param account whose custom roles may be granted
  Shown(String format, AccountId account, CustomRoles roles, Uses uses) {
    this.format = format;
    this.uses = uses;
    roles.all(account).forEach(held -> custom.put(held.value().crn().toString(), held.value()));
  }

  /// @param named whether with their names, whatever the format
  List<GrantedRole> roles(Policy policy, boolean named) {
    boolean display = format.equals("display");
    return policy.terms().roles().stream()
        .map(crn -> named || display ? role(policy, crn, display) : GrantedRole.of(crn))
        .toList();
  }

  /// When the policy last let somebody do something, if that is asked.
  Optional<Uses.Use> lastPermit(Policy policy) {
    return format.equals("include_last_permit") ? uses.of(policy.id()) : Optional.empty();
  }

  private GrantedRole role(Policy policy, String crn, boolean actions) {
    Role own = custom.get(crn);
    if (own != null) {
      return new GrantedRole(
          crn,
          Optional.of(own.displayName()),
          Answers.some(own.description()),
          actions(own.actions(), actions));
    }
    Service service = service(policy);
    SystemRole role = service.roles().get(crn);
    return role == null
        ? GrantedRole.of(crn)
        : new GrantedRole(
            crn,
            Optional.of(role.displayName()),
            Answers.some(role.description()),
            actions(role.actions(), actions));
  }

  private static Optional<List<GrantedRole.Action>> actions(
      Collection<String> actions, boolean wanted) {
    return wanted
        ? Optional.of(actions.stream().map(GrantedRole.Action::of).toList())
        : Optional.empty();
  }

  private static Service service(Policy policy) {
    return policy.terms().resource().stream()
        .filter(condition -> condition.key().equals("serviceName"))
        .map(Condition::value)
        .findFirst()
        .flatMap(Catalogue.standard()::service)
        .orElse(Catalogue.standard().everywhere());
  }
}
