package io.sekisho.guest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// One text, one reading: what other readers would take for something else is refused.
class BodyTest {
  @ParameterizedTest
  @CsvSource({
    "byte order mark, EFBBBF7B7D",
    "UTF-16, 007B007D",
    "UTF-16 with its little end first, 7B007D00",
    "UTF-16 with a mark, FEFF007B007D",
    "UTF-32, 0000007B0000007D",
    "overlong quote, 7B226E6F6E6365223A2261C0A2227D",
    "overlong slash, 7B226E6F6E6365223A22E080AF227D",
    "surrogate in UTF-8, 7B226E6F6E6365223A22EDA0BD227D",
    "beyond Unicode, 7B226E6F6E6365223A22F4908080227D",
    "Latin-1, 7B226E6F6E6365223A22E9227D"
  })
  void refusesWhatIsNotPlainUtf8(String name, String bytes) {
    Outcome<Body> body = Body.parse(HexFormat.of().parseHex(bytes), "nonce");

    assertThat(problem(body).code()).as(name).isEqualTo(Code.INVALID_REQUEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\ud83d", "\\ude00", "\\ude00\\ud83d", "a\\ud83db"})
  void refusesHalfACharacter(String nonce) {
    assertThat(problem(nonce(nonce)).code()).isEqualTo(Code.INVALID_VALUE);
  }

  /// Found by fuzzing: their lower eight bits are those of digits.
  @ParameterizedTest
  @ValueSource(strings = {"\\ud6\u04323d", "\\u00\u04323d", "\\u00\u31311b", "\\u00\uff11\uff11"})
  void refusesEscapesWithDigitsOfOtherScripts(String nonce) {
    assertThat(problem(nonce(nonce)).code()).isEqualTo(Code.INVALID_REQUEST);
  }

  @Test
  void readsEveryWholeCharacter() {
    for (String nonce : new String[] {"関所", "é", "\\u0000", "\\ud83d\\ude00", "😀"}) {
      assertThat(nonce(nonce)).as(nonce).isInstanceOf(Outcome.Granted.class);
    }
  }

  private static Outcome<Optional<String>> nonce(String text) {
    byte[] bytes = "{\"nonce\":\"%s\"}".formatted(text).getBytes(UTF_8);
    return Body.parse(bytes, "nonce").then(body -> body.text("nonce", 256));
  }

  private static Problem problem(Outcome<?> outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    return ((Outcome.Refused<?>) outcome).problem();
  }
}
