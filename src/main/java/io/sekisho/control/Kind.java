package io.sekisho.control;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The kinds of resource that are kept.
public enum Kind {
  ACCOUNT,
  TRUSTED_PROFILE,
  VPC,
  SUBNET,
  KEY,
  PLACEMENT_GROUP,
  INSTANCE,
  BARE_METAL_SERVER,

  // Known to IAM alone: no inventory declares them and no guest is served from them.
  USER,
  SERVICE_ID,
  API_KEY,
  ACCESS_GROUP,
  POLICY,
  ROLE,
  IDENTITY_PROVIDER;

  /// The kinds that an inventory may declare and that a snapshot holds.
  public static final List<Kind> DECLARED =
      Arrays.stream(values()).filter(kind -> kind.compareTo(USER) < 0).toList();

  /// Whether an account may have several of one name: IBM's IAM tells these apart by id alone.
  public boolean sharesNames() {
    return switch (this) {
      case USER, SERVICE_ID, API_KEY, POLICY -> true;
      case ACCOUNT,
          TRUSTED_PROFILE,
          VPC,
          SUBNET,
          KEY,
          PLACEMENT_GROUP,
          INSTANCE,
          BARE_METAL_SERVER,
          ACCESS_GROUP,
          ROLE,
          IDENTITY_PROVIDER ->
          false;
    };
  }

  /// One of them, such as `bare_metal_server`.
  public String singular() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The collection in paths and bodies, such as `bare_metal_servers`.
  public String collection() {
    return this == POLICY ? "policies" : singular() + "s";
  }

  /// In a sentence, such as "bare metal server".
  public String words() {
    return switch (this) {
      case VPC -> "VPC";
      case API_KEY -> "API key";
      case SERVICE_ID -> "service ID";
      default -> singular().replace('_', ' ');
    };
  }

  /// The kind whose collection has this name.
  public static Optional<Kind> of(String collection) {
    for (Kind kind : values()) {
      if (kind.collection().equals(collection)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
