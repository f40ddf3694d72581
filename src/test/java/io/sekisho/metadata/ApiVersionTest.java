package io.sekisho.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.problem.Problem.Target;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class ApiVersionTest {
  @ParameterizedTest
  @CsvFileSource(resources = "/metadata/versions.csv", numLinesToSkip = 1, quoteCharacter = '\'')
  void judgesTheDate(String text, LocalDate today, String outcome, String why) {
    String judged =
        switch (ApiVersion.parse(Optional.ofNullable(text), today)) {
          case Outcome.Granted<ApiVersion>(ApiVersion version) -> {
            assertThat(version.date()).hasToString(text);
            yield "ok";
          }
          case Outcome.Refused<ApiVersion>(Problem problem) -> {
            assertThat(problem.status()).isEqualTo(400);
            assertThat(problem.target())
                .contains(new Target(Target.Type.PARAMETER, "version", Optional.empty()));
            yield problem.code().wireName();
          }
        };
    assertThat(judged).as(why).isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource({"2022-03-01, false", "2025-08-25, false", "2025-08-26, true", "2026-11-23, true"})
  void hasAChangeFromItsDateOn(LocalDate date, boolean there) {
    assertThat(new ApiVersion(date).has(ApiVersion.Change.IDENTITY_PATHS)).isEqualTo(there);
  }
}
