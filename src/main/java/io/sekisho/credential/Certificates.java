package io.sekisho.credential;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/// An identity certificate and what came with it.
///
/// @param certificates in PEM: the compute resource's own first, then the intermediate's
/// @param id a UUID for this act of issuing
/// @param serial the certificate's serial number in hexadecimal
public record Certificates(
    List<String> certificates, Instant createdAt, Instant expiresAt, String id, String serial) {
  public Certificates {
    certificates = List.copyOf(certificates);
  }

  static String pem(X509Certificate certificate) {
    try {
      return Pem.print(Pem.CERTIFICATE, certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }
}
