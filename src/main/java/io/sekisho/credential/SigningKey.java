package io.sekisho.credential;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One RSA key of a ring. Its `kid` says when it was made, so that its age needs no other record.
final class SigningKey {
  static final Comparator<SigningKey> BY_AGE =
      Comparator.comparing((SigningKey key) -> key.createdAt).thenComparing(key -> key.kid);

  private static final int BITS = 2048;
  private static final String ALGORITHM = "SHA256withRSA";
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMddHHmmss");
  private static final Pattern KID = Pattern.compile("[A-Za-z0-9_-]{1,64}_(\\d{14})-[0-9a-f]{16}");
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final String kid;
  private final Instant createdAt;
  private final RSAPrivateCrtKey privateKey;
  private final RSAPublicKey publicKey;
  private final String header;
  private volatile Pen pen;

  private SigningKey(String kid, RSAPrivateCrtKey privateKey) throws GeneralSecurityException {
    Matcher parts = KID.matcher(kid);
    if (!parts.matches()) {
      throw new IllegalArgumentException("\"" + kid + "\" is not the name of a signing key");
    }
    this.kid = kid;
    this.createdAt = time(parts.group(1));
    this.privateKey = privateKey;
    this.publicKey = publicHalf(privateKey);
    this.pen = new Pen(RsaProvider.jdk(), privateKey);
    this.header = header(kid);
  }

  /// The first part of every token that a key of this name signs.
  static String header(String kid) {
    return base64("{\"kid\":\"" + kid + "\",\"typ\":\"JWT\",\"alg\":\"RS256\"}");
  }

  static boolean isKid(String text) {
    return KID.matcher(text).matches();
  }

  /// A new key.
  ///
  /// @param label what its `kid` begins with
  static SigningKey make(String label, SecureRandom random, Instant now) {
    String time = TIME.format(now.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC));
    String kid = label + "_" + time + "-" + HexFormat.of().toHexDigits(random.nextLong());
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS, random);
      return new SigningKey(kid, (RSAPrivateCrtKey) generator.generateKeyPair().getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A key from what [#pem] gave.
  ///
  /// @throws IllegalArgumentException if it is something else
  static SigningKey read(String kid, byte[] pem) {
    byte[] der = Pem.only(Pem.PRIVATE_KEY, new String(pem, StandardCharsets.US_ASCII));
    try {
      if (KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der))
              instanceof RSAPrivateCrtKey key
          && key.getModulus().bitLength() == BITS) {
        return new SigningKey(kid, key);
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a private key", e);
    }
    throw new IllegalArgumentException("not an RSA key of " + BITS + " bits");
  }

  /// The private key in PKCS#8, for the vault alone.
  byte[] pem() {
    return Pem.print(Pem.PRIVATE_KEY, privateKey.getEncoded()).getBytes(StandardCharsets.US_ASCII);
  }

  String kid() {
    return kid;
  }

  Instant createdAt() {
    return createdAt;
  }

  /// The first part of every token that this key signs.
  String header() {
    return header;
  }

  /// @param provider who signs
  @SuppressWarnings("ReferenceEquality") // a provider's equality compares all that it has
  byte[] sign(byte[] text, Provider provider) {
    try {
      Pen now = pen;
      if (now.provider != provider) {
        now = Pen.of(provider, privateKey);
        pen = now;
      }
      return now.sign(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("can't sign with key " + kid, e);
    }
  }

  boolean signed(byte[] text, byte[] mark) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(publicKey);
      signature.update(text);
      return signature.verify(mark);
    } catch (SignatureException e) {
      return false; // not of the key's length
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("can't verify with key " + kid, e);
    }
  }

  /// The public half as anyone may see it (RFC 7517).
  Jwk jwk() {
    return new Jwk(
        "RSA",
        "sig",
        "RS256",
        kid,
        base64(publicKey.getModulus()),
        base64(publicKey.getPublicExponent()));
  }

  /// A public RSA key as JSON (RFC 7518 section 6.3.1).
  record Jwk(String kty, String use, String alg, String kid, String n, String e) {}

  /// A private key as its provider has it: to take it over for each signature would cost more than
  /// the signature.
  private record Pen(Provider provider, PrivateKey key) {
    static Pen of(Provider provider, PrivateKey key) throws GeneralSecurityException {
      return new Pen(
          provider, (PrivateKey) KeyFactory.getInstance("RSA", provider).translateKey(key));
    }

    byte[] sign(byte[] text) throws GeneralSecurityException {
      Signature signature = Signature.getInstance(ALGORITHM, provider);
      signature.initSign(key);
      signature.update(text);
      return signature.sign();
    }

    @Override
    public String toString() {
      return "Pen[" + provider.getName() + "]";
    }
  }

  @Override
  public String toString() {
    return "SigningKey[" + kid + "]";
  }

  private static Instant time(String digits) {
    try {
      return LocalDateTime.parse(digits, TIME).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("\"" + digits + "\" is not a date and time", e);
    }
  }

  private static RSAPublicKey publicHalf(RSAPrivateCrtKey key) throws GeneralSecurityException {
    RSAPublicKeySpec spec = new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent());
    return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec);
  }

  private static String base64(String text) {
    return BASE64.encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  /// Big-endian without the sign's leading zero byte (RFC 7518 section 2, Base64urlUInt).
  private static String base64(BigInteger number) {
    byte[] bytes = new byte[(number.bitLength() + 7) / 8];
    byte[] signed = number.toByteArray();
    System.arraycopy(signed, signed.length - bytes.length, bytes, 0, bytes.length);
    return BASE64.encodeToString(bytes);
  }
}
