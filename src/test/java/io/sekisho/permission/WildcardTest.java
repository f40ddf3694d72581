package io.sekisho.permission;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.iam.Policy;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  static Stream<Arguments> hostile() {
    String as = "a".repeat(Wildcard.MAX_TEXT);
    String many =
        IntStream.range(0, 998).mapToObj(i -> Character.toString(0x4e00 + i)).collect(joining());
    return Stream.of(
        Arguments.of("*a".repeat(499) + "b", as),
        Arguments.of("*" + "a".repeat(998) + "b", as),
        Arguments.of("*" + "a".repeat(997) + "b*", as),
        Arguments.of("a*".repeat(499) + "b", as),
        Arguments.of("*?".repeat(500), as + "b"),
        Arguments.of("*" + "?".repeat(998) + "b", as),
        Arguments.of("*" + "a?".repeat(499) + "b", as),
        Arguments.of("*" + "ab".repeat(499) + "c", "ab".repeat(Wildcard.MAX_TEXT / 2)),
        Arguments.of("*".repeat(999) + "b", as),
        Arguments.of("*{{*}}".repeat(166) + "b", "*".repeat(Wildcard.MAX_TEXT)),
        Arguments.of("*" + many + "b", (many + many).substring(0, 1_990)),
        Arguments.of("*😀".repeat(333) + "b", "😀".repeat(Wildcard.MAX_TEXT / 2)));
  }

  /// A character costs at most three looks at a word of 64 places, and there is no way back: the
  /// number of steps is bounded by the lengths alone.
  @ParameterizedTest
  @MethodSource("hostile")
  void takesNoMoreStepsThanTheLengthsSay(String pattern, String text) {
    assertThat(pattern.length()).isLessThanOrEqualTo(Proposal.MAX_VALUE);
    Wildcard.Run run = new Wildcard(pattern).new Run();
    run.goesThrough(text);
    int words = pattern.length() / 64 + 1;
    assertThat(run.steps).isLessThanOrEqualTo(text.length() * 3 * words);
  }

  /// Twice the text, twice the steps: what grows faster would be told here.
  @Test
  void takesStepsInProportion() {
    Wildcard wildcard = new Wildcard("*" + "a".repeat(499) + "b");
    int[] steps = new int[2];
    for (int i = 0; i < 2; i++) {
      Wildcard.Run run = wildcard.new Run();
      assertThat(run.goesThrough("a".repeat(900 * (i + 1)))).isFalse();
      steps[i] = run.steps;
    }
    assertThat(steps[1]).isEqualTo(2 * steps[0]);
  }

  @Test
  void isNotHeldAgainstATextThatIsTooLong() {
    assertThat(new Wildcard("*").matches("a".repeat(Wildcard.MAX_TEXT))).isTrue();
    assertThat(new Wildcard("*").matches("a".repeat(Wildcard.MAX_TEXT + 1))).isFalse();
  }

  @Test
  void mayBeOfNothingButBrackets() {
    assertThat(new Wildcard("{{").matches("{{")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {62, 63, 64, 65, 127, 128, 129, 1000})
  void leadsFromOneWordToTheNext(int length) {
    String text = "ab".repeat(length).substring(0, length);
    assertThat(new Wildcard(text).matches(text)).isTrue();
    assertThat(new Wildcard(text).matches(text + "a")).isFalse();
    assertThat(new Wildcard(text).matches(text.substring(1))).isFalse();
    assertThat(new Wildcard("*" + text.substring(1)).matches("ba" + text)).isTrue();
    assertThat(new Wildcard("?".repeat(length)).matches(text)).isTrue();
    assertThat(new Wildcard("?".repeat(length - 1) + "c").matches(text)).isFalse();
  }

  /// A policy that came by another way than the API, where there is a bound.
  @Test
  void grantsNothingIfItIsTooLong() {
    for (int length : new int[] {1_000, 1_001}) {
      Policy.Condition like =
          new Policy.Condition(
              "resource", Policy.Operator.STRING_MATCH, List.of("*".repeat(length)));
      assertThat(Comparison.of(like).isPresent()).isEqualTo(length == 1_000);
    }
  }

  @Test
  void agreesWithARegularExpressionBeyondAWord() {
    Random random = new Random(8);
    for (int i = 0; i < 2_000; i++) {
      String text = word(random, "ab", 200) + "a".repeat(70);
      StringBuilder pattern = new StringBuilder(text);
      for (int j = random.nextInt(6); j > 0; j--) {
        int at = random.nextInt(pattern.length());
        pattern.replace(
            at, Math.min(pattern.length(), at + random.nextInt(3)), word(random, "*?a", 3));
      }
      assertThat(new Wildcard(pattern.toString()).matches(text))
          .as("%s against %s", pattern, text)
          .isEqualTo(Oracle.like(pattern.toString(), text));
    }
  }

  private static String word(Random random, String letters, int most) {
    StringBuilder word = new StringBuilder();
    for (int i = random.nextInt(most); i > 0; i--) {
      word.append(letters.charAt(random.nextInt(letters.length())));
    }
    return word.toString();
  }
}
