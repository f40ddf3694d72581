package io.sekisho.probe;

import io.sekisho.client.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/// What a run is given.
///
/// @param trust makes the TLS connections, and knows whose certificates are good
/// @param foreign a token of another guest
/// @param rate connections a second at most
record Assignment(
    Target target, Dialect dialect, SSLSocketFactory trust, Optional<String> foreign, int rate) {
  private static final int MOST = 1_000;

  Assignment {
    if (rate < 1 || rate > MOST) {
      throw new Failure("--rate takes a number of connections a second, from 1 to " + MOST + ".");
    }
  }

  /// Trusts the authority in a PEM file; those that Java trusts if there is none.
  static SSLSocketFactory trusting(Optional<Path> ca) {
    try {
      KeyStore store = null;
      if (ca.isPresent()) {
        store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("ca", certificate(ca.get()));
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (IOException | GeneralSecurityException e) {
      throw new Failure(
          "Can't read a CA certificate from "
              + ca.map(Path::toString).orElse("Java's own store")
              + ".",
          e);
    }
  }

  private static Certificate certificate(Path file) throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }
}
