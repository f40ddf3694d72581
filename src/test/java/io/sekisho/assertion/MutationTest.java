package io.sekisho.assertion;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.iam.AccountId;
import io.sekisho.iam.IdentityProvider.Protocol;
import io.sekisho.problem.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// Whatever is done to a good assertion, it is refused, or says what it said before.
class MutationTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  private static final AccountId ACCOUNT = new AccountId("a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5");
  private static final String ENDPOINT = "https://localhost/identity/token";
  private static final int TIMES = 4_000;
  private static final Idp IDP = new Idp();

  private static final List<String> WORDS =
      List.of(
          "<!---->",
          "<?x?>",
          "<![CDATA[admin]]>",
          "<!DOCTYPE a [<!ENTITY e \"admin\">]>",
          "&e;",
          "&#x61;",
          "admin",
          " ID=\"_x\"",
          " xml:id=\"_x\"",
          "<saml:NameID>admin</saml:NameID>",
          "<saml:Subject><saml:NameID>admin</saml:NameID></saml:Subject>",
          "<saml:AttributeValue>root</saml:AttributeValue>",
          "<saml:Audience>x</saml:Audience>",
          "xmlns:saml=\"urn:x\"",
          " ",
          "\n",
          "\u0000",
          "\\u0061",
          ".",
          "=",
          "_",
          "AA");

  @Test
  void samlSaysTheSameOrNothing() {
    String good = IDP.signed(Idp.assertion(NOW, ENDPOINT));
    Expected expected = expected(Protocol.SAML);
    saysTheSameOrNothing(
        good, text -> SamlAssertion.parse(Idp.encoded(text)).then(it -> it.verify(expected)));
  }

  @Test
  void idTokensSayTheSameOrNothing() {
    String good = IDP.idToken(Idp.claims(NOW));
    Expected expected = expected(Protocol.OIDC);
    saysTheSameOrNothing(good, text -> IdToken.parse(text).then(it -> it.verify(expected)));
    String claims =
        new String(Base64.getUrlDecoder().decode(good.split("\\.")[1]), StandardCharsets.UTF_8);
    saysTheSameOrNothing(
        claims,
        text -> {
          byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
          String part = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
          String[] all = good.split("\\.");
          return IdToken.parse(all[0] + "." + part + "." + all[2]).then(it -> it.verify(expected));
        });
  }

  private static void saysTheSameOrNothing(
      String good, Function<String, Outcome<Asserted>> verify) {
    Outcome<Asserted> before = verify.apply(good);
    assertThat(before).isInstanceOf(Outcome.Granted.class);
    Random random = new Random(4);
    for (int i = 0; i < TIMES; i++) {
      String mutant = good;
      for (int change = random.nextInt(3); change >= 0; change--) {
        mutant = mutated(mutant, random);
      }
      Outcome<Asserted> after = verify.apply(mutant);
      if (after instanceof Outcome.Granted<?>) {
        assertThat(after).as(mutant).isEqualTo(before);
      }
    }
  }

  private static String mutated(String text, Random random) {
    if (text.isEmpty()) {
      return "x";
    }
    int at = random.nextInt(text.length());
    int to = Math.min(text.length(), at + 1 + random.nextInt(1 << random.nextInt(9)));
    String slice = text.substring(at, to);
    String word = WORDS.get(random.nextInt(WORDS.size()));
    return switch (random.nextInt(6)) {
      case 0 -> text.substring(0, at) + word + text.substring(at);
      case 1 -> text.substring(0, at) + word + text.substring(to);
      case 2 -> text.substring(0, at) + text.substring(to);
      case 3 -> text.substring(0, to) + slice + text.substring(to);
      case 4 -> {
        int elsewhere = random.nextInt(text.length());
        yield text.substring(0, elsewhere) + slice + text.substring(elsewhere);
      }
      default ->
          text.substring(0, at)
              + (char) (text.charAt(at) ^ (1 << random.nextInt(7)))
              + text.substring(at + 1);
    };
  }

  private static Expected expected(Protocol protocol) {
    return new Expected(IDP.provider(protocol, ACCOUNT), Set.of(ENDPOINT), Optional.empty(), NOW);
  }
}
