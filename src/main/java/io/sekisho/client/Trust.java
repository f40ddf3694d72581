package io.sekisho.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Trust in exactly the certificates of one PEM text: the machine's own CAs play no part.
final class Trust {
  private Trust() {}

  static SSLContext in(String pem) {
    Collection<? extends Certificate> authorities = read(pem);
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (Certificate authority : authorities) {
        store.setCertificateEntry("ca-" + store.size(), authority);
      }
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  private static Collection<? extends Certificate> read(String pem) {
    try {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
      if (!found.isEmpty()) {
        return found;
      }
    } catch (CertificateException _) {
      // Not PEM and empty PEM are the same to whoever has to fix it.
    }
    throw new Failure(
        "The CA is not a certificate in PEM: name the file that `sekisho up` wrote with --ca.");
  }
}
