package io.sekisho.accessapi;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A role in a policy.
///
/// @param roleId its CRN
record GrantedRole(
    String roleId,
    Optional<String> displayName,
    Optional<String> description,
    Optional<List<Action>> actions) {
  GrantedRole {
    roleId = Objects.requireNonNullElse(roleId, "");
  }

  /// What a role grants.
  record Action(String id, String displayName, String description) {
    static Action of(String id) {
      return new Action(id, id, id);
    }
  }

  static GrantedRole of(String crn) {
    return new GrantedRole(crn, Optional.empty(), Optional.empty(), Optional.empty());
  }
}
