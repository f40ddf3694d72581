package io.sekisho.permission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WildcardTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      emptyValue = "",
      textBlock =
          """
          *|''|true
          *|anything|true
          ''|''|true
          ''|a|false
          ?|''|false
          ?|😀|true
          ??|😀|false
          a*😀|a-😀😀|true
          a{{*}}|a*|true
          a{{*}}|ab|false
          a{{?}}|a?|true
          a{{?}}|ab|false
          a{{x}}|a{{x}}|true
          {{*}|{{x}|true
          *{{*}}*|a*b|true
          *{{*}}*|ab|false
          a*b*c|abxbc|true
          a*b*c|acb|false
          a.c|abc|false
          \\d|1|false
          (a|(a|true
          """)
  void matches(String pattern, String text, boolean matches) {
    assertThat(new Wildcard(pattern).matches(text)).isEqualTo(matches);
  }

  @Test
  void agreesWithARegularExpression() {
    Random random = new Random(7);
    for (int i = 0; i < 50_000; i++) {
      String pattern = word(random, "ab*?", 8).replace("*a", random.nextBoolean() ? "{{*}}" : "*a");
      String text = word(random, "ab*?\n", 10);
      assertThat(new Wildcard(pattern).matches(text))
          .as("%s against %s", pattern, text)
          .isEqualTo(Oracle.like(pattern, text));
    }
  }

  @Test
  void isNotMadeSlowByAnyPattern() {
    Wildcard wildcard = new Wildcard("*a".repeat(400) + "b");
    String text = "a".repeat(1_000);
    Assertions.assertTimeout(
        Duration.ofSeconds(10), () -> assertThat(wildcard.matches(text)).isFalse());
    assertThatCode(() -> new Wildcard("{{").matches("{{")).doesNotThrowAnyException();
  }

  private static String word(Random random, String letters, int most) {
    StringBuilder word = new StringBuilder();
    for (int i = random.nextInt(most); i > 0; i--) {
      word.append(letters.charAt(random.nextInt(letters.length())));
    }
    return word.toString();
  }
}
