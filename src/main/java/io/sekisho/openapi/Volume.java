package io.sekisho.openapi;

import io.sekisho.web.Route;
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
          + " that its SDKs work with it."),
  VPC(
      "Virtual private clouds",
      "Networks, servers and what they are made of, in the manner of IBM Cloud's VPC API, so that"
          + " its SDKs work with it. Every request names a version, whose behaviour it gets.");

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

  /// Whether it tells about a route: those of VPCs name a version and a generation, those of IAM
  /// have versions of their own in their paths.
  boolean has(Route route) {
    if (route.parameters().contains("generation")) {
      return this == VPC;
    }
    String template = route.template();
    boolean iam = template.startsWith("/identity/") || template.matches("/v\\d/.*");
    return this == (iam ? IAM : SEKISHO);
  }
}
