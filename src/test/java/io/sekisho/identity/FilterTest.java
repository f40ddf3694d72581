package io.sekisho.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.problem.Outcome;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {
  private static final Set<String> KNOWN = Set.of("name", "description");
  private static final Map<String, String> ONE = Map.of("name", "Web \"1\"", "description", "");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "name eq \"web \\\"1\\\"\"|true",
        "name ne \"web\"|true",
        "name sw \"web\" and name ew \"1\\\"\"|true",
        "name co \"b\" and description pr|false",
        "description pr or name pr|true",
        "description pr or name pr and name eq \"x\"|false",
        "(description pr or name pr) and name pr|true",
        "not name eq \"x\"|true",
        "not (name pr or description pr)|false",
        "name gt \"web\" and name le \"x\"|true",
        "name lt \"a\"|false",
        "name ge \"web\"|true",
        "NAME Eq \"WEB \\\"1\\\"\"|true"
      })
  void meansWhatScimSays(String text, boolean lets) {
    assertThat(Filter.parse(text, KNOWN))
        .isInstanceOfSatisfying(
            Outcome.Granted.class,
            granted -> assertThat(((Filter) granted.value()).test(ONE)).isEqualTo(lets));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "name",
        "name eq",
        "name eq x",
        "name eq \"x",
        "name is \"x\"",
        "colour eq \"x\"",
        "name eq \"x\" name eq \"y\"",
        "(name eq \"x\"",
        "name eq \"x\")",
        "and name pr",
        "name eq \"x\" and",
        "name eq 7"
      })
  void refusesWhatMeansNothing(String text) {
    assertThat(Filter.parse(text, KNOWN)).isInstanceOf(Outcome.Refused.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "not ", "name eq \"\\\\", "\"a\\\\"})
  void isReadWithinBoundsHoweverDeep(String part) {
    assertThat(Filter.parse(part.repeat(4_000), KNOWN)).isInstanceOf(Outcome.Refused.class);
  }
}
