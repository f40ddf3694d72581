package io.sekisho.control;

import java.util.Locale;
import java.util.Optional;

/// The kinds of resource that the operator's API knows.
public enum Kind {
  ACCOUNT,
  TRUSTED_PROFILE,
  VPC,
  SUBNET,
  KEY,
  PLACEMENT_GROUP,
  INSTANCE,
  BARE_METAL_SERVER;

  /// One of them, such as `bare_metal_server`.
  public String singular() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The collection in paths and bodies, such as `bare_metal_servers`.
  public String collection() {
    return singular() + "s";
  }

  /// In a sentence, such as "bare metal server".
  public String words() {
    return this == VPC ? "VPC" : singular().replace('_', ' ');
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
