package io.sekisho.governance;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What rules can ask of a compute resource, and what it is.
public enum Property {
  METADATA_SERVICE_ENABLED(Form.FLAG),
  METADATA_SERVICE_PROTOCOL(Form.TEXT),
  METADATA_SERVICE_RESPONSE_HOP_LIMIT(Form.NUMBER),
  /// The id of the trusted profile; nothing, if it has none.
  DEFAULT_TRUSTED_PROFILE(Form.TEXT),
  FLOATING_IP_COUNT(Form.NUMBER),
  ALLOW_IP_SPOOFING(Form.FLAG),
  NAME(Form.TEXT),
  PROFILE(Form.TEXT),
  VPC_ID(Form.TEXT),
  ZONE(Form.TEXT);

  private final Form form;

  Property(Form form) {
    this.form = form;
  }

  /// What a property is.
  public enum Form {
    FLAG,
    TEXT,
    NUMBER
  }

  public Form form() {
    return form;
  }

  /// Such as `metadata_service_enabled`.
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Property> named(String wireName) {
    return Arrays.stream(values()).filter(it -> it.wireName().equals(wireName)).findFirst();
  }
}
