package io.sekisho.credential;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals secrets for keeping where others may look: AES-256-GCM (NIST SP 800-38D), under one key,
/// each with the name it is kept under, so that two can't be swapped. Vouches for what others may
/// see, and not make.
public final class Envelope {
  /// In bytes.
  public static final int KEY = 32;

  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final String FORM = "v1";
  private static final String HMAC = "HmacSHA256";
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKeySpec key;
  private final String id;

  /// @param key 32 bytes that nobody can guess
  public Envelope(byte[] key) {
    if (key.length != KEY) {
      throw new IllegalArgumentException("a key has " + KEY + " bytes");
    }
    this.key = new SecretKeySpec(key, "AES");
    this.id = id(key);
  }

  /// A new key.
  public static byte[] newKey() {
    byte[] key = new byte[KEY];
    RANDOM.nextBytes(key);
    return key;
  }

  /// By what a key is told from another, without a way back to it.
  public String id() {
    return id;
  }

  /// A secret, sealed for this name, as one word of text.
  public String seal(String name, byte[] secret) {
    byte[] nonce = new byte[NONCE];
    RANDOM.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, name).doFinal(secret);
      return String.join(
          ".", FORM, id, ENCODER.encodeToString(nonce), ENCODER.encodeToString(sealed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The secret again; empty if it was sealed under another key or for another name, or is not as
  /// it was sealed.
  public Optional<byte[]> open(String name, String sealed) {
    String[] parts = sealed.split("\\.", -1);
    if (parts.length != 4 || !parts[0].equals(FORM) || !parts[1].equals(id)) {
      return Optional.empty();
    }
    try {
      byte[] nonce = Base64.getUrlDecoder().decode(parts[2]);
      byte[] rest = Base64.getUrlDecoder().decode(parts[3]);
      return nonce.length == NONCE
          ? Optional.of(cipher(Cipher.DECRYPT_MODE, nonce, name).doFinal(rest))
          : Optional.empty();
    } catch (AEADBadTagException | IllegalArgumentException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Vouches for a text that is no secret, and is kept where others may write: a code
  /// (HMAC-SHA-256, RFC 2104) under a key that is derived from this one (HKDF, RFC 5869).
  ///
  /// @param purpose words of whoever asks: a code is good for no other
  public String mac(String purpose, String text) {
    try {
      byte[] info = purpose.getBytes(StandardCharsets.UTF_8);
      Mac mac = Mac.getInstance(HMAC);
      mac.init(
          KDF.getInstance("HKDF-SHA256")
              .deriveKey(HMAC, HKDFParameterSpec.expandOnly(key, info, KEY)));
      return ENCODER.encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Whether a code is the one of this text.
  public boolean vouches(String purpose, String text, String mac) {
    return MessageDigest.isEqual(
        mac(purpose, text).getBytes(StandardCharsets.UTF_8), mac.getBytes(StandardCharsets.UTF_8));
  }

  private Cipher cipher(int mode, byte[] nonce, String name) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD((FORM + "." + id + "." + name).getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private static String id(byte[] key) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update("sekisho key file".getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(key), 8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
