package io.sekisho.permission;

import io.sekisho.iam.AccountId;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// May this asker do that with this resource, now?
///
/// @param action such as `iam-identity.profile.delete`, as the catalogue has it
/// @param environment what else is known of the request, by the names that rules use; the time is
///   never taken from here
public record Question(
    Asker asker, String action, Resource resource, Instant at, Map<String, String> environment) {
  public Question {
    environment = Map.copyOf(environment);
  }

  public Question(Asker asker, String action, Resource resource, Instant at) {
    this(asker, action, resource, at, Map.of());
  }

  /// Who asks.
  public sealed interface Asker {}

  /// A user, a service ID or a trusted profile.
  ///
  /// @param iamId such as `iam-Profile-…`
  /// @param account the one that its token is of
  /// @param groups access groups that a dynamic rule put it into for this session; those that it
  ///   was added to by hand are known without
  public record Identity(String iamId, AccountId account, Set<String> groups) implements Asker {
    public Identity {
      groups = Set.copyOf(groups);
    }

    public Identity(String iamId, AccountId account) {
      this(iamId, account, Set.of());
    }
  }

  /// A service that acts by itself, such as a flow log collector that writes to a bucket: only
  /// authorizations are about these.
  ///
  /// @param attributes `accountId`, which may be another account's, and `serviceName`; further
  ///   `serviceInstance`, `resourceType`, `resource`, `resourceGroupId`, `region`
  public record Service(Map<String, String> attributes) implements Asker {
    public Service {
      attributes = Map.copyOf(attributes);
    }
  }

  /// With what something is to be done.
  ///
  /// @param attributes always `accountId`; `serviceName`, but where a whole kind of services is
  ///   meant (a policy for all of them is to be made): then `serviceType` or `service_group_id`
  /// @param tags access tags, such as `env:dev`; upper case means the same as lower, as with IBM
  public record Resource(Map<String, String> attributes, Set<String> tags) {
    public Resource {
      attributes = Map.copyOf(attributes);
      tags =
          tags.stream()
              .map(tag -> tag.toLowerCase(Locale.ROOT))
              .collect(Collectors.toUnmodifiableSet());
    }

    public Resource(Map<String, String> attributes) {
      this(attributes, Set.of());
    }

    /// The attribute of that name, if the resource has it.
    public Optional<String> attribute(String key) {
      return Optional.ofNullable(attributes.get(key));
    }

    @Nullable String get(String key) {
      return attributes.get(key);
    }
  }
}
