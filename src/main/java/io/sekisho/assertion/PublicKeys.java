package io.sekisho.assertion;

import io.sekisho.iam.IdentityProvider;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EllipticCurve;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The public keys of an identity provider, as an account configured them.
public final class PublicKeys {
  private static final int MIN_RSA = 2048;
  private static final int MAX_RSA = 8192; // a larger one costs us more than it is worth
  private static final BigInteger MIN_EXPONENT = BigInteger.valueOf(65_537);
  private static final int MAX_EXPONENT_BITS = 32;

  private PublicKeys() {}

  /// A key of a JWK set.
  ///
  /// @param kid empty if the set names none
  record Named(String kid, PublicKey key) {}

  /// Why an identity provider's keys can't be used; empty if they can.
  public static Optional<String> fault(IdentityProvider provider) {
    try {
      boolean some =
          switch (provider.protocol()) {
            case OIDC -> !ofJwks(provider.keys()).isEmpty();
            case SAML -> !ofCertificates(provider.keys()).isEmpty();
          };
      return some ? Optional.empty() : Optional.of("there is no key that signs");
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /// The keys that sign, of JWK sets or single JWKs (RFC 7517).
  ///
  /// @throws IllegalArgumentException if one is not usable, with why
  static List<Named> ofJwks(List<String> texts) {
    List<Named> keys = new ArrayList<>();
    for (String text : texts) {
      JsonNode json = Json.object(text).orElseThrow(() -> unusable("a key is not a JSON object"));
      if (json.path("keys").isArray()) {
        json.get("keys").forEach(each -> jwk(each).ifPresent(keys::add));
      } else {
        jwk(json).ifPresent(keys::add);
      }
    }
    return keys;
  }

  /// The keys of PEM certificates.
  ///
  /// @throws IllegalArgumentException if one is not usable, with why
  static List<PublicKey> ofCertificates(List<String> pems) {
    return pems.stream().map(PublicKeys::certificate).toList();
  }

  private static PublicKey certificate(String pem) {
    try {
      byte[] text = pem.getBytes(StandardCharsets.US_ASCII);
      return checked(
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(text))
              .getPublicKey());
    } catch (GeneralSecurityException e) {
      throw unusable("a certificate is not one in PEM");
    }
  }

  /// Keys for encryption, and of kinds that no assertion may be signed with, are passed over.
  private static Optional<Named> jwk(JsonNode jwk) {
    if (!jwk.path("use").asString("sig").equals("sig")) {
      return Optional.empty();
    }
    try {
      Optional<PublicKey> key =
          switch (jwk.path("kty").asString("")) {
            case "RSA" -> Optional.of(rsa(jwk));
            case "EC" ->
                jwk.path("crv").asString("").equals("P-256")
                    ? Optional.of(ec(jwk))
                    : Optional.empty();
            default -> Optional.empty();
          };
      return key.map(it -> new Named(jwk.path("kid").asString(""), checked(it)));
    } catch (GeneralSecurityException e) {
      throw unusable("a JWK is not a public key");
    }
  }

  private static PublicKey rsa(JsonNode jwk) throws GeneralSecurityException {
    RSAPublicKeySpec spec = new RSAPublicKeySpec(number(jwk, "n"), number(jwk, "e"));
    return KeyFactory.getInstance("RSA").generatePublic(spec);
  }

  private static PublicKey ec(JsonNode jwk) throws GeneralSecurityException {
    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
    curve.init(new ECGenParameterSpec("secp256r1"));
    ECPoint point = new ECPoint(number(jwk, "x"), number(jwk, "y"));
    ECParameterSpec parameters = curve.getParameterSpec(ECParameterSpec.class);
    return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, parameters));
  }

  private static BigInteger number(JsonNode jwk, String member) {
    try {
      return new BigInteger(1, Base64.getUrlDecoder().decode(jwk.path(member).asString("")));
    } catch (IllegalArgumentException e) {
      throw unusable("a JWK has no usable " + member);
    }
  }

  private static PublicKey checked(PublicKey key) {
    boolean good =
        switch (key) {
          case RSAPublicKey rsa -> goodRsa(rsa);
          case ECPublicKey ec -> onCurve(ec);
          default -> false;
        };
    if (!good) {
      throw unusable("a key is not RSA with %d to %d bits or EC P-256".formatted(MIN_RSA, MAX_RSA));
    }
    return key;
  }

  private static boolean goodRsa(RSAPublicKey key) {
    int bits = key.getModulus().bitLength();
    BigInteger exponent = key.getPublicExponent();
    return bits >= MIN_RSA
        && bits <= MAX_RSA
        && key.getModulus().testBit(0)
        && exponent.testBit(0)
        && exponent.compareTo(MIN_EXPONENT) >= 0
        && exponent.bitLength() <= MAX_EXPONENT_BITS;
  }

  /// P-256, and a point that lies on it.
  private static boolean onCurve(ECPublicKey key) {
    EllipticCurve curve = key.getParams().getCurve();
    if (!(curve.getField() instanceof ECFieldFp field) || field.getFieldSize() != 256) {
      return false;
    }
    BigInteger p = field.getP();
    BigInteger x = key.getW().getAffineX();
    BigInteger y = key.getW().getAffineY();
    BigInteger right = x.multiply(x).add(curve.getA()).multiply(x).add(curve.getB()).mod(p);
    return x.compareTo(p) < 0 && y.compareTo(p) < 0 && y.multiply(y).mod(p).equals(right);
  }

  private static IllegalArgumentException unusable(String why) {
    return new IllegalArgumentException(why);
  }
}
