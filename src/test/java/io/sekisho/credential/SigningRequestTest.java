package io.sekisho.credential;

import static io.sekisho.credential.Samples.granted;
import static io.sekisho.credential.Samples.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Random;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.BERSequence;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which requests for a certificate are acceptable; all of them made by openssl.
class SigningRequestTest {
  private static final String LABEL = "CERTIFICATE REQUEST";

  @TempDir private Path directory;
  private OpenSsl openssl;

  @BeforeEach
  void openDirectory() {
    openssl = new OpenSsl(directory);
  }

  private static void refuses(String csr, String reason) {
    Problem problem = refused(SigningRequest.parse(csr));
    assertThat(problem.code()).isEqualTo(Code.INVALID_VALUE);
    assertThat(problem.message()).contains(reason).endsWith(".");
    assertThat(problem.target().orElseThrow().name()).isEqualTo("csr");
    // The request itself is not echoed: it may be long, and it is someone's text.
    assertThat(problem.target().orElseThrow().value()).isEmpty();
  }

  @Nested
  class Subject {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "/",
          "/C=US",
          "/C=US/ST=Texas/L=Austin/O=Acme, Inc./OU=Ops",
          "/OU=a/OU=b/OU=c",
          "/O=a+OU=b",
          "/O=Ünïcödé 日本",
        })
    void mayHoldWhatIbmAllows(String subject) throws Exception {
      granted(
          SigningRequest.parse(
              openssl.request("ec:prime256v1", subject, "-utf8", "-multivalue-rdn")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/CN=web", "/O=Acme/CN=web", "/O=Acme+CN=web", "/CN=a/O=b"})
    void mayNotHoldACommonName(String subject) throws Exception {
      refuses(openssl.request("ec:prime256v1", subject, "-multivalue-rdn"), "leave CN out");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "/emailAddress=a@b.example",
          "/serialNumber=1",
          "/DC=example",
          "/UID=root",
          "/street=x",
          "/title=x",
          "/O=Acme+UID=root"
        })
    void mayNotHoldAnythingElse(String subject) throws Exception {
      refuses(
          openssl.request("ec:prime256v1", subject, "-multivalue-rdn"),
          "other than C, ST, L, O and OU");
    }

    @Test
    void mayNotHoldTooMuch() throws Exception {
      String reason = "too much in its subject";
      refuses(openssl.request("ec:prime256v1", "/OU=" + "a/OU=".repeat(16) + "a"), reason);
      refuses(custom(BCStyle.ST, new DERUTF8String("x".repeat(129))), reason);
      granted(SigningRequest.parse(custom(BCStyle.ST, new DERUTF8String("x".repeat(128)))));
    }

    @Test
    void mayNotHoldStrangeValues() throws Exception {
      String reason = "too much in its subject";
      refuses(custom(BCStyle.C, new DERPrintableString("USA")), reason);
      refuses(custom(BCStyle.C, new DERUTF8String("")), reason);
      refuses(custom(BCStyle.O, new DERUTF8String("a\u0000b")), reason);
      refuses(custom(BCStyle.O, new DERUTF8String("a\r\nSet-Cookie: b")), reason);
      refuses(custom(BCStyle.O, new ASN1Integer(7)), "can't be read");
      refuses(custom(BCStyle.O, new DERSequence()), "can't be read");
    }

    /// What openssl can't be brought to make.
    private static String custom(ASN1ObjectIdentifier type, ASN1Encodable value) throws Exception {
      KeyPair keys = KeyPairGenerator.getInstance("EC").generateKeyPair();
      X500Name name = new X500Name(new RDN[] {new RDN(type, value)});
      return Pem.print(
          LABEL,
          new JcaPKCS10CertificationRequestBuilder(name, keys.getPublic())
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
              .getEncoded());
    }
  }

  @Nested
  class Attributes {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "subjectAltName=DNS:api.metadata.cloud.ibm.com",
          "subjectAltName=IP:169.254.169.254",
          "basicConstraints=critical,CA:TRUE",
          "keyUsage=keyCertSign",
          "extendedKeyUsage=serverAuth",
          "subjectKeyIdentifier=hash"
        })
    void forExtensionsAreRefused(String extension) throws Exception {
      refuses(openssl.request("ec:prime256v1", "/O=Acme", "-addext", extension), "has extensions");
    }

    @Test
    void ofOtherKindsAreRefused() throws Exception {
      openssl.write(
          "challenge.cnf",
          """
          [req]
          prompt=no
          attributes=a
          distinguished_name=dn
          [dn]
          O=x
          [a]
          challengePassword=secret
          """);
      openssl.run(
          "req",
          "-new",
          "-newkey",
          "rsa:2048",
          "-nodes",
          "-keyout",
          "key.pem",
          "-config",
          "challenge.cnf",
          "-out",
          "csr.pem");
      refuses(openssl.read("csr.pem"), "or other attributes");
    }
  }

  @Nested
  class Key {
    @ParameterizedTest
    @ValueSource(strings = {"rsa:2048", "rsa:4096", "ec:prime256v1", "ec:secp384r1"})
    void ofAStrongKindIsAccepted(String key) throws Exception {
      granted(SigningRequest.parse(openssl.request(key, "/")));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "rsa:1024",
          "rsa:2047",
          "ec:secp224r1",
          "ec:secp521r1",
          "ec:secp256k1",
          "ed25519",
          "ed448",
          "rsa-pss"
        })
    void ofAnyOtherKindIsRefused(String key) throws Exception {
      refuses(openssl.request(key, "/"), "use RSA with 2048 to 8192 bits, or EC P-256 or P-384");
    }

    @Test
    void withExplicitCurveIsRefused() throws Exception {
      openssl.run(
          "ecparam", "-name", "prime256v1", "-param_enc", "explicit", "-genkey", "-out", "key.pem");
      openssl.run("req", "-new", "-key", "key.pem", "-subj", "/", "-out", "csr.pem");
      refuses(openssl.read("csr.pem"), "not accepted: use RSA");
    }

    @ParameterizedTest
    @CsvSource({"3", "17", "4294967297"})
    void withOddExponentIsRefused(String exponent) throws Exception {
      refuses(
          openssl.request("rsa:2048", "/", "-pkeyopt", "rsa_keygen_pubexp:" + exponent),
          "not accepted: use RSA");
    }
  }

  @Nested
  class Signature {
    @ParameterizedTest
    @CsvSource({
      "rsa:2048,sha256", "rsa:2048,sha384", "rsa:2048,sha512",
      "ec:prime256v1,sha256", "ec:secp384r1,sha384", "ec:prime256v1,sha512"
    })
    void overAStrongHashIsAccepted(String key, String hash) throws Exception {
      granted(SigningRequest.parse(openssl.request(key, "/O=Acme", "-" + hash)));
    }

    @ParameterizedTest
    @CsvSource({"rsa:2048,sha1", "rsa:2048,md5", "rsa:2048,sha224", "ec:prime256v1,sha1"})
    void overAWeakHashIsRefused(String key, String hash) throws Exception {
      refuses(openssl.request(key, "/O=Acme", "-" + hash), "use SHA-256 or better");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa:2048", "ec:prime256v1"})
    void thatDoesNotFitIsRefused(String key) throws Exception {
      byte[] der = Pem.only(LABEL, openssl.request(key, "/O=Acme"));
      der[der.length - 1] ^= 1;
      refuses(Pem.print(LABEL, der), "not signed by the key");
    }

    /// Someone else's public key, without the private half.
    @Test
    void byAnotherKeyIsRefused() throws Exception {
      byte[] victim = Pem.only(LABEL, openssl.request("rsa:2048", "/O=Acme"));
      byte[] thief = Pem.only(LABEL, openssl.request("rsa:2048", "/O=Acme"));
      assertThat(victim).hasSameSizeAs(thief);
      System.arraycopy(victim, 0, thief, 0, victim.length - 256);
      refuses(Pem.print(LABEL, thief), "not signed by the key");
    }
  }

  @Nested
  class Text {
    @Test
    void mayHaveTheOlderLabelAndAnyLineEnds() throws Exception {
      String csr = openssl.request("ec:prime256v1", "/", "-newhdr");
      assertThat(csr).contains("BEGIN NEW CERTIFICATE REQUEST");
      granted(SigningRequest.parse(csr));
      granted(SigningRequest.parse(csr.replace("\n", "\r\n")));
      granted(SigningRequest.parse("\n\n" + csr.strip() + " \n\n"));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          " ",
          "garbage",
          "-----BEGIN CERTIFICATE REQUEST-----\n-----END CERTIFICATE REQUEST-----",
          "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----",
          "-----BEGIN CERTIFICATE REQUEST-----\nMAA=\n-----END CERTIFICATE REQUEST-----",
          "-----BEGIN CERTIFICATE REQUEST-----\n=\n-----END CERTIFICATE REQUEST-----",
          "-----BEGIN CERTIFICATE REQUEST-----\nMIIB",
          "\u0000\uffff"
        })
    void thatIsNoRequestIsRefused(String text) {
      refuses(text, "send PKCS#10 in PEM");
    }

    @Test
    void withAnythingBesideTheRequestIsRefused() throws Exception {
      String csr = openssl.request("ec:prime256v1", "/");
      String reason = "send PKCS#10 in PEM";
      refuses(csr + csr, reason);
      refuses("hello\n" + csr, reason);
      refuses(csr + "hello", reason);
      refuses(openssl.read("key.pem"), reason);
      refuses(openssl.read("key.pem") + csr, reason);
      refuses(csr.replace(LABEL, "CERTIFICATE"), reason);
      byte[] der = Pem.only(LABEL, csr);
      refuses(Pem.print(LABEL, Arrays.copyOf(der, der.length + 1)), reason);
    }

    @Test
    void inAnotherSpellingThanDerIsRefused() throws Exception {
      byte[] der = Pem.only(LABEL, openssl.request("ec:prime256v1", "/O=Acme"));
      byte[] ber = new BERSequence(ASN1Sequence.getInstance(der).toArray()).getEncoded();
      refuses(Pem.print(LABEL, ber), "send PKCS#10 in PEM");
    }

    @Test
    void hasALimit() {
      refuses("a".repeat(SigningRequest.MAX_LENGTH + 1), "at most 8192 characters");
      refuses(" ".repeat(10_000_000), "at most 8192 characters");
      refuses("-----BEGIN CERTIFICATE REQUEST-----\n" + "A\n".repeat(4_000), "send PKCS#10 in PEM");
    }

    /// Whatever is damaged, the answer is a refusal and never an exception.
    @ParameterizedTest
    @ValueSource(strings = {"rsa:2048", "ec:prime256v1"})
    void thatIsDamagedAnywhereIsRefused(String key) throws Exception {
      byte[] der = Pem.only(LABEL, openssl.request(key, "/O=Acme"));
      Random random = new Random(1);
      for (int i = 0; i < der.length; i++) {
        byte before = der[i];
        der[i] = (byte) (before ^ (1 << random.nextInt(8)));
        Outcome<SigningRequest> outcome = SigningRequest.parse(Pem.print(LABEL, der));
        assertThat(outcome).as("byte %d of %s", i, key).isInstanceOf(Outcome.Refused.class);
        der[i] = before;
      }
      granted(SigningRequest.parse(Pem.print(LABEL, der)));
    }
  }
}
