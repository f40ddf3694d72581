package io.sekisho.credential;

import static io.sekisho.credential.Samples.granted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Our servers' certificates in true handshakes, with the client checking name and chain.
class ServerKeysTest {
  private static final Set<String> GUEST_NAMES =
      Set.of("api.metadata.cloud.ibm.com", "169.254.169.254", "fd00:ec2::254");
  // TLS engines go by the true time.
  private static Instant now;
  private static Authority authority;

  @BeforeAll
  static void openAuthority() {
    now = Instant.now();
    authority = Authority.open(new MemoryVault(), now);
  }

  private static KeyManagerFactory keys(InstantSource clock) {
    return authority.serverKeys(GUEST_NAMES, clock);
  }

  @Nested
  class Handshake {
    @ParameterizedTest
    @CsvSource({
      "JDK,TLSv1.3,api.metadata.cloud.ibm.com",
      "JDK,TLSv1.2,api.metadata.cloud.ibm.com",
      "JDK,TLSv1.3,169.254.169.254",
      "JDK,TLSv1.3,fd00:ec2::254",
      "OPENSSL,TLSv1.3,api.metadata.cloud.ibm.com",
      "OPENSSL,TLSv1.2,api.metadata.cloud.ibm.com",
      "OPENSSL,TLSv1.2,169.254.169.254",
      "OPENSSL,TLSv1.3,fd00:ec2::254"
    })
    void succeedsUnderEveryNameOfTheServer(SslProvider provider, String protocol, String name)
        throws Exception {
      SSLEngine client = client(name, protocol);
      shake(client, server(provider, keys(InstantSource.fixed(now))));
      assertThat(client.getSession().getProtocol()).isEqualTo(protocol);
      assertThat(client.getSession().getPeerCertificates()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"JDK", "OPENSSL"})
    void failsUnderAnyOtherName(SslProvider provider) {
      for (String name : List.of("evil.example", "127.0.0.1", "ibm.com", "fd00:ec2::253")) {
        assertThatThrownBy(
                () ->
                    shake(
                        client(name, "TLSv1.3"), server(provider, keys(InstantSource.fixed(now)))))
            .as(name)
            .isInstanceOf(SSLException.class);
      }
    }

    @Test
    void ofAnotherAuthorityFails() {
      Authority other = Authority.open(new MemoryVault(), now);
      KeyManagerFactory keys = other.serverKeys(GUEST_NAMES, InstantSource.fixed(now));
      assertThatThrownBy(
              () -> shake(client("169.254.169.254", "TLSv1.3"), server(SslProvider.JDK, keys)))
          .isInstanceOf(SSLException.class);
    }

    @Test
    void worksBesideAnotherServersKeys() throws Exception {
      KeyManagerFactory operator =
          authority.serverKeys(
              Set.of("localhost", "127.0.0.1", "::1", "control_1.example.org"),
              InstantSource.fixed(now));
      shake(client("localhost", "TLSv1.3"), server(SslProvider.JDK, operator));
      shake(client("::1", "TLSv1.3"), server(SslProvider.OPENSSL, operator));
    }

    @Test
    void isTriedWithTheNativeLibrary() {
      assertThat(OpenSsl.isAvailable()).isTrue();
    }
  }

  @Nested
  class Renewal {
    private final AtomicReference<Instant> time = new AtomicReference<>(now);
    private final KeyManagerFactory factory = keys(time::get);
    private final X509ExtendedKeyManager manager =
        (X509ExtendedKeyManager) factory.getKeyManagers()[0];

    @Test
    void comesAMonthBeforeTheEnd() {
      String first = alias();
      time.set(now.plus(Duration.ofDays(59)));
      assertThat(alias()).isEqualTo(first);
      time.set(now.plus(Duration.ofDays(61)));
      String second = alias();
      assertThat(second).isNotEqualTo(first);
      X509Certificate leaf = chain(second)[0];
      assertThat(leaf.getNotAfter().toInstant())
          .isBetween(now.plus(Duration.ofDays(150)), now.plus(Duration.ofDays(152)));
      assertThat(leaf.getPublicKey()).isNotEqualTo(chain(first)[0].getPublicKey());
    }

    @Test
    void leavesHandshakesUnderwayAlone() {
      String first = alias();
      time.set(now.plus(Duration.ofDays(61)));
      alias();
      assertThat(manager.getPrivateKey(first)).isNotNull();
      assertThat(chain(first)).hasSize(2);
    }

    @Test
    void reachesAServerThatIsRunning() throws Exception {
      time.set(now.minus(Duration.ofDays(61)));
      SslContext openssl =
          SslContextBuilder.forServer(new OpenSslCachingX509KeyManagerFactory(keys(time::get)))
              .sslProvider(SslProvider.OPENSSL)
              .build();
      String first = presented(openssl);
      assertThat(presented(openssl)).isEqualTo(first);
      time.set(now);
      assertThat(presented(openssl)).isNotEqualTo(first);
    }

    @Test
    void outlivesTheIntermediate() throws Exception {
      for (int days = 0; days < 800; days += 50) {
        time.set(now.plus(Duration.ofDays(days)));
        X509Certificate[] chain = chain(alias());
        chain[0].verify(chain[1].getPublicKey());
        assertThat(chain[1].getNotAfter()).isAfter(chain[0].getNotAfter());
      }
    }

    @Test
    void answersForNoOtherKeyType() {
      assertThat(manager.chooseEngineServerAlias("RSA", null, null)).isNull();
      assertThat(manager.chooseClientAlias(new String[] {"EC"}, null, null)).isNull();
      assertThat(manager.getPrivateKey("server-0")).isNull();
      assertThat(manager.getCertificateChain("server-0")).isNull();
    }

    private String presented(SslContext context) throws Exception {
      SSLEngine client = client("169.254.169.254", "TLSv1.3");
      shake(client, context.newEngine(ByteBufAllocator.DEFAULT));
      X509Certificate leaf = (X509Certificate) client.getSession().getPeerCertificates()[0];
      return leaf.getSerialNumber().toString(16);
    }

    private String alias() {
      return manager.chooseEngineServerAlias("EC", null, null);
    }

    private X509Certificate[] chain(String alias) {
      return manager.getCertificateChain(alias);
    }
  }

  @Nested
  class Guest {
    @TempDir private Path directory;

    /// An identity certificate identifies a client, and can't be used to pose as a server.
    @Test
    void showsItsCertificateAsAClientOnly() throws Exception {
      io.sekisho.credential.OpenSsl openssl = new io.sekisho.credential.OpenSsl(directory);
      String csr = openssl.request("ec:prime256v1", "/O=Acme");
      Certificates issued =
          granted(authority.certify(csr, Samples.web(), Duration.ofHours(1), now));
      openssl.write("root.pem", authority.rootPem());
      openssl.write("chain.pem", String.join("", issued.certificates()));
      SslContext guest =
          SslContextBuilder.forServer(
                  directory.resolve("chain.pem").toFile(), directory.resolve("key.pem").toFile())
              .sslProvider(SslProvider.JDK)
              .build();
      SSLEngine trusting = client("169.254.169.254", "TLSv1.3");
      SSLParameters noName = trusting.getSSLParameters();
      noName.setEndpointIdentificationAlgorithm(null);
      trusting.setSSLParameters(noName);
      assertThatThrownBy(() -> shake(trusting, guest.newEngine(ByteBufAllocator.DEFAULT)))
          .hasStackTraceContaining("Extended key usage");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a b", "*.example.org", "169.254.169.254/32", "ex\u0000ample", "a..b"})
  void refusesNamesThatAreNone(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> authority.serverKeys(Set.of(name), InstantSource.fixed(now)))
        .withMessageContaining("is not a host name or an address");
  }

  private static SSLEngine server(SslProvider provider, KeyManagerFactory keys) throws Exception {
    return SslContextBuilder.forServer(keys)
        .sslProvider(provider)
        .protocols("TLSv1.2", "TLSv1.3")
        .build()
        .newEngine(ByteBufAllocator.DEFAULT);
  }

  private static SSLEngine client(String name, String protocol) throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    for (Pem.Block root : Pem.read(authority.rootPem())) {
      X509Certificate certificate = AuthorityTest.parse(Pem.print(root.label, root.der));
      trusted.setCertificateEntry(certificate.getSerialNumber().toString(), certificate);
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    SSLEngine engine = context.createSSLEngine(name, 443);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setProtocols(new String[] {protocol});
    engine.setSSLParameters(parameters);
    return engine;
  }

  /// Carries the records of both sides across until both are content.
  private static void shake(SSLEngine client, SSLEngine server) throws SSLException {
    ByteBuffer toServer = ByteBuffer.allocate(64 * 1024);
    ByteBuffer toClient = ByteBuffer.allocate(64 * 1024);
    client.beginHandshake();
    server.beginHandshake();
    for (int round = 0; round < 100 && !(idle(client) && idle(server)); round++) {
      step(client, toClient, toServer);
      step(server, toServer, toClient);
    }
    assertThat(idle(client) && idle(server)).as("handshake is done").isTrue();
  }

  private static boolean idle(SSLEngine engine) {
    return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING
        || engine.getHandshakeStatus() == HandshakeStatus.FINISHED;
  }

  private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
    ByteBuffer nothing = ByteBuffer.allocate(64 * 1024);
    switch (engine.getHandshakeStatus()) {
      case NEED_TASK -> {
        for (Runnable task = engine.getDelegatedTask();
            task != null;
            task = engine.getDelegatedTask()) {
          task.run();
        }
      }
      case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), out);
      case NEED_UNWRAP, NEED_UNWRAP_AGAIN, NOT_HANDSHAKING, FINISHED -> {
        in.flip();
        engine.unwrap(in, nothing);
        in.compact();
      }
    }
  }
}
