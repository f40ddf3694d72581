package io.sekisho.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);
  private static final Parameters SOLE_VERSION =
      new Parameters(new ApiVersion(LocalDate.of(2025, 8, 26)), Page.FIRST);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "version=2025-08-26",
        "version=2025-08-26&maturity=beta",
        "maturity=beta&version=2025-08-26"
      })
  void readsTheVersionAndToleratesMaturity(String query) {
    assertThat(Parameters.ofMetadata(query(query), TODAY)).isEqualTo(Outcome.of(SOLE_VERSION));
    assertThat(Parameters.ofIdentity(query(query), TODAY)).isEqualTo(Outcome.of(SOLE_VERSION));
  }

  @Test
  void readsThePage() {
    Page page = new Page(Optional.of("0717-1"), Optional.of(7));
    assertThat(Parameters.ofMetadata(query("version=2025-08-26&start=0717-1&limit=7"), TODAY))
        .isEqualTo(Outcome.of(new Parameters(SOLE_VERSION.version(), page)));
  }

  @ParameterizedTest
  @CsvSource({
    "'', MISSING_VALUE, version",
    "limit=5, MISSING_VALUE, version",
    "version=2030-01-01, INVALID_VALUE, version",
    "version=2025-08-26&limit=0, INVALID_VALUE, limit",
    "version=2025-08-26&maturity=alpha, INVALID_VALUE, maturity",
    "version=2025-08-26&maturity=, INVALID_VALUE, maturity",
    "version=2025-08-26&generation=2, UNKNOWN_FIELD, generation",
    "generation=2, UNKNOWN_FIELD, generation",
    "Version=2025-08-26, UNKNOWN_FIELD, Version",
    "version=2025-08-26&=x, UNKNOWN_FIELD, ''",
  })
  void refusesWhatItDoesNotUnderstand(String query, Code code, String parameter) {
    Problem problem = refusal(Parameters.ofMetadata(query(query), TODAY));
    assertThat(problem.code()).isEqualTo(code);
    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem.target().orElseThrow().name()).isEqualTo(parameter);
  }

  @Test
  void repeatsNoLongName() {
    Problem problem =
        refusal(Parameters.ofMetadata(query("version=2025-08-26&" + "a".repeat(65) + "=1"), TODAY));
    assertThat(problem.target().orElseThrow().name()).isEqualTo("a".repeat(64) + "…");
  }

  @ParameterizedTest
  @ValueSource(strings = {"start", "limit"})
  void knowsNoPagesOfIdentityMethods(String parameter) {
    Problem problem =
        refusal(Parameters.ofIdentity(query("version=2025-08-26&" + parameter + "=5"), TODAY));
    assertThat(problem.code()).isEqualTo(Code.UNKNOWN_FIELD);
    assertThat(problem.target().orElseThrow().name()).isEqualTo(parameter);
  }

  private static Problem refusal(Outcome<Parameters> outcome) {
    return switch (outcome) {
      case Outcome.Granted<Parameters> granted -> throw new AssertionError(granted);
      case Outcome.Refused<Parameters>(Problem problem) -> problem;
    };
  }

  private static Map<String, String> query(String text) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String each : text.isEmpty() ? new String[0] : text.split("&")) {
      int equals = each.indexOf('=');
      query.put(each.substring(0, equals), each.substring(equals + 1));
    }
    return query;
  }
}
