package io.sekisho.explanation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Whether somebody may do something, and why.
///
/// @param reason one sentence
/// @param name of whom it is about, as people know it
/// @param resource its attributes, as policies see them
/// @param grantedBy the policy that allows it
/// @param rolesThatGrant names of the roles that contain the action
/// @param nearest the policies that come nearest to allowing it; only for who may read policies
public record AccessExplanation(
    boolean allowed,
    String reason,
    String iamId,
    String name,
    String accountId,
    String action,
    Map<String, String> resource,
    Optional<Grant> grantedBy,
    List<String> rolesThatGrant,
    List<Near> nearest) {
  public AccessExplanation {
    resource = new TreeMap<>(resource);
    rolesThatGrant = List.copyOf(rolesThatGrant);
    nearest = List.copyOf(nearest);
  }

  /// The body of `POST /sekisho/v1/explain/access`.
  ///
  /// @param who `me`; an IAM id; id or name of a trusted profile, a service ID, a user or an API
  ///   key, which stands for its owner
  /// @param action such as `iam-identity.profile.delete`
  /// @param resource a CRN, and attributes as `name=value`; what is left out, no policy finds
  /// @param account id or name; needed only by operators, where there are several
  public record Question(
      String who, String action, List<String> resource, Optional<String> account) {
    public Question {
      resource = List.copyOf(resource);
    }
  }

  /// The policy that allows it.
  ///
  /// @param role CRN of the role of it that contains the action
  /// @param accessGroupId the group by which it is one's own
  public record Grant(
      String policy,
      String description,
      String role,
      Optional<String> accessGroupId,
      Optional<String> accessGroupName) {}

  /// A policy that is near.
  ///
  /// @param lacks why it does not allow it; empty if it does
  public record Near(String policy, String description, List<String> lacks) {
    public Near {
      lacks = List.copyOf(lacks);
    }
  }
}
