package io.sekisho.credential;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// The two keys that a node makes for itself, and the certificates that a controller gave for them:
/// by one it shows controllers which node it is, by the other it shows guests the service.
public final class NodeKeys {
  private static final String PREFIX = "node-keys.";
  private static final char[] NO_PASSWORD = {};

  private final Chained client;
  private final Chained server;

  /// A key, its certificate and those of whoever issued it, but for the root's.
  private record Chained(PrivateKey key, List<X509Certificate> chain) {
    String pem() {
      StringBuilder all = new StringBuilder(Pem.print(Pem.PRIVATE_KEY, key.getEncoded()));
      chain.forEach(each -> all.append(Certificates.pem(each)));
      return all.toString();
    }

    X509Certificate leaf() {
      return chain.getFirst();
    }

    ServerKeys.Pair pair() {
      return new ServerKeys.Pair(Signatory.vouched(key, leaf()), chain.get(1));
    }

    @Override
    public String toString() {
      return "Chained[" + leaf().getSerialNumber().toString(16) + "]";
    }
  }

  private NodeKeys(Chained client, Chained server) {
    this.client = client;
    this.server = server;
  }

  /// New keys, which nobody vouches for yet.
  public static Fresh make() {
    return new Fresh(Signatory.newKeys(), Signatory.newKeys());
  }

  /// Keys without certificates.
  public static final class Fresh {
    private final KeyPair client;
    private final KeyPair server;

    private Fresh(KeyPair client, KeyPair server) {
      this.client = client;
      this.server = server;
    }

    /// The request for the node's own certificate, PKCS#10 in PEM.
    public String csr() {
      return SigningRequest.of(client);
    }

    /// The request for the certificate that guests see.
    public String serverCsr() {
      return SigningRequest.of(server);
    }

    /// The keys with what a controller gave for them.
    ///
    /// @param certificate in PEM, the node's own first, then whoever issued it
    /// @throws IllegalArgumentException if it is for other keys
    public NodeKeys vouched(String certificate, String serverCertificate) {
      return new NodeKeys(chained(client, certificate), chained(server, serverCertificate));
    }

    private static Chained chained(KeyPair pair, String pem) {
      List<X509Certificate> chain = new ArrayList<>();
      Pem.read(pem).forEach(block -> chain.add(read(block)));
      if (chain.size() < 2 || !chain.getFirst().getPublicKey().equals(pair.getPublic())) {
        throw new IllegalArgumentException(
            "not a certificate for the key that was asked for, and its issuer's");
      }
      return new Chained(pair.getPrivate(), List.copyOf(chain));
    }
  }

  /// The newest that the vault has, if any.
  public static Optional<NodeKeys> open(Vault vault) {
    return newest(vault).flatMap(number -> vault.read(PREFIX + number)).map(NodeKeys::parse);
  }

  /// Puts them in the vault, and those before them out of it.
  public void keep(Vault vault) {
    long next = newest(vault).orElse(0L) + 1;
    vault.write(PREFIX + next, (client.pem() + server.pem()).getBytes(StandardCharsets.US_ASCII));
    vault.names().stream()
        .filter(name -> name.startsWith(PREFIX) && !name.equals(PREFIX + next))
        .forEach(vault::erase);
  }

  /// When the node's own certificate ends.
  public Instant expiresAt() {
    return client.leaf().getNotAfter().toInstant();
  }

  /// When two thirds of its life are over.
  public Instant renewAt() {
    Instant start = client.leaf().getNotBefore().toInstant();
    return start.plusSeconds((expiresAt().getEpochSecond() - start.getEpochSecond()) * 2 / 3);
  }

  /// TLS 1.3 with servers of an authority alone, to whom it shows the node's certificate.
  ///
  /// @param authority the root's certificate in PEM
  public SSLContext client(String authority) {
    try {
      KeyStore own = KeyStore.getInstance("PKCS12");
      own.load(null, null);
      own.setKeyEntry("node", client.key, NO_PASSWORD, client.chain.toArray(Certificate[]::new));
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(own, NO_PASSWORD);
      return context(keys.getKeyManagers(), trust(authority));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  /// The same for who has no certificate yet.
  public static SSLContext stranger(TrustManager[] trust) {
    try {
      return context(new KeyManager[0], trust);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  /// By which the service shows guests that it is the service: that of the moment.
  public static KeyManagerFactory serverKeys(Supplier<NodeKeys> current, InstantSource clock) {
    return new ServerKeys(_ -> current.get().server.pair(), clock).factory();
  }

  @Override
  public String toString() {
    return "NodeKeys[" + client + ", " + server + "]";
  }

  private static SSLContext context(KeyManager[] keys, TrustManager[] trust)
      throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(keys, trust, null);
    return context;
  }

  private static TrustManager[] trust(String authority)
      throws GeneralSecurityException, IOException {
    KeyStore roots = KeyStore.getInstance("PKCS12");
    roots.load(null, null);
    for (Pem.Block block : Pem.read(authority)) {
      roots.setCertificateEntry("root-" + roots.size(), read(block));
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(roots);
    return managers.getTrustManagers();
  }

  private static NodeKeys parse(byte[] pem) {
    List<Pem.Block> blocks = Pem.read(new String(pem, StandardCharsets.US_ASCII));
    int second = 1;
    while (second < blocks.size() && !blocks.get(second).label.equals(Pem.PRIVATE_KEY)) {
      second++;
    }
    if (second >= blocks.size()) {
      throw new IllegalStateException("the node's keys are damaged: have it join again");
    }
    return new NodeKeys(
        chained(blocks.subList(0, second)), chained(blocks.subList(second, blocks.size())));
  }

  private static Chained chained(List<Pem.Block> blocks) {
    try {
      PrivateKey key =
          KeyFactory.getInstance("EC")
              .generatePrivate(new PKCS8EncodedKeySpec(blocks.getFirst().der));
      return new Chained(key, blocks.stream().skip(1).map(NodeKeys::read).toList());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the node's keys are damaged: have it join again", e);
    }
  }

  private static X509Certificate read(Pem.Block block) {
    try {
      if (block.label.equals(Pem.CERTIFICATE)) {
        return Signatory.certificate(block.der);
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a certificate", e);
    }
    throw new IllegalArgumentException("not a certificate");
  }

  private static Optional<Long> newest(Vault vault) {
    return vault.names().stream()
        .filter(name -> name.startsWith(PREFIX))
        .map(name -> Long.parseLong(name.substring(PREFIX.length())))
        .max(Comparator.naturalOrder());
  }
}
