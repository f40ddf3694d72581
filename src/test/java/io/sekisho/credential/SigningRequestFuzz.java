package io.sekisho.credential;

import static io.sekisho.credential.Samples.NOW;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.problem.Outcome.Granted;
import io.sekisho.problem.Outcome.Refused;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Arrays;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/// Certificate signing requests. The first byte says what the others are: `t` the text, `d` the DER
/// of the request, `s` the DER of the subject in a request that is signed as it should be.
///
/// What is accepted becomes a certificate that another reader understands, and that names the
/// instance and nobody else.
public final class SigningRequestFuzz {
  private static final Hand HAND = new Hand();

  private SigningRequestFuzz() {}

  /// Has the keys made before the time of the first input is taken.
  public static void fuzzerInitialize() {}

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    verdict(input);
  }

  public static String verdict(byte[] input) throws Exception {
    if (input.length == 0) {
      return "refused";
    }
    String pem = HAND.pem(input[0], Arrays.copyOfRange(input, 1, input.length));
    return switch (HAND.authority.certify(pem, Samples.web(), Duration.ofMinutes(5), NOW)) {
      case Refused<Certificates>(var problem) -> {
        assertThat(problem.status()).isBetween(400, 499);
        yield "refused";
      }
      case Granted<Certificates>(Certificates made) -> {
        check(made.certificates().getFirst());
        yield "accepted";
      }
    };
  }

  private static void check(String pem) throws Exception {
    X509Certificate leaf =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(ISO_8859_1)));
    assertThat(leaf.getBasicConstraints()).as("is no authority").isEqualTo(-1);
    X500Name subject = new JcaX509CertificateHolder(leaf).getSubject();
    assertThat(subject.getRDNs(BCStyle.CN)).hasSize(1);
    assertThat(subject.getRDNs(BCStyle.CN)[0].getFirst().getValue()).hasToString(Samples.WEB);
    assertThat(subject.getRDNs(BCStyle.EmailAddress)).isEmpty();
  }

  private static final class Hand {
    final Authority authority = Authority.open(new MemoryVault(), NOW);
    final KeyPair keys;
    final ContentSigner signer;

    Hand() {
      try {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        keys = generator.generateKeyPair();
        signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    String pem(byte kind, byte[] rest) throws IOException {
      return switch (kind) {
        case 'd' -> Pem.print("CERTIFICATE REQUEST", rest);
        case 's' -> Pem.print("CERTIFICATE REQUEST", signed(rest));
        default -> new String(rest, ISO_8859_1);
      };
    }

    private byte[] signed(byte[] der) throws IOException {
      X500Name subject;
      try {
        subject = X500Name.getInstance(der);
      } catch (RuntimeException noName) {
        return der;
      }
      return new JcaPKCS10CertificationRequestBuilder(subject, keys.getPublic())
          .build(signer)
          .getEncoded();
    }
  }
}
