package io.sekisho.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class PageTest {
  @ParameterizedTest
  @CsvFileSource(resources = "/metadata/limits.csv", numLinesToSkip = 1, quoteCharacter = '\'')
  void judgesTheLimit(String limit, String size) {
    String judged =
        switch (Page.parse(Optional.empty(), Optional.ofNullable(limit))) {
          case Outcome.Granted<Page>(Page page) -> String.valueOf(page.size());
          case Outcome.Refused<Page>(Problem problem) -> {
            assertThat(problem.code()).isEqualTo(Code.INVALID_VALUE);
            assertThat(problem.target().orElseThrow().name()).isEqualTo("limit");
            yield "refused";
          }
        };
    assertThat(judged).isEqualTo(size);
  }

  @Test
  void cannotBeBuiltWithAnImpossibleLimit() {
    assertThatThrownBy(() -> new Page(Optional.empty(), Optional.of(0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Page(Optional.empty(), Optional.of(101)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
