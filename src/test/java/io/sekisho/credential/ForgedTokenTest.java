package io.sekisho.credential;

import static io.sekisho.credential.Samples.NOW;
import static io.sekisho.credential.Samples.granted;
import static io.sekisho.credential.Samples.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.problem.Code;
import io.sekisho.problem.Problem;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tokens that are not ours, or not any more what they were.
class ForgedTokenTest {
  private static final MemoryVault VAULT = new MemoryVault();
  private static Mint mint;
  private static Forge forge;
  private static String token;
  private static String header;
  private static String payload;

  @BeforeAll
  static void mintOne() throws Exception {
    mint = Mint.open(VAULT, Mint.Settings.of("us-south"), NOW);
    forge = new Forge(VAULT, "identity-key.");
    token = mint.identityToken(Samples.web(), Duration.ofMinutes(5), Optional.empty(), NOW).value();
    header = Forge.part(token, 0);
    payload = Forge.part(token, 1);
    granted(mint.verify(token, NOW));
  }

  private static void refuses(String forged, String reason) {
    Problem problem = refused(mint.verify(forged, NOW));
    assertThat(problem.code()).isEqualTo(Code.UNAUTHENTICATED);
    assertThat(problem.detail()).contains(reason);
  }

  private static void refuses(String forged) {
    refuses(forged, "");
  }

  /// The forge's own work is accepted as long as it changes nothing: the refusals below are for
  /// what they say they are for.
  @Test
  void theForgeIsGoodAtItsCraft() throws Exception {
    assertThat(forge.header()).isEqualTo(header);
    assertThat(forge.token(payload)).isEqualTo(token);
  }

  @Nested
  class Tampering {
    @Test
    void isNoticedAtEveryCharacter() {
      for (int i = 0; i < token.length(); i++) {
        for (char other : new char[] {flip(token.charAt(i)), '.', '=', ' ', 'é', '\u0000'}) {
          if (other != token.charAt(i)) {
            refuses(token.substring(0, i) + other + token.substring(i + 1));
          }
        }
      }
    }

    @Test
    void isNoticedAtEveryBitOfTheSignature() {
      byte[] signature = Base64.getUrlDecoder().decode(token.split("\\.", -1)[2]);
      String signed = token.substring(0, token.lastIndexOf('.') + 1);
      for (int bit = 0; bit < signature.length * 8; bit += 7) {
        signature[bit / 8] ^= (byte) (1 << bit % 8);
        refuses(signed + Forge.encode(signature), "signature is wrong");
        signature[bit / 8] ^= (byte) (1 << bit % 8);
      }
      granted(mint.verify(signed + Forge.encode(signature), NOW));
    }

    @Test
    void isNoticedWhereAnythingIsCutOrAdded() {
      for (int i = 0; i < token.length(); i++) {
        refuses(token.substring(0, i));
        refuses(token.substring(i + 1));
        refuses(token.substring(0, i) + "A" + token.substring(i));
      }
      for (String end : new String[] {"A", "=", "==", ".", " ", "\n", "\u0000", "." + token}) {
        refuses(token + end);
        refuses(end + token);
      }
    }

    @Test
    void isNoticedWhenPartsOfTwoTokensAreMixed() {
      String other =
          mint.identityToken(Samples.db(), Duration.ofMinutes(5), Optional.empty(), NOW).value();
      String[] a = token.split("\\.", -1);
      String[] b = other.split("\\.", -1);
      refuses(a[0] + "." + b[1] + "." + a[2], "signature is wrong");
      refuses(a[0] + "." + a[1] + "." + b[2], "signature is wrong");
    }

    @Test
    void isNoticedHoweverItIsDone() {
      Random random = new Random(42);
      for (int i = 0; i < 2_000; i++) {
        StringBuilder forged = new StringBuilder(token);
        for (int change = random.nextInt(1, 4); change > 0; change--) {
          int at = random.nextInt(forged.length());
          switch (random.nextInt(3)) {
            case 0 -> forged.deleteCharAt(at);
            case 1 -> forged.insert(at, (char) random.nextInt(128));
            default -> forged.setCharAt(at, (char) random.nextInt(128));
          }
        }
        if (!forged.toString().equals(token)) {
          refuses(forged.toString());
        }
      }
    }

    private static char flip(char c) {
      return c == 'A' ? 'B' : 'A';
    }
  }

  @Nested
  class Shape {
    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "...", "a", "a.b", "a.b.c", "a.b.c.d", "a.b.c.d.e", " "})
    void ofThreePartsIsRequired(String forged) {
      refuses(forged);
    }

    @Test
    void hasALimitThatIsCheckedFirst() {
      refuses("a".repeat(Seal.MAX_LENGTH + 1), "longer than 8192");
      refuses("a".repeat(Seal.MAX_LENGTH), "three parts");
      refuses(".".repeat(50_000_000), "longer than 8192");
    }

    @Test
    void ofBase64HasOneSpelling() throws Exception {
      String[] parts = token.split("\\.", -1);
      refuses(token + "==", "signature is wrong");
      refuses(parts[0] + "." + parts[1] + "." + inPlainBase64(parts[2]), "signature is wrong");
      // 256 bytes leave four bits of the last character unused.
      char last = token.charAt(token.length() - 1);
      refuses(token.substring(0, token.length() - 1) + (char) (last + 1), "signature is wrong");
      String padded = parts[1] + "=".repeat((4 - parts[1].length() % 4) % 4);
      if (!padded.equals(parts[1])) {
        refuses(forge.signed(parts[0] + "." + padded), "payload is not base64url");
      }
      refuses(forge.signed(parts[0] + "." + parts[1] + "*"), "payload is not base64url");
      refuses(forge.signed(parts[0] + "."), "not a set of identity claims");
    }

    private static String inPlainBase64(String part) {
      String plain = part.replace('-', '+').replace('_', '/');
      return plain.equals(part) ? part + "+" : plain;
    }

    @Test
    void isNotOfALaterOrEarlierFormat() {
      refuses("Bearer " + token);
      refuses(token.replace(".", "%2E"));
      refuses("[\"" + token + "\"]");
      refuses(
          token.substring(0, token.indexOf('.')) + ".." + token.substring(token.length() - 342));
    }
  }

  /// All of these are signed by the true key.
  @Nested
  class Header {
    static Stream<String> foreignHeaders() {
      String ours = forge.header();
      List<String> all = new ArrayList<>();
      for (String algorithm :
          "none|None|NONE|nOnE|none |\\u006eone|HS256|HS384|HS512|RS384|RS512|PS256|ES256|EdDSA|rs256|RS256 |"
              .split("\\|", -1)) {
        all.add(ours.replace("RS256", algorithm));
      }
      for (String member :
          List.of(
              "\"crit\":[\"exp\"]",
              "\"crit\":[]",
              "\"b64\":false,\"crit\":[\"b64\"]",
              "\"jku\":\"https://evil.example/keys\"",
              "\"jwk\":{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}",
              "\"x5u\":\"https://evil.example/cert\"",
              "\"x5c\":[\"MIIB\"]",
              "\"zip\":\"DEF\"",
              "\"cty\":\"JWT\"",
              "\"enc\":\"A256GCM\"",
              "\"alg\":\"RS256\"",
              "\"alg\":\"none\"",
              "\"kid\":\"other\"")) {
        all.add(ours.replace("}", "," + member + "}"));
        all.add(ours.replace("{", "{" + member + ","));
      }
      for (String kid :
          List.of(
              "",
              "../../../../dev/null",
              "/proc/self/environ",
              "' OR '1'='1",
              "key|id",
              "http://evil.example/",
              "VSI-CR_us-south_20261123120000-0000000000000000",
              forge.kid + " ",
              forge.kid + "\\u0000",
              forge.kid.toUpperCase(Locale.ROOT))) {
        all.add(ours.replace(forge.kid, kid));
      }
      all.addAll(otherSpellings(ours));
      return all.stream();
    }

    private static List<String> otherSpellings(String ours) {
      List<String> all = new ArrayList<>();
      all.add(ours.replace("JWT", "jwt"));
      all.add(ours.replace("JWT", "at+jwt"));
      all.add(ours.replace("\"typ\":\"JWT\",", ""));
      all.add(ours.replace("\"kid\":\"" + forge.kid + "\",", ""));
      all.add(ours.replace("\"alg\"", "\"\\u0061lg\""));
      all.add(ours.replace(",", ", "));
      all.add(" " + ours);
      all.add(ours + "\n");
      all.add("\ufeff" + ours);
      all.add("{}");
      all.add("null");
      all.add("[]");
      all.add("");
      return all;
    }

    @ParameterizedTest
    @MethodSource("foreignHeaders")
    void isOursToTheLetterOrRefused(String foreign) throws Exception {
      refuses(forge.token(foreign, payload), "header is not one of ours");
    }

    @Test
    void ofAnotherMembersOrderIsRefused() throws Exception {
      String turned = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"" + forge.kid + "\"}";
      refuses(forge.token(turned, payload), "header is not one of ours");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "nOnE"})
    void withoutAlgorithmNeedsNoSignatureAndHelpsNobody(String none) {
      String unsigned = Forge.encode("{\"alg\":\"" + none + "\"}") + "." + Forge.encode(payload);
      refuses(unsigned + ".");
      refuses(unsigned);
      refuses(Forge.encode(header) + "." + Forge.encode(payload) + ".", "signature is wrong");
    }

    @Test
    void cantTurnThePublicKeyIntoASecret() throws Exception {
      RSAPublicKey key = OracleTest.publicKey(mint.identityKeys(), forge.kid);
      String pem = Pem.print("PUBLIC KEY", key.getEncoded());
      for (byte[] secret :
          List.of(
              key.getEncoded(),
              pem.getBytes(UTF_8),
              pem.strip().getBytes(UTF_8),
              key.getModulus().toByteArray(),
              mint.identityKeys().getBytes(UTF_8))) {
        for (String head : List.of(header, header.replace("RS256", "HS256"))) {
          Mac mac = Mac.getInstance("HmacSHA256");
          mac.init(new SecretKeySpec(secret, "HmacSHA256"));
          String text = Forge.encode(head) + "." + Forge.encode(payload);
          refuses(text + "." + Forge.encode(mac.doFinal(text.getBytes(UTF_8))));
        }
      }
    }

    @Test
    void ofOursUnderAForeignKeyIsRefused() throws Exception {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(generator.generateKeyPair().getPrivate());
      String text = token.substring(0, token.lastIndexOf('.'));
      signature.update(text.getBytes(UTF_8));
      refuses(text + "." + Forge.encode(signature.sign()), "signature is wrong");
    }

    @Test
    void underAnotherHashIsRefused() throws Exception {
      for (String algorithm : List.of("SHA1withRSA", "SHA384withRSA", "SHA512withRSA")) {
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(forge.key);
        String text = token.substring(0, token.lastIndexOf('.'));
        signature.update(text.getBytes(UTF_8));
        refuses(text + "." + Forge.encode(signature.sign()), "signature is wrong");
      }
    }
  }
}
