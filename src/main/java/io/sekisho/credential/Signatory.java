package io.sekisho.credential;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A private key (ECDSA P-256) and the certificate that vouches for it.
///
/// One type for the root, an intermediate and a server: they differ in what the certificate allows.
final class Signatory {
  private static final int SERIAL_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final PrivateKey key;
  private final X509Certificate certificate;

  private Signatory(PrivateKey key, X509Certificate certificate) {
    this.key = key;
    this.certificate = certificate;
  }

  /// A new key that vouches for itself.
  static Signatory root(Draft draft) {
    KeyPair pair = newKeys();
    X500Name issuer = draft.subject();
    return new Signatory(pair.getPrivate(), issue(draft, info(pair.getPublic()), issuer, pair));
  }

  /// A new key that this one vouches for.
  Signatory appoint(Draft draft) {
    KeyPair pair = newKeys();
    return new Signatory(pair.getPrivate(), certify(info(pair.getPublic()), draft));
  }

  /// A certificate for someone else's key.
  X509Certificate certify(SubjectPublicKeyInfo subjectKey, Draft draft) {
    X500Name issuer = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    return issue(draft, subjectKey, issuer, new KeyPair(certificate.getPublicKey(), key));
  }

  /// A key that somebody else vouched for.
  static Signatory vouched(PrivateKey key, X509Certificate certificate) {
    return new Signatory(key, certificate);
  }

  /// A signatory from what [#pem] gave.
  ///
  /// @throws IllegalArgumentException if it is something else
  static Signatory read(byte[] pem) {
    List<Pem.Block> blocks = Pem.read(new String(pem, StandardCharsets.US_ASCII));
    if (blocks.size() != 2
        || !blocks.getFirst().label.equals(Pem.PRIVATE_KEY)
        || !blocks.getLast().label.equals(Pem.CERTIFICATE)) {
      throw new IllegalArgumentException("not a private key and its certificate");
    }
    try {
      PrivateKey key =
          KeyFactory.getInstance("EC")
              .generatePrivate(new PKCS8EncodedKeySpec(blocks.getFirst().der));
      return new Signatory(key, certificate(blocks.getLast().der));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a private key and its certificate", e);
    }
  }

  /// The private key in PKCS#8 and the certificate, for the vault alone.
  byte[] pem() {
    return (Pem.print(Pem.PRIVATE_KEY, key.getEncoded()) + Certificates.pem(certificate))
        .getBytes(StandardCharsets.US_ASCII);
  }

  X509Certificate certificate() {
    return certificate;
  }

  /// For the TLS engine alone.
  PrivateKey privateKey() {
    return key;
  }

  @Override
  public String toString() {
    return "Signatory[" + certificate.getSubjectX500Principal() + "]";
  }

  private static X509Certificate issue(
      Draft draft, SubjectPublicKeyInfo subjectKey, X500Name issuer, KeyPair issuerKeys) {
    BigInteger serial = new BigInteger(SERIAL_BITS, RANDOM).add(BigInteger.ONE);
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            issuer,
            serial,
            Date.from(draft.notBefore()),
            Date.from(draft.notAfter()),
            draft.subject(),
            subjectKey);
    try {
      JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
      builder.addExtension(
          Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(subjectKey));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          ids.createAuthorityKeyIdentifier(issuerKeys.getPublic()));
      for (Extension extension : draft.extensions()) {
        builder.addExtension(extension);
      }
      return certificate(
          builder
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKeys.getPrivate()))
              .getEncoded());
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("can't issue a certificate", e);
    }
  }

  static X509Certificate certificate(byte[] der) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  private static SubjectPublicKeyInfo info(PublicKey key) {
    return SubjectPublicKeyInfo.getInstance(key.getEncoded());
  }

  static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
