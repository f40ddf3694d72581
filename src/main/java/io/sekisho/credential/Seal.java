package io.sekisho.credential;

import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/// Signs payloads into tokens (RFC 7515, compact serialization) and opens them again.
///
/// A token is opened only if its header is, letter for letter, one that this house writes. So there
/// is no header to parse before the signature is checked, and no algorithm, key reference or
/// critical extension that a token could ask for.
final class Seal {
  /// A token's greatest length in characters.
  static final int MAX_LENGTH = 8 * 1024;

  private static final int SIGNATURE = 256; // bytes, by a key of 2048 bits
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final KeyRing ring;
  private final RsaProvider provider;

  Seal(KeyRing ring, RsaProvider provider) {
    this.ring = ring;
    this.provider = provider;
  }

  /// The length of the token that a payload of this many bytes becomes.
  int length(int payload, Instant now) {
    return ring.signer(now).header().length() + encoded(payload) + encoded(SIGNATURE) + 2;
  }

  String close(byte[] payload, Instant now) {
    SigningKey key = ring.signer(now);
    String text = key.header() + "." + ENCODER.encodeToString(payload);
    return text + "." + ENCODER.encodeToString(key.sign(ascii(text), provider.next(key)));
  }

  /// Whether the token names a key of this ring, which it may yet not have been signed with.
  boolean isOurs(String token) {
    int end = token.indexOf('.');
    return token.length() <= MAX_LENGTH
        && end > 0
        && ring.owner(token.substring(0, end)).isPresent();
  }

  /// The payload of a token that bears a signature of this ring.
  Outcome<byte[]> open(String token) {
    if (token.length() > MAX_LENGTH) {
      return refuse("token is longer than " + MAX_LENGTH + " characters");
    }
    int first = token.indexOf('.');
    int last = token.lastIndexOf('.');
    if (first < 0 || first == last || token.indexOf('.', first + 1) != last) {
      return refuse("token does not have three parts");
    }
    Optional<SigningKey> key = ring.owner(token.substring(0, first));
    if (key.isEmpty()) {
      return refuse("header is not one of ours: unknown key, other algorithm or other members");
    }
    Optional<byte[]> signature = decode(token.substring(last + 1));
    if (signature.isEmpty()
        || !key.get().signed(ascii(token.substring(0, last)), signature.get())) {
      return refuse("signature is wrong");
    }
    return decode(token.substring(first + 1, last))
        .map(Outcome::of)
        .orElseGet(() -> refuse("payload is not base64url"));
  }

  /// The one refusal that the caller sees, whatever the reason; the reason is for the log.
  static <T> Outcome<T> refuse(String reason) {
    return Outcome.refuse(
        Problem.of(
                Code.UNAUTHENTICATED,
                "The identity token is missing, expired or not valid here: ask for a new one with"
                    + " the token method, and send it as \"Authorization: Bearer <token>\".")
            .detail(reason));
  }

  /// Decodes the one spelling that an encoder would have chosen: no padding, no stray bits.
  private static Optional<byte[]> decode(String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      return Optional.of(bytes).filter(_ -> ENCODER.encodeToString(bytes).equals(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static int encoded(int bytes) {
    return (bytes * 4 + 2) / 3;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
