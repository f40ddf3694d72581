package io.sekisho.credential;

import io.sekisho.address.Ip;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/// What a certificate is to say. Who issues it, its serial number and the ids of the keys are added
/// when it is signed.
record Draft(X500Name subject, Instant notBefore, Instant notAfter, List<Extension> extensions) {
  /// Clocks of those who check a certificate may be behind by this much.
  static final Duration BACKDATED = Duration.ofMinutes(1);

  private static final int CA_USAGE = KeyUsage.keyCertSign | KeyUsage.cRLSign;

  static Draft root(String name, Instant now, Instant notAfter) {
    return new Draft(named(name), now.minus(BACKDATED), notAfter, authority(1));
  }

  static Draft intermediate(String name, Instant now, Instant notAfter) {
    return new Draft(named(name), now.minus(BACKDATED), notAfter, authority(0));
  }

  /// A server's certificate.
  ///
  /// @param names DNS names and addresses; an address becomes one of type `iPAddress`
  static Draft server(Collection<String> names, Instant now, Instant notAfter) {
    GeneralName[] all = names.stream().sorted().map(Draft::generalName).toArray(GeneralName[]::new);
    return new Draft(
        named("Sekisho"), now.minus(BACKDATED), notAfter, leaf(all, KeyPurposeId.id_kp_serverAuth));
  }

  /// A compute resource's certificate: for the client's side of TLS and for IPsec, never for a
  /// server, so that no guest can pose as one.
  ///
  /// @param attributes the subject's attributes that the guest chose
  static Draft identity(
      List<RDN> attributes, String id, String crn, Instant now, Instant notAfter) {
    List<RDN> subject = new ArrayList<>(attributes);
    subject.add(new RDN(BCStyle.CN, new DERUTF8String(id)));
    GeneralName[] uri = {new GeneralName(GeneralName.uniformResourceIdentifier, crn)};
    return new Draft(
        new X500Name(subject.toArray(RDN[]::new)),
        now.minus(BACKDATED),
        notAfter,
        leaf(uri, KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_ipsecIKE));
  }

  /// A node's certificate: for the client's side of TLS alone, under a name that no compute
  /// resource's has.
  static Draft node(String id, String uri, Instant now, Instant notAfter) {
    GeneralName[] name = {new GeneralName(GeneralName.uniformResourceIdentifier, uri)};
    return new Draft(
        named(id), now.minus(BACKDATED), notAfter, leaf(name, KeyPurposeId.id_kp_clientAuth));
  }

  private static List<Extension> authority(int pathLength) {
    return List.of(
        extension(Extension.basicConstraints, true, new BasicConstraints(pathLength)),
        extension(Extension.keyUsage, true, new KeyUsage(CA_USAGE)));
  }

  private static List<Extension> leaf(GeneralName[] names, KeyPurposeId... purposes) {
    return List.of(
        extension(Extension.basicConstraints, true, new BasicConstraints(false)),
        extension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature)),
        extension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes)),
        extension(Extension.subjectAlternativeName, false, new GeneralNames(names)));
  }

  private static GeneralName generalName(String name) {
    try {
      return new GeneralName(GeneralName.iPAddress, Ip.parse(name).toString());
    } catch (IllegalArgumentException _) {
      if (!name.matches("[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63})*")) {
        throw new IllegalArgumentException("\"" + name + "\" is not a host name or an address");
      }
      return new GeneralName(GeneralName.dNSName, name);
    }
  }

  private static X500Name named(String name) {
    return new X500Name(new RDN[] {new RDN(BCStyle.CN, new DERUTF8String(name))});
  }

  private static Extension extension(ASN1ObjectIdentifier type, boolean critical, ASN1Encodable e) {
    try {
      return Extension.create(type, critical, e);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
