package io.sekisho.credential;

import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.io.IOException;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/// A certificate signing request (PKCS#10, RFC 2986) that was found to be acceptable by IBM's
/// documented rules.
///
/// @param key the key to certify; whoever sent the request holds its private half
/// @param subject what the request says of its sender: C, ST, L, O and OU
record SigningRequest(SubjectPublicKeyInfo key, List<RDN> subject) {
  /// In characters; a request for an RSA key of 8192 bits has about 3,000.
  static final int MAX_LENGTH = 8 * 1024;

  /// X.520's upper bound for ST and L, the longest of those allowed.
  private static final int MAX_VALUE = 128;

  private static final int MAX_ATTRIBUTES = 16;
  private static final List<ASN1ObjectIdentifier> ALLOWED =
      List.of(BCStyle.C, BCStyle.ST, BCStyle.L, BCStyle.O, BCStyle.OU);

  SigningRequest {
    subject = List.copyOf(subject);
  }

  static Outcome<SigningRequest> parse(String pem) {
    if (pem.length() > MAX_LENGTH) {
      return refuse("is too long: send one of at most " + MAX_LENGTH + " characters");
    }
    try {
      return judge(read(pem));
    } catch (IOException | RuntimeException e) {
      // Bouncy Castle parses as it is asked, and throws whatever it meets: all of it means the
      // same.
      return refuse(
          "can't be read: send PKCS#10 in PEM, from -----BEGIN CERTIFICATE REQUEST----- to"
              + " -----END CERTIFICATE REQUEST-----");
    }
  }

  /// A request of our own for a key of ours, in PEM: it says nothing of who sends it.
  static String of(KeyPair pair) {
    try {
      byte[] der =
          new JcaPKCS10CertificationRequestBuilder(new X500Name(new RDN[0]), pair.getPublic())
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
              .getEncoded();
      return Pem.print("CERTIFICATE REQUEST", der);
    } catch (OperatorCreationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static PKCS10CertificationRequest read(String pem) throws IOException {
    List<Pem.Block> blocks = Pem.read(pem);
    // The second label is that of older tools (RFC 7468 section 7).
    if (blocks.size() != 1
        || !List.of("CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST")
            .contains(blocks.getFirst().label)) {
      throw new IOException("not exactly one request");
    }
    byte[] der = blocks.getFirst().der;
    PKCS10CertificationRequest request = new PKCS10CertificationRequest(der);
    if (!Arrays.equals(der, request.toASN1Structure().getEncoded(ASN1Encoding.DER))) {
      // The library also reads BER, in which one request has many spellings (X.690 section 8).
      throw new IOException("not in DER");
    }
    return request;
  }

  private static Outcome<SigningRequest> judge(PKCS10CertificationRequest request) {
    List<RDN> subject = List.of(request.getSubject().getRDNs());
    SubjectPublicKeyInfo key = request.getSubjectPublicKeyInfo();
    Optional<String> fault =
        extras(request)
            .or(() -> subjectFault(subject))
            .or(() -> KeyRules.fault(key))
            .or(() -> KeyRules.fault(key, request.getSignatureAlgorithm()))
            .or(() -> signatureFault(request));
    return fault
        .<Outcome<SigningRequest>>map(SigningRequest::refuse)
        .orElseGet(() -> Outcome.of(new SigningRequest(key, subject)));
  }

  private static Optional<String> extras(PKCS10CertificationRequest request) {
    return request.getAttributes().length == 0
        ? Optional.empty()
        : Optional.of(
            "has extensions or other attributes: make it without any, the service adds its own");
  }

  private static Optional<String> subjectFault(List<RDN> subject) {
    List<AttributeTypeAndValue> attributes =
        subject.stream().flatMap(rdn -> Stream.of(rdn.getTypesAndValues())).toList();
    if (attributes.stream().anyMatch(attribute -> attribute.getType().equals(BCStyle.CN))) {
      return Optional.of(
          "has a common name: leave CN out of the subject, the service sets it to the id of the"
              + " instance");
    }
    if (!attributes.stream().allMatch(attribute -> ALLOWED.contains(attribute.getType()))) {
      return Optional.of("has a subject attribute other than C, ST, L, O and OU: leave it out");
    }
    if (attributes.size() > MAX_ATTRIBUTES || !attributes.stream().allMatch(SigningRequest::sane)) {
      return Optional.of(
          "has too much in its subject: send at most %d attributes of at most %d printable"
                  .formatted(MAX_ATTRIBUTES, MAX_VALUE)
              + " characters, and two letters for C");
    }
    return Optional.empty();
  }

  private static boolean sane(AttributeTypeAndValue attribute) {
    String value = ((ASN1String) attribute.getValue()).getString();
    return attribute.getType().equals(BCStyle.C)
        ? value.matches("[A-Za-z]{2}")
        : value.length() <= MAX_VALUE && value.codePoints().noneMatch(Character::isISOControl);
  }

  /// A signature by the very key shows that the sender holds its private half.
  private static Optional<String> signatureFault(PKCS10CertificationRequest request) {
    try {
      boolean genuine =
          request.isSignatureValid(
              new JcaContentVerifierProviderBuilder().build(request.getSubjectPublicKeyInfo()));
      return genuine ? Optional.empty() : wrongSignature();
    } catch (OperatorCreationException | PKCSException e) {
      return wrongSignature();
    }
  }

  private static Optional<String> wrongSignature() {
    return Optional.of("is not signed by the key that it is for: sign it with that private key");
  }

  private static Outcome<SigningRequest> refuse(String fault) {
    return Outcome.refuse(
        Problem.of(Code.INVALID_VALUE, "The certificate signing request " + fault + ".")
            .field("csr"));
  }
}
