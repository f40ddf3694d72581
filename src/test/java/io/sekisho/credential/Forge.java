package io.sekisho.credential;

import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/// Someone who stole a vault: makes tokens of any content, properly signed by the true key.
///
/// What is refused from this hand is refused for its content, not for its signature.
final class Forge {
  final String kid;
  final RSAPrivateCrtKey key;

  Forge(MemoryVault vault, String prefix) throws Exception {
    String name = vault.names(prefix).iterator().next();
    kid = name.substring(prefix.length());
    byte[] der = Pem.only("PRIVATE KEY", vault.text(name));
    key =
        (RSAPrivateCrtKey)
            KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
  }

  String token(String header, String payload) throws Exception {
    return signed(encode(header) + "." + encode(payload));
  }

  /// Our own header over another payload.
  String token(String payload) throws Exception {
    return token(header(), payload);
  }

  String header() {
    return "{\"kid\":\"" + kid + "\",\"typ\":\"JWT\",\"alg\":\"RS256\"}";
  }

  String signed(String text) throws Exception {
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(key);
    signature.update(text.getBytes(StandardCharsets.UTF_8));
    return text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
  }

  static String encode(String text) {
    return encode(text.getBytes(StandardCharsets.UTF_8));
  }

  static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static String part(String token, int number) {
    byte[] bytes = Base64.getUrlDecoder().decode(token.split("\\.", -1)[number]);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
