package io.sekisho.mint;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// A public key in OpenSSH's one-line form (RFC 4253, section 6.6; RFC 8709 for Ed25519).
///
/// @param type `rsa` or `ed25519`
/// @param length in bits
/// @param fingerprint `SHA256:` and base64
public record OpenSshKey(String type, int length, String fingerprint) {
  private static final int MIN_RSA_BITS = 2048;
  private static final int ED25519_BYTES = 32;

  /// @throws IllegalArgumentException with a sentence that says what is wrong
  public static OpenSshKey parse(String line) {
    String[] words = line.strip().split("\\s+", 3);
    if (words.length < 2 || line.strip().lines().count() != 1) {
      throw new IllegalArgumentException(
          "it has to be one line: ssh-ed25519 or ssh-rsa and base64");
    }
    byte[] blob = decode(words[1]);
    try {
      ByteBuffer in = ByteBuffer.wrap(blob);
      String inner = new String(field(in), StandardCharsets.US_ASCII);
      if (!inner.equals(words[0])) {
        throw new IllegalArgumentException(
            "it says " + words[0] + ", but its base64 says otherwise");
      }
      return switch (inner) {
        case "ssh-ed25519" -> ed25519(in, blob);
        case "ssh-rsa" -> rsa(in, blob);
        default -> throw new IllegalArgumentException("only ssh-ed25519 and ssh-rsa are supported");
      };
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("its base64 text is cut short", e);
    }
  }

  private static OpenSshKey ed25519(ByteBuffer in, byte[] blob) {
    if (field(in).length != ED25519_BYTES || in.hasRemaining()) {
      throw new IllegalArgumentException("an Ed25519 key has 32 bytes");
    }
    return new OpenSshKey("ed25519", ED25519_BYTES * Byte.SIZE, fingerprint(blob));
  }

  private static OpenSshKey rsa(ByteBuffer in, byte[] blob) {
    field(in);
    int bits = new BigInteger(field(in)).bitLength();
    if (bits < MIN_RSA_BITS || in.hasRemaining()) {
      throw new IllegalArgumentException("an RSA key needs at least 2048 bits");
    }
    return new OpenSshKey("rsa", bits, fingerprint(blob));
  }

  private static byte[] decode(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the second word is not base64", e);
    }
  }

  private static byte[] field(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] field = new byte[length];
    in.get(field);
    return field;
  }

  private static String fingerprint(byte[] blob) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(blob);
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
