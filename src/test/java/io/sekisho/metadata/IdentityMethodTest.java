package io.sekisho.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.iam.ComputeType;
import java.time.LocalDate;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class IdentityMethodTest {
  @ParameterizedTest
  @CsvFileSource(resources = "/metadata/identity-paths.csv", numLinesToSkip = 1)
  void isWhereTheCallerMayLookForIt(
      String path, ComputeType caller, LocalDate version, String method) {
    assertThat(
            IdentityMethod.at(path, caller, new ApiVersion(version))
                .map(IdentityMethod::name)
                .orElse("none"))
        .isEqualTo(method);
  }

  @Test
  void isCalledWithOneHttpMethod() {
    assertThat(Arrays.stream(IdentityMethod.values()).map(IdentityMethod::httpMethod))
        .containsExactly("PUT", "POST", "POST");
  }

  @Test
  void hasIbmsNamesInTheAuditTrail() {
    assertThat(Arrays.stream(IdentityMethod.values()).map(m -> m.action(ComputeType.VSI)))
        .containsExactly(
            "is.metadata.jwt-token.create",
            "is.metadata.computeresource-token.request",
            "is.metadata.certificate.create");
    assertThat(Arrays.stream(IdentityMethod.values()).map(m -> m.action(ComputeType.BMS)))
        .containsExactly(
            "is.metadata.identity-token.create",
            "is.metadata.computeresource-token.read",
            "is.metadata.certificate.create");
  }
}
