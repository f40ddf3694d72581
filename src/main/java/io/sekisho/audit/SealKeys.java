package io.sekisho.audit;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The public keys that a trail may be sealed with. There is no way from here to a private key.
public final class SealKeys {
  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN PUBLIC KEY-----\\R([A-Za-z0-9+/=\\r\\n]+)-----END PUBLIC KEY-----\\s*");
  private static final int BITS = 256;
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final List<PublicKey> keys;

  private SealKeys(List<PublicKey> keys) {
    this.keys = List.copyOf(keys);
  }

  /// The keys of a PEM file (RFC 7468), one block each.
  ///
  /// @throws IllegalArgumentException if there is none, or anything else
  public static SealKeys parse(String pem) {
    String text = pem.strip();
    List<PublicKey> keys = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    int end = 0;
    while (block.region(end, text.length()).lookingAt()) {
      keys.add(key(block.group(1).replaceAll("[\r\n]", "")));
      end = block.end();
    }
    if (keys.isEmpty() || end != text.length()) {
      throw new IllegalArgumentException("not the PEM blocks of public keys");
    }
    return new SealKeys(keys);
  }

  /// Whether the seal of a head is one of these keys'.
  boolean sealed(Head head) {
    byte[] text = Chain.sealed(head.sequence(), head.hash());
    try {
      byte[] seal = Base64.getUrlDecoder().decode(head.seal());
      return BASE64.encodeToString(seal).equals(head.seal())
          && keys.stream().anyMatch(key -> signed(key, text, seal));
    } catch (IllegalArgumentException _) {
      return false; // not base64url
    }
  }

  private static boolean signed(PublicKey key, byte[] text, byte[] seal) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initVerify(key);
      signature.update(text);
      return signature.verify(seal);
    } catch (SignatureException _) {
      return false; // not of a signature's length
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static PublicKey key(String base64) {
    try {
      PublicKey key =
          KeyFactory.getInstance("EC")
              .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
      if (key instanceof ECPublicKey ec
          && ec.getParams().getCurve().getField().getFieldSize() == BITS) {
        return key;
      }
      throw new IllegalArgumentException("not a key on the curve P-256");
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a public key", e);
    }
  }
}
