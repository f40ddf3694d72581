package io.sekisho.credential;

import static io.sekisho.credential.Samples.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.sekisho.problem.Outcome.Granted;
import io.sekisho.problem.Outcome.Refused;
import java.text.ParseException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Date;
import java.util.Optional;

/// Identity tokens. The first byte says what the others are: `t` a whole token, `p` the payload and
/// `h` the header of one that bears our signature, `x` a mask that is laid over a genuine one.
///
/// A token is accepted only if it is genuine, or if a thief of our key made one that says nothing
/// that we would not.
public final class TokenFuzz {
  private static final Hand HAND = new Hand();

  private TokenFuzz() {}

  /// Has the keys made before the time of the first input is taken.
  public static void fuzzerInitialize() {}

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    verdict(input);
  }

  public static String verdict(byte[] input) throws Exception {
    if (input.length == 0) {
      return "refused";
    }
    byte[] rest = Arrays.copyOfRange(input, 1, input.length);
    String token = HAND.token(input[0], rest);
    return switch (HAND.mint.verify(token, NOW)) {
      case Refused<Verified>(var problem) -> {
        assertThat(problem.status()).isEqualTo(401);
        yield "refused";
      }
      case Granted<Verified>(Verified said) -> {
        assertThat(Forge.part(token, 0)).isEqualTo(HAND.forge.header());
        if (input[0] == 'p') {
          isWhatOthersRead(said, Forge.part(token, 1));
        } else {
          assertThat(token).isEqualTo(HAND.genuine);
        }
        yield "accepted";
      }
    };
  }

  private static void isWhatOthersRead(Verified said, String payload) throws ParseException {
    JWTClaimsSet claims = JWTClaimsSet.parse(payload);
    assertThat(claims.getIssuer()).endsWith("-CR_us-south");
    assertThat(claims.getExpirationTime()).isAfter(Date.from(NOW));
    assertThat(claims.getExpirationTime().toInstant()).isEqualTo(said.expiresAt());
    assertThat(claims.getIssueTime().toInstant()).isEqualTo(said.issuedAt());
    assertThat(Duration.between(said.issuedAt(), said.expiresAt()))
        .isLessThanOrEqualTo(Duration.ofHours(1));
  }

  /// A mint, a thief of its key, and a token that is good.
  private static final class Hand {
    final Mint mint;
    final Forge forge;
    final String genuine;

    Hand() {
      try {
        MemoryVault vault = new MemoryVault();
        mint = Mint.open(vault, Mint.Settings.of("us-south"), NOW);
        forge = new Forge(vault, "identity-key.");
        genuine =
            mint.identityToken(Samples.web(), Duration.ofMinutes(5), Optional.empty(), NOW).value();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    String token(byte kind, byte[] rest) throws Exception {
      String text = new String(rest, UTF_8);
      return switch (kind) {
        // The installation is a random id: seeds can't know it.
        case 'p' -> forge.signed(Forge.encode(forge.header()) + "." + Forge.encode(filled(rest)));
        case 'h' -> forge.token(text, Forge.part(genuine, 1));
        case 'x' -> masked(rest);
        default -> text;
      };
    }

    private byte[] filled(byte[] payload) {
      String own = Forge.part(genuine, 1).replaceAll(".*\"aud\":(\\[[^]]*]).*", "$1");
      return new String(payload, UTF_8).replace("AUDIENCE", own).getBytes(UTF_8);
    }

    private String masked(byte[] mask) {
      byte[] token = genuine.getBytes(UTF_8);
      for (int i = 0; i < Math.min(mask.length, token.length); i++) {
        token[token.length - 1 - i] ^= mask[i];
      }
      return new String(token, UTF_8);
    }
  }
}
