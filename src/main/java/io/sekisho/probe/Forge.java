package io.sekisho.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Makes tokens that should not be believed, out of one that should. Its keys are its own, or what
/// an attacker may know of others'.
final class Forge {
  private static final int BITS = 2048;
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  /// One key for all: making it takes longer than any attack with it.
  private static final KeyPair KEYS = keys();

  private final String[] parts;

  private Forge(String token) {
    this.parts = token.split("\\.", -1);
  }

  /// Empty if the token is not a signed JWT: nothing of it can be read.
  static Optional<Forge> of(String token) {
    if (!token.startsWith("eyJ") || token.split("\\.", -1).length != 3) {
      return Optional.empty();
    }
    Forge forge = new Forge(token);
    return forge.isReadable() ? Optional.of(forge) : Optional.empty();
  }

  private boolean isReadable() {
    try {
      return header().endsWith("}") && payload().endsWith("}");
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  String header() {
    return decoded(parts[0]);
  }

  String payload() {
    return decoded(parts[1]);
  }

  /// The header with another algorithm.
  String header(String algorithm) {
    return header()
        .replaceFirst(
            "\"alg\"\\s*:\\s*\"[^\"]*\"",
            Matcher.quoteReplacement("\"alg\":\"" + algorithm + "\""));
  }

  /// The header with one member more.
  String headerWith(String member) {
    return header().replaceFirst("\\}$", Matcher.quoteReplacement("," + member + "}"));
  }

  /// The public half of the key of [#signed], as a header would carry it.
  String jwk() {
    RSAPublicKey key = (RSAPublicKey) KEYS.getPublic();
    return "{\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"%s\"}"
        .formatted(
            BASE64.encodeToString(key.getModulus().toByteArray()),
            BASE64.encodeToString(key.getPublicExponent().toByteArray()));
  }

  /// With the signature of the token that was taken.
  String resigned(String header, String payload) {
    return unsigned(header, payload) + parts[2];
  }

  /// Without any.
  String unsigned(String header, String payload) {
    return encoded(header) + "." + encoded(payload) + ".";
  }

  /// Signed with our own key.
  String signed(String header, String payload) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(KEYS.getPrivate());
      String text = encoded(header) + "." + encoded(payload);
      signature.update(text.getBytes(UTF_8));
      return text + "." + BASE64.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Signed with a secret that is none.
  ///
  /// @param bits of the hash: 256, 384 or 512
  String sealed(int bits, byte[] secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA" + bits);
      // An empty secret is one that Java does not take; a zero is the same to HMAC.
      mac.init(new SecretKeySpec(secret.length == 0 ? new byte[1] : secret, mac.getAlgorithm()));
      String text = encoded(header("HS" + bits)) + "." + parts[1];
      return text + "." + BASE64.encodeToString(mac.doFinal(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String decoded(String part) {
    return new String(Base64.getUrlDecoder().decode(part), UTF_8);
  }

  private static String encoded(String text) {
    return BASE64.encodeToString(text.getBytes(UTF_8));
  }
}
