package io.sekisho.policy;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrafficTest {
  /// The kernel would have to hold them all, whoever makes them up.
  @Test
  void isAboutNoOtherProtocolsThanRulesAre() {
    for (List<Integer> protocols :
        List.of(List.of(6, 17), List.of(17, 6, 1), Collections.nCopies(1000, 6))) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  new Traffic(
                      protocols,
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty()));
    }
  }
}
