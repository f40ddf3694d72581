package io.sekisho.credential;

import java.net.Socket;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// A server's key and certificate, replaced by new ones in time, at a handshake.
///
/// Each pair has an alias of its own: a TLS engine that caches by alias never mixes two pairs.
final class ServerKeys extends X509ExtendedKeyManager {
  /// A certificate lives 90 days and is replaced a month before its end.
  static final Duration LIFE = Duration.ofDays(90);

  private static final Duration REPLACED_BEFORE_END = Duration.ofDays(30);
  private static final String KEY_TYPE = "EC";

  private final Function<Instant, Pair> issue;
  private final InstantSource clock;
  private volatile Pair current;
  private volatile Pair previous;

  ServerKeys(Function<Instant, Pair> issue, InstantSource clock) {
    this.issue = issue;
    this.clock = clock;
    this.current = issue.apply(clock.instant());
    this.previous = current;
  }

  /// A server's key and its chain.
  static final class Pair {
    final Signatory server;
    final List<X509Certificate> chain;

    Pair(Signatory server, X509Certificate... issuers) {
      this.server = server;
      this.chain = Stream.concat(Stream.of(server.certificate()), Stream.of(issuers)).toList();
    }

    String alias() {
      return "server-" + server.certificate().getSerialNumber().toString(16);
    }

    boolean fresh(Instant now) {
      Instant start = server.certificate().getNotBefore().toInstant();
      Instant end = server.certificate().getNotAfter().toInstant();
      return !start.isAfter(now) && now.isBefore(end.minus(REPLACED_BEFORE_END));
    }
  }

  /// This key manager in the wrapping that TLS engines ask for.
  KeyManagerFactory factory() {
    try {
      Provider provider =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm()).getProvider();
      return new Factory(new Spi(this), provider);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return keyType.equals(KEY_TYPE) ? fresh().alias() : null;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return keyType.equals(KEY_TYPE) ? fresh().alias() : null;
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return keyType.equals(KEY_TYPE) ? new String[] {fresh().alias()} : null;
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return pairs(alias)
        .map(pair -> pair.chain.toArray(X509Certificate[]::new))
        .findFirst()
        .orElse(null);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return pairs(alias).map(pair -> pair.server.privateKey()).findFirst().orElse(null);
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }

  @Override
  public String toString() {
    return "ServerKeys[" + current.alias() + "]";
  }

  /// The pair just replaced is still asked for by the handshakes that chose it.
  private Stream<Pair> pairs(String alias) {
    return Stream.of(current, previous).filter(pair -> pair.alias().equals(alias));
  }

  private Pair fresh() {
    Instant now = clock.instant();
    return current.fresh(now) ? current : replaced(now);
  }

  private synchronized Pair replaced(Instant now) {
    if (!current.fresh(now)) {
      Pair next = issue.apply(now);
      if (!next.alias().equals(current.alias())) {
        previous = current;
        current = next;
      }
    }
    return current;
  }

  private static final class Factory extends KeyManagerFactory {
    Factory(Spi spi, Provider provider) {
      super(spi, provider, "Sekisho");
    }
  }

  private static final class Spi extends KeyManagerFactorySpi {
    private final ServerKeys keys;

    Spi(ServerKeys keys) {
      this.keys = keys;
    }

    @Override
    protected void engineInit(@Nullable KeyStore store, char @Nullable [] password) {}

    @Override
    protected void engineInit(ManagerFactoryParameters parameters) {}

    @Override
    protected KeyManager[] engineGetKeyManagers() {
      return new KeyManager[] {keys};
    }
  }
}
