package io.sekisho.credential;

import io.sekisho.problem.Outcome;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JacksonException;

/// An identity token that a node signed, or that says so.
///
/// Its payload is believed in one thing before its signature is checked: whose it says it is. That
/// tells which node's keys it has to be signed with.
final class NodeToken {
  private static final int BITS = 2048;
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

  private final String header;
  private final byte[] payload;
  private final byte[] text;
  private final byte[] signature;

  private NodeToken(String header, byte[] payload, byte[] text, byte[] signature) {
    this.header = header;
    this.payload = payload;
    this.text = text;
    this.signature = signature;
  }

  static Optional<NodeToken> parse(String token) {
    String[] parts = token.split("\\.", -1);
    if (token.length() > Seal.MAX_LENGTH || parts.length != 3) {
      return Optional.empty();
    }
    try {
      String text = parts[0] + "." + parts[1];
      return Optional.of(
          new NodeToken(
              parts[0],
              DECODER.decode(parts[1]),
              text.getBytes(StandardCharsets.US_ASCII),
              DECODER.decode(parts[2])));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// The payload, if it bears a signature of the node that serves whose it is.
  Outcome<byte[]> open(Function<String, List<String>> keys) {
    Optional<String> compute = compute();
    if (compute.isEmpty()) {
      return Seal.refuse("payload is not a set of identity claims");
    }
    for (String jwk : keys.apply(compute.get())) {
      Optional<SigningKey.Jwk> key =
          jwk(jwk).filter(it -> header.equals(SigningKey.header(it.kid())));
      if (key.isPresent()) {
        return signed(key.get()) ? Outcome.of(payload) : Seal.refuse("signature is wrong");
      }
    }
    return Seal.refuse("the key is none of the node's that serves the compute resource");
  }

  private Optional<String> compute() {
    try {
      return Optional.ofNullable(
          Token.CLAIMS.readTree(payload).at("/iaas/instanceID").asString(null));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private boolean signed(SigningKey.Jwk jwk) {
    try {
      Signature check = Signature.getInstance("SHA256withRSA");
      check.initVerify(key(jwk));
      check.update(text);
      return check.verify(signature);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  private static PublicKey key(SigningKey.Jwk jwk) throws GeneralSecurityException {
    RSAPublicKeySpec spec = new RSAPublicKeySpec(number(jwk.n()), number(jwk.e()));
    return KeyFactory.getInstance("RSA").generatePublic(spec);
  }

  private static BigInteger number(String text) {
    return new BigInteger(1, DECODER.decode(text));
  }

  /// Whether a text is a public key that a node may sign with: RSA of our length, as ours is.
  static boolean acceptable(String kid, String text) {
    return jwk(text)
        .filter(it -> it.kid().equals(kid) && SigningKey.isKid(kid))
        .filter(it -> it.kty().equals("RSA") && it.e().equals("AQAB"))
        .filter(NodeToken::hasLength)
        .isPresent();
  }

  private static boolean hasLength(SigningKey.Jwk jwk) {
    try {
      return number(jwk.n()).bitLength() == BITS;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Optional<SigningKey.Jwk> jwk(String text) {
    try {
      return Optional.ofNullable(Token.CLAIMS.readValue(text, SigningKey.Jwk.class))
          .filter(it -> it.kid() != null && it.kty() != null && it.n() != null && it.e() != null);
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }
}
