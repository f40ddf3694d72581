package io.sekisho.iamapi;

import io.sekisho.web.Shape;
import java.util.Map;

/// The bodies of the token endpoint, which are made and read as trees.
final class TokenShapes {
  /// What grants need, all of them together.
  static final Shape REQUEST =
      Shape.member("grant_type", String.class)
          .with("apikey", String.class)
          .with("cr_token", String.class)
          .with("access_token", String.class)
          .with("assertion", String.class)
          .with("nonce", String.class)
          .with("refresh_token", String.class)
          .with("profile_id", String.class)
          .with("profile_crn", String.class)
          .with("profile_name", String.class)
          .with("account", String.class);

  static final Shape ISSUED =
      Shape.member("access_token", String.class)
          .with("refresh_token", String.class)
          .with("token_type", String.class)
          .with("expires_in", long.class)
          .with("expiration", long.class)
          .with("scope", String.class)
          .with("session_id", String.class);

  static final Shape TOKEN = Shape.member("token", String.class);

  /// The claims of a token that counts; of any other `active` alone.
  static final Shape INTROSPECTED =
      Shape.member("active", boolean.class)
          .with("iam_id", String.class)
          .with("account", Map.class)
          .with("iat", long.class)
          .with("exp", long.class)
          .with("iss", String.class)
          .with("grant_type", String.class)
          .with("scope", String.class)
          .with("session_id", String.class);

  static final Shape CONFIGURATION =
      Shape.member("issuer", String.class)
          .with("token_endpoint", String.class)
          .with("introspection_endpoint", String.class)
          .with("revocation_endpoint", String.class)
          .with("jwks_uri", String.class)
          .with("grant_types_supported", new Shape.Several(String.class));

  static final Shape REFUSAL =
      Shape.member("errorCode", String.class)
          .with("errorMessage", String.class)
          .with("context", Map.class);

  private TokenShapes() {}
}
