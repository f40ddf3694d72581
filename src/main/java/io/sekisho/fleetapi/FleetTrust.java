package io.sekisho.fleetapi;

import io.sekisho.credential.Authority;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Lets nodes in at a TLS handshake: whoever has a certificate of our authority that names a node.
/// That of a compute resource, which names none, is refused like any other.
final class FleetTrust extends X509ExtendedTrustManager {
  private static final int URI = 6; // RFC 5280 section 4.2.1.6, uniformResourceIdentifier
  private static final String PREFIX = Authority.NODE_URI;

  private final X509ExtendedTrustManager path;

  private FleetTrust(X509ExtendedTrustManager path) {
    this.path = path;
  }

  static FleetTrust of(List<X509Certificate> roots) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (X509Certificate root : roots) {
        store.setCertificateEntry(root.getSerialNumber().toString(16), root);
      }
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(store);
      return Stream.of(managers.getTrustManagers())
          .filter(X509ExtendedTrustManager.class::isInstance)
          .map(X509ExtendedTrustManager.class::cast)
          .findFirst()
          .map(FleetTrust::new)
          .orElseThrow();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this Java checks no certificates", e);
    }
  }

  /// Which node a certificate is of, by the names in it; empty if it is of none. Whether it is
  /// genuine was found out at the handshake.
  static Optional<String> node(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null || names.size() != 1
          ? Optional.empty()
          : names.stream()
              .filter(name -> Integer.valueOf(URI).equals(name.get(0)))
              .map(name -> String.valueOf(name.get(1)))
              .filter(uri -> uri.startsWith(PREFIX) && uri.length() > PREFIX.length())
              .map(uri -> uri.substring(PREFIX.length()))
              .findFirst();
    } catch (CertificateParsingException e) {
      return Optional.empty();
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine)
      throws CertificateException {
    path.checkClientTrusted(chain, type, engine);
    expectNode(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable Socket socket)
      throws CertificateException {
    path.checkClientTrusted(chain, type, socket);
    expectNode(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    path.checkClientTrusted(chain, type);
    expectNode(chain);
  }

  private static void expectNode(X509Certificate[] chain) throws CertificateException {
    if (node(chain[0]).isEmpty()) {
      throw new CertificateException("the certificate is not a node's");
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("nobody is called from here");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable Socket socket)
      throws CertificateException {
    throw new CertificateException("nobody is called from here");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("nobody is called from here");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return path.getAcceptedIssuers();
  }
}
