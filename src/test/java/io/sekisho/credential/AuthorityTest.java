package io.sekisho.credential;

import static io.sekisho.credential.Samples.granted;
import static io.sekisho.credential.Samples.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.problem.Code;
import io.sekisho.problem.Problem;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Identity certificates and the chain above them, judged by openssl and by the JDK.
class AuthorityTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir private Path directory;
  private final MemoryVault vault = new MemoryVault();
  // openssl goes by the true time.
  private final Instant now = Instant.now();
  private OpenSsl openssl;
  private Authority authority;

  @BeforeEach
  void openAuthority() {
    openssl = new OpenSsl(directory);
    authority = Authority.open(vault, now);
  }

  private Certificates certify(String csr) {
    return granted(authority.certify(csr, Samples.web(), HOUR, now));
  }

  private void lay(Certificates issued) throws Exception {
    openssl.write("root.pem", authority.rootPem());
    openssl.write("leaf.pem", issued.certificates().get(0));
    openssl.write("int.pem", issued.certificates().get(1));
  }

  @Nested
  class IdentityCertificate {
    @ParameterizedTest
    @ValueSource(strings = {"rsa:2048", "rsa:3072", "rsa:4096", "ec:prime256v1", "ec:secp384r1"})
    void isVerifiedByOpenssl(String key) throws Exception {
      lay(certify(openssl.request(key, "/C=US/ST=Texas/L=Austin/O=Acme/OU=Ops")));
      assertThat(verify("-purpose", "sslclient")).contains("leaf.pem: OK");
    }

    @Test
    void isForTheKeyOfTheRequest() throws Exception {
      lay(certify(openssl.request("rsa:2048", "/O=Acme")));
      assertThat(openssl.run("x509", "-in", "leaf.pem", "-noout", "-pubkey"))
          .isEqualTo(openssl.run("pkey", "-in", "key.pem", "-pubout"));
    }

    @Test
    void saysWhoTheInstanceIs() throws Exception {
      lay(certify(openssl.request("rsa:2048", "/C=US/ST=Texas/L=Austin/O=Acme/OU=Ops")));
      assertThat(
              openssl.run("x509", "-in", "leaf.pem", "-noout", "-subject", "-nameopt", "RFC2253"))
          .isEqualTo("subject=CN=" + Samples.WEB + ",OU=Ops,O=Acme,L=Austin,ST=Texas,C=US\n");
      assertThat(extension("subjectAltName"))
          .contains("URI:" + Samples.web().compute().identity().crn());
    }

    @Test
    void isForClientsAndIpsecOnly() throws Exception {
      lay(certify(openssl.request("rsa:2048", "/")));
      assertThat(extension("extendedKeyUsage"))
          .contains("TLS Web Client Authentication, ipsec Internet Key Exchange")
          .doesNotContain("Server");
      assertThat(extension("basicConstraints")).contains("CA:FALSE");
      assertThat(extension("keyUsage")).contains("critical").contains("Digital Signature\n");
      assertThatThrownBy(() -> verify("-purpose", "sslserver")).hasMessageContaining("purpose");
    }

    @Test
    void cantIssueAnother() throws Exception {
      lay(certify(openssl.request("rsa:2048", "/")));
      openssl.run(
          "req",
          "-new",
          "-newkey",
          "rsa:2048",
          "-nodes",
          "-keyout",
          "k2.pem",
          "-out",
          "c2.pem",
          "-subj",
          "/CN=forged");
      openssl.run(
          "x509",
          "-req",
          "-in",
          "c2.pem",
          "-CA",
          "leaf.pem",
          "-CAkey",
          "key.pem",
          "-days",
          "1",
          "-set_serial",
          "1",
          "-out",
          "forged.pem");
      openssl.write("chain.pem", openssl.read("leaf.pem") + openssl.read("int.pem"));
      assertThatThrownBy(
              () ->
                  openssl.run(
                      "verify", "-CAfile", "root.pem", "-untrusted", "chain.pem", "forged.pem"))
          .hasMessageContaining("invalid CA certificate");
    }

    @Test
    void livesAsLongAsWasGranted() throws Exception {
      Certificates issued =
          granted(
              authority.certify(
                  openssl.request("rsa:2048", "/"), Samples.web(), Duration.ofMinutes(5), now));
      X509Certificate leaf = parse(issued.certificates().getFirst());
      assertThat(issued.createdAt()).isEqualTo(now.truncatedTo(ChronoUnit.SECONDS));
      assertThat(issued.expiresAt()).isEqualTo(issued.createdAt().plusSeconds(300));
      assertThat(leaf.getNotAfter()).isEqualTo(Date.from(issued.expiresAt()));
      assertThat(leaf.getNotBefore()).isEqualTo(Date.from(issued.createdAt().minusSeconds(60)));
    }

    @Test
    void hasARandomSerialNumberAndId() throws Exception {
      String csr = openssl.request("rsa:2048", "/");
      Set<String> serials = new HashSet<>();
      Set<String> ids = new HashSet<>();
      for (int i = 0; i < 50; i++) {
        Certificates issued = certify(csr);
        serials.add(issued.serial());
        ids.add(issued.id());
        assertThat(parse(issued.certificates().getFirst()).getSerialNumber().toString(16))
            .isEqualTo(issued.serial());
        assertThat(issued.id()).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
      }
      assertThat(serials).hasSize(50).anyMatch(serial -> serial.length() >= 31);
      assertThat(ids).hasSize(50);
    }

    @Test
    void comesWithItsIntermediate() throws Exception {
      Certificates issued = certify(openssl.request("rsa:2048", "/"));
      assertThat(issued.certificates()).hasSize(2);
      X509Certificate leaf = parse(issued.certificates().get(0));
      X509Certificate intermediate = parse(issued.certificates().get(1));
      assertThat(leaf.getIssuerX500Principal()).isEqualTo(intermediate.getSubjectX500Principal());
      assertThat(intermediate.getBasicConstraints()).isZero();
      validate(List.of(leaf, intermediate));
    }

    @Test
    void ofAnotherAuthorityIsRefused() throws Exception {
      Authority other = Authority.open(new MemoryVault(), now);
      lay(certify(openssl.request("rsa:2048", "/")));
      openssl.write("root.pem", other.rootPem());
      assertThatThrownBy(() -> verify()).hasMessageContaining("unable to get");
    }

    private String extension(String name) throws Exception {
      return openssl.run("x509", "-in", "leaf.pem", "-noout", "-ext", name);
    }
  }

  @Nested
  class Life {
    @ParameterizedTest
    @ValueSource(longs = {300, 301, 3599, 3600})
    void isFromFiveMinutesToAnHour(long seconds) throws Exception {
      String csr = openssl.request("ec:prime256v1", "/");
      granted(authority.certify(csr, Samples.web(), Duration.ofSeconds(seconds), now));
    }

    @ParameterizedTest
    @ValueSource(longs = {299, 3601, 0, -1, 1_000_000_000, Long.MAX_VALUE, Long.MIN_VALUE})
    void isNothingElse(long seconds) {
      Problem problem =
          refused(authority.certify("", Samples.web(), Duration.ofSeconds(seconds), now));
      assertThat(problem.code()).isEqualTo(Code.INVALID_VALUE);
      assertThat(problem.message()).contains("from 300 to 3600 seconds");
      assertThat(problem.target().orElseThrow().name()).isEqualTo("expires_in");
      assertThat(problem.target().orElseThrow().value()).contains(Long.toString(seconds));
    }
  }

  @Nested
  class Chain {
    @Test
    void isTheSameAfterARestart() throws Exception {
      lay(certify(openssl.request("ec:prime256v1", "/")));
      String intermediate = openssl.read("int.pem");
      Authority reopened = Authority.open(vault, now);
      assertThat(reopened.rootPem()).isEqualTo(authority.rootPem());
      String csr = openssl.read("csr.pem");
      assertThat(granted(reopened.certify(csr, Samples.web(), HOUR, now)).certificates().get(1))
          .isEqualTo(intermediate);
    }

    @Test
    void isTheSameForProcessesThatStartAtOnce() throws Exception {
      MemoryVault shared = new MemoryVault();
      CyclicBarrier start = new CyclicBarrier(8);
      Callable<String> opening =
          () -> {
            start.await();
            return Authority.open(shared, now).rootPem();
          };
      Set<String> roots = new HashSet<>();
      try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
        for (Future<String> each : threads.invokeAll(Collections.nCopies(8, opening))) {
          roots.add(each.get());
        }
      }
      assertThat(roots).hasSize(1);
      assertThat(shared.names()).containsExactly("authority-intermediate.1", "authority-root.1");
    }

    @Test
    void lastsTenYearsAtTheTopAndTwoInTheMiddle() throws Exception {
      X509Certificate root = parse(authority.rootPem());
      assertThat(root.getNotAfter().toInstant()).isBetween(years(9.9), years(10.1));
      X509Certificate intermediate =
          parse(certify(openssl.request("ec:prime256v1", "/")).certificates().get(1));
      assertThat(intermediate.getNotAfter().toInstant()).isBetween(years(1.9), years(2.1));
      assertThat(root.getBasicConstraints()).isEqualTo(1);
    }

    /// Twelve years, a certificate every two months: each is good under the roots of its time, and
    /// a new root is published at least a year before it is alone.
    @Test
    void isRenewedWithoutABreak() throws Exception {
      String csr = openssl.request("ec:prime256v1", "/");
      int both = 0;
      for (Instant at = now; at.isBefore(years(12)); at = at.plus(Duration.ofDays(61))) {
        Certificates issued = granted(authority.certify(csr, Samples.web(), HOUR, at));
        List<X509Certificate> chain = new ArrayList<>();
        for (String pem : issued.certificates()) {
          chain.add(parse(pem));
        }
        assertThat(chain.get(1).getNotAfter().toInstant()).isAfter(at.plus(ServerKeys.LIFE));
        validate(chain, authority.rootPem(), at);
        both += Pem.read(authority.rootPem()).size() == 2 ? 1 : 0;
      }
      assertThat(both).isGreaterThan(6);
      assertThat(vault.names("authority-root.")).hasSize(2);
      assertThat(vault.names("authority-intermediate.")).hasSizeBetween(7, 8);
    }

    @Test
    void survivesAClockThatWasWrong() throws Exception {
      String csr = openssl.request("ec:prime256v1", "/");
      for (Instant wrong : List.of(years(9), Instant.EPOCH, years(30), now.minusSeconds(86_400))) {
        granted(authority.certify(csr, Samples.web(), HOUR, wrong));
        Authority.open(vault, wrong);
        lay(certify(csr));
        assertThat(verify()).contains("leaf.pem: OK");
        authority = Authority.open(vault, now);
        lay(certify(csr));
        assertThat(verify()).contains("leaf.pem: OK");
      }
    }

    @Test
    void thatIsDamagedIsNamed() {
      MemoryVault damaged = new MemoryVault();
      String text = vault.text("authority-root.1").replace("PRIVATE", "PUBLIC");
      damaged.write("authority-root.1", text.getBytes(UTF_8));
      assertThatThrownBy(() -> Authority.open(damaged, now))
          .hasMessageContaining("authority-root.1")
          .hasMessageContaining("backup");
    }

    private Instant years(double years) {
      return now.plus(Duration.ofHours((long) (years * 365.25 * 24)));
    }
  }

  private String verify(String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("verify", "-x509_strict"));
    arguments.addAll(List.of(more));
    arguments.addAll(List.of("-CAfile", "root.pem", "-untrusted", "int.pem", "leaf.pem"));
    return openssl.run(arguments.toArray(String[]::new));
  }

  private void validate(List<X509Certificate> chain) throws Exception {
    validate(chain, authority.rootPem(), now);
  }

  private static void validate(List<X509Certificate> chain, String roots, Instant at)
      throws Exception {
    Set<TrustAnchor> anchors = new HashSet<>();
    for (Pem.Block root : Pem.read(roots)) {
      anchors.add(new TrustAnchor(parse(Pem.print(root.label, root.der)), null));
    }
    PKIXParameters parameters = new PKIXParameters(anchors);
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(at));
    CertPathValidator.getInstance("PKIX")
        .validate(CertificateFactory.getInstance("X.509").generateCertPath(chain), parameters);
  }

  static X509Certificate parse(String pem) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem.getBytes(UTF_8)));
  }
}
