package io.sekisho.openapi;

import java.util.Locale;

/// The documents there are.
enum Volume {
  SEKISHO(
      "Sekisho's operator API",
      "Resources, inventory, audit trail and the server itself. What a body has that is not known"
          + " is refused, never dropped. A call that changes something returns when the change is"
          + " durable and in force."),
  IAM(
      "Identity and access",
      "Tokens, identities, policies, roles and access groups, in the manner of IBM Cloud's IAM, so"
          + " that its SDKs work with it.");

  private final String title;
  private final String about;

  Volume(String title, String about) {
    this.title = title;
    this.about = about;
  }

  String title() {
    return title;
  }

  String about() {
    return about;
  }

  String file() {
    return name().toLowerCase(Locale.ROOT) + ".json";
  }

  String path() {
    return "/openapi/" + file();
  }

  /// Whether it tells about a path: IAM's have versions of their own.
  boolean has(String template) {
    boolean iam = template.startsWith("/identity/") || template.matches("/v\\d/.*");
    return iam == (this == IAM);
  }
}
