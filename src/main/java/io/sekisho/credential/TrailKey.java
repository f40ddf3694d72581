package io.sekisho.credential;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// The key that seals the audit trail (ECDSA P-256). It is in the vault and so not in the database:
/// whoever can rewrite the trail can't seal what they made of it.
///
/// There is one for the life of an installation, for whoever has its public half has to be able to
/// check all of the trail.
public final class TrailKey {
  private static final String NAME = "audit-trail";
  private static final String ALGORITHM = "SHA256withECDSAinP1363Format";

  private final PrivateKey key;
  private final String publicPem;

  private TrailKey(PrivateKey key, String publicPem) {
    this.key = key;
    this.publicPem = publicPem;
  }

  /// The key of this vault; made at the first use.
  ///
  /// @param begun whether there are records that it sealed: another one would make all of them look
  ///   forged, and new ones genuine
  /// @throws IllegalStateException with a sentence for the operator, if there is no such key then
  public static TrailKey open(Vault vault, boolean begun) {
    Optional<byte[]> kept = vault.read(NAME);
    if (kept.isEmpty() && begun) {
      throw new IllegalStateException(
          "The audit trail has records, but the key that sealed them (the secret \""
              + NAME
              + "\") is gone from the database, which nothing of Sekisho's does: find out who"
              + " removed it, and put a backup that has it back with `sekisho restore`.");
    }
    if (kept.isEmpty()) {
      // If another process was faster, its key is the one.
      vault.write(NAME, newKey());
      kept = vault.read(NAME);
    }
    return kept.map(TrailKey::read)
        .orElseThrow(() -> new IllegalStateException("the vault does not keep " + NAME));
  }

  /// A signature of 64 bytes, in base64url.
  public String sign(byte[] text) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(text);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("can't seal the audit trail", e);
    }
  }

  /// What whoever verifies needs, in PEM.
  public String publicPem() {
    return publicPem;
  }

  @Override
  public String toString() {
    return "TrailKey";
  }

  private static TrailKey read(byte[] pem) {
    try {
      List<Pem.Block> blocks = Pem.read(new String(pem, StandardCharsets.US_ASCII));
      if (blocks.size() == 2
          && blocks.getFirst().label.equals(Pem.PRIVATE_KEY)
          && blocks.getLast().label.equals(Pem.PUBLIC_KEY)) {
        PrivateKey key =
            KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(blocks.getFirst().der));
        return new TrailKey(key, Pem.print(Pem.PUBLIC_KEY, blocks.getLast().der));
      }
      throw new IllegalStateException(damaged());
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalStateException(damaged(), e);
    }
  }

  private static String damaged() {
    return "the vault's \"" + NAME + "\" is damaged; put it back from a backup";
  }

  private static byte[] newKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      String pem =
          Pem.print(Pem.PRIVATE_KEY, pair.getPrivate().getEncoded())
              + Pem.print(Pem.PUBLIC_KEY, pair.getPublic().getEncoded());
      return pem.getBytes(StandardCharsets.US_ASCII);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
