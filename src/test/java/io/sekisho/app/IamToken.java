package io.sekisho.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An IAM token as whoever is shown one sees it: held against the public keys, with a foreign
/// library.
record IamToken(JsonNode claims) {
  /// @throws AssertionError if its signature is not by a key that the product publishes
  static IamToken verified(Product product, String token) {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      JWKSet keys = JWKSet.parse(product.fetch("/identity/keys"));
      var key = keys.getKeyByKeyId(jwt.getHeader().getKeyID());
      assertThat(key).as("the key " + jwt.getHeader().getKeyID()).isNotNull();
      assertThat(jwt.verify(new RSASSAVerifier(key.toRSAKey()))).isTrue();
    } catch (ParseException | JOSEException e) {
      throw new AssertionError(e);
    }
    return new IamToken(claims(token));
  }

  /// What a token of either kind claims.
  static JsonNode claims(String token) {
    byte[] payload = Base64.getUrlDecoder().decode(token.split("\\.")[1]);
    return JsonMapper.shared().readTree(new String(payload, StandardCharsets.UTF_8));
  }

  String iamId() {
    return claims.path("iam_id").asString();
  }
}
