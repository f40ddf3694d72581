package io.sekisho.fleet;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a node asks for on behalf of a guest, for controllers alone can sign it.
public final class Asking {
  private Asking() {}

  /// An IAM token of a trusted profile.
  ///
  /// @param compute the guest's id
  /// @param profile as the guest named it; its default one, if it named none
  public record ForToken(String compute, Optional<Named> profile) {}

  /// A trusted profile as a request names it.
  public record Named(Optional<String> id, Optional<String> crn) {}

  /// @param profile the id of the trusted profile that was chosen
  /// @param by what in that profile trusts the guest, for the record
  public record Token(
      String accessToken, Instant createdAt, Instant expiresAt, String profile, String by) {}

  /// A certificate that names the guest.
  ///
  /// @param csr PKCS #10 in PEM, made by the guest
  public record ForCertificate(String compute, String csr, int expiresIn) {}

  /// @param certificates PEM, the guest's own first
  /// @param serial in lower-case hexadecimal digits
  public record Certificate(
      List<String> certificates, Instant createdAt, Instant expiresAt, String id, String serial) {
    public Certificate {
      certificates = List.copyOf(certificates);
    }
  }
}
