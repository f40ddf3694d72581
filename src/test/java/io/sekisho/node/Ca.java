package io.sekisho.node;

import java.io.StringReader;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/// A certificate authority of a test's own.
final class Ca {
  private static final X500Name NAME = new X500Name("CN=test root");

  final X509Certificate root;
  private final KeyPair keys = keys();

  Ca() {
    root = issue(keys.getPublic(), NAME, true, new GeneralName[0]);
  }

  /// As a join token has it.
  String hash() {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(root.getPublicKey().getEncoded()));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  String pem() {
    return pem(root);
  }

  /// A server that asks for certificates of this authority's, on loopback.
  SSLContext server() {
    try {
      KeyPair pair = keys();
      GeneralName[] names = {
        new GeneralName(GeneralName.dNSName, "localhost"),
        new GeneralName(GeneralName.iPAddress, InetAddress.getLoopbackAddress().getHostAddress())
      };
      X509Certificate leaf = issue(pair.getPublic(), new X500Name("CN=controller"), false, names);
      return context(pair.getPrivate(), leaf);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /// The certificate that a request is for, and the root's.
  String certify(String csr, String name) {
    try (PEMParser parser = new PEMParser(new StringReader(csr))) {
      PKCS10CertificationRequest request = (PKCS10CertificationRequest) parser.readObject();
      PublicKey key = new JcaPEMKeyConverter().getPublicKey(request.getSubjectPublicKeyInfo());
      GeneralName[] names = {
        name.contains("/")
            ? new GeneralName(GeneralName.uniformResourceIdentifier, name)
            : new GeneralName(GeneralName.dNSName, name)
      };
      return pem(issue(key, new X500Name("CN=node"), false, names)) + pem();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private SSLContext context(PrivateKey key, X509Certificate leaf) throws Exception {
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, null);
    own.setKeyEntry("server", key, new char[0], new X509Certificate[] {leaf, root});
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(own, new char[0]);
    KeyStore roots = KeyStore.getInstance("PKCS12");
    roots.load(null, null);
    roots.setCertificateEntry("root", root);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(roots);
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private X509Certificate issue(PublicKey key, X500Name name, boolean authority, GeneralName[] as) {
    try {
      Instant now = Instant.now();
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              NAME,
              BigInteger.valueOf(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE)),
              Date.from(now.minusSeconds(60)),
              Date.from(now.plusSeconds(86_400)),
              name,
              key);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      if (as.length > 0) {
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(as));
        builder.addExtension(
            Extension.extendedKeyUsage,
            false,
            new ExtendedKeyUsage(
                new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static String pem(X509Certificate certificate) {
    try {
      return "-----BEGIN CERTIFICATE-----\n"
          + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
