package io.sekisho.audit;

/// Signs for the trail, with a key that is kept outside of the database.
@FunctionalInterface
public interface Sealer {
  /// The signature of a text: 64 bytes of ECDSA on P-256 over SHA-256, in base64url.
  String sign(byte[] text);

  /// What its signatures are verified with, in PEM; empty if it does not tell.
  default String publicPem() {
    return "";
  }
}
