package io.sekisho.credential;

import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/// Which keys and signatures a signing request may have. IBM documents none; its own client sends
/// RSA 4096 with SHA-256.
final class KeyRules {
  private static final int MIN_RSA = 2048;
  private static final int MAX_RSA = 8192; // a larger one costs us more to check than it is worth
  private static final BigInteger MIN_EXPONENT = BigInteger.valueOf(65_537);
  private static final int MAX_EXPONENT_BITS = 32; // a long one makes checking as slow as signing
  private static final List<ASN1ObjectIdentifier> CURVES =
      List.of(SECObjectIdentifiers.secp256r1, SECObjectIdentifiers.secp384r1);
  private static final List<ASN1ObjectIdentifier> RSA_SIGNATURES =
      List.of(
          PKCSObjectIdentifiers.sha256WithRSAEncryption,
          PKCSObjectIdentifiers.sha384WithRSAEncryption,
          PKCSObjectIdentifiers.sha512WithRSAEncryption);
  private static final List<ASN1ObjectIdentifier> EC_SIGNATURES =
      List.of(
          X9ObjectIdentifiers.ecdsa_with_SHA256,
          X9ObjectIdentifiers.ecdsa_with_SHA384,
          X9ObjectIdentifiers.ecdsa_with_SHA512);

  private KeyRules() {}

  /// What is wrong with a key.
  static Optional<String> fault(SubjectPublicKeyInfo key) {
    boolean good;
    try {
      good = isRsa(key) ? goodRsa(RSAPublicKey.getInstance(key.parsePublicKey())) : goodEc(key);
    } catch (IOException e) {
      good = false;
    }
    return good
        ? Optional.empty()
        : Optional.of(
            "is for a key that is not accepted: use RSA with %d to %d bits, or EC P-256 or P-384"
                .formatted(MIN_RSA, MAX_RSA));
  }

  /// What is wrong with the algorithm of a signature by a key that is good.
  static Optional<String> fault(SubjectPublicKeyInfo key, AlgorithmIdentifier signature) {
    ASN1Encodable parameters = signature.getParameters();
    boolean plain = parameters == null || parameters.equals(DERNull.INSTANCE);
    return plain && (isRsa(key) ? RSA_SIGNATURES : EC_SIGNATURES).contains(signature.getAlgorithm())
        ? Optional.empty()
        : Optional.of("is signed with an algorithm that is not accepted: use SHA-256 or better");
  }

  private static boolean isRsa(SubjectPublicKeyInfo key) {
    return key.getAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption);
  }

  private static boolean goodRsa(RSAPublicKey key) {
    int bits = key.getModulus().bitLength();
    BigInteger exponent = key.getPublicExponent();
    return key.getModulus().signum() > 0
        && bits >= MIN_RSA
        && bits <= MAX_RSA
        && key.getModulus().testBit(0)
        && exponent.testBit(0)
        && exponent.compareTo(MIN_EXPONENT) >= 0
        && exponent.bitLength() <= MAX_EXPONENT_BITS;
  }

  /// A named curve and a point that lies on it.
  private static boolean goodEc(SubjectPublicKeyInfo key) throws IOException {
    ASN1Encodable curve = key.getAlgorithm().getParameters();
    if (!key.getAlgorithm().getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
        || !(curve instanceof ASN1ObjectIdentifier named && CURVES.contains(named))) {
      return false;
    }
    try {
      PublicKeyFactory.createKey(key);
      return true;
    } catch (IllegalArgumentException notOnCurve) {
      return false;
    }
  }
}
