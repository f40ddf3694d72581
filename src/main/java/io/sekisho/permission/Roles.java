package io.sekisho.permission;

import io.sekisho.iam.AccountId;
import io.sekisho.iam.Role;
import io.sekisho.permission.Catalogue.Service;
import io.sekisho.permission.Question.Resource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What each role grants in one account: the catalogue's roles and the account's own.
final class Roles {
  private final Map<String, OfService> services;
  private final OfService everywhere;

  /// One service, or a whole kind of them.
  ///
  /// @param name empty where a whole kind is meant
  /// @param type the `serviceType`
  /// @param group the `service_group_id`, or empty
  /// @param granted by the CRN of a role, what it grants here
  record OfService(String name, String type, String group, Map<String, Set<String>> granted) {
    static OfService of(Service service) {
      Map<String, Set<String>> granted = new LinkedHashMap<>();
      service.roles().values().forEach(role -> granted.put(role.crn(), role.actions()));
      return new OfService(service.name(), service.type(), service.group().orElse(""), granted);
    }

    /// The same with a custom role. Of its actions those count that the service has.
    OfService with(Role role) {
      Set<String> actions = new HashSet<>(role.actions());
      actions.removeIf(action -> !knows(action));
      Map<String, Set<String>> more = new LinkedHashMap<>(granted);
      more.put(role.crn().toString(), actions);
      return new OfService(name, type, group, more);
    }

    boolean grants(String role, String action) {
      Set<String> actions = granted.get(role);
      return actions != null && actions.contains(action);
    }

    /// Whether any role grants an action.
    boolean knows(String action) {
      for (Set<String> actions : granted.values()) {
        if (actions.contains(action)) {
          return true;
        }
      }
      return false;
    }

    /// The names of the roles that grant an action.
    List<String> granting(String action) {
      return granted.keySet().stream()
          .filter(role -> grants(role, action))
          .map(Roles::name)
          .toList();
    }
  }

  private Roles(Catalogue catalogue) {
    this.services = new HashMap<>(catalogue.roles());
    this.everywhere = OfService.of(catalogue.everywhere());
  }

  /// @param custom roles, of which only those of the account count
  static Roles of(Catalogue catalogue, AccountId account, Collection<Role> custom) {
    Roles roles = new Roles(catalogue);
    for (Role role : custom) {
      if (role.account().equals(account)) {
        roles.services.computeIfPresent(role.service(), (any, service) -> service.with(role));
      }
    }
    return roles;
  }

  /// What a resource belongs to; nothing if it names a service that does not exist.
  @Nullable OfService of(Resource resource) {
    String name = resource.get("serviceName");
    if (name != null) {
      return services.get(name);
    }
    String group = resource.attribute("service_group_id").orElse("");
    String type = resource.attribute("serviceType").orElseGet(() -> typeOf(group));
    return new OfService("", type, group, everywhere.granted);
  }

  /// Everything that belongs to a group is of one type.
  private String typeOf(String group) {
    return services.values().stream()
        .filter(service -> !group.isEmpty() && service.group.equals(group))
        .map(OfService::type)
        .findFirst()
        .orElse("");
  }

  Collection<OfService> services() {
    return services.values();
  }

  /// A role's name, as its CRN ends with it.
  static String name(String crn) {
    return crn.substring(crn.lastIndexOf(':') + 1);
  }
}
