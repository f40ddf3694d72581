package io.sekisho.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.fleet.Claimed;
import io.sekisho.fleet.FleetJson;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TakingTest {
  @TempDir private Path path;
  private final List<String> asked = new ArrayList<>();
  private Reply said = claimed(true);
  private Taking taking;

  @BeforeEach
  void open() {
    taking =
        new Taking(
            Folder.open(path),
            (method, at, _) -> {
              asked.add(method + " " + at);
              return said;
            });
  }

  @Test
  void givesUpWhomItTookAlsoIfItDiedBeforeTheGuestWasThere() {
    take();
    assertThat(asked).containsExactly("PUT /fleet/v1/guests/acme%2Fweb-1?interface=02%3A01");
    open();
    assertThat(taking.releasing("1").get()).isEqualTo(Outcome.of(true));
    assertThat(asked).last().isEqualTo("DELETE /fleet/v1/guests/1");
    assertThat(taking.releasing("1").get()).isEqualTo(Outcome.of(false));
  }

  @Test
  void leavesWhoWasPlacedHereByAnOperator() {
    said = claimed(false);
    take();
    assertThat(taking.releasing("1").get()).isEqualTo(Outcome.of(false));
    assertThat(asked).hasSize(1);
  }

  @Test
  void doesNotGiveUpWhoCameAgainMeanwhile() {
    take();
    Supplier<Outcome<Boolean>> late = taking.releasing("1");
    // It was here all the time, for the controller.
    said = claimed(false);
    take();
    assertThat(late.get()).isEqualTo(Outcome.of(false));
    assertThat(asked).noneMatch(it -> it.startsWith("DELETE"));
    assertThat(taking.releasing("1").get()).isEqualTo(Outcome.of(true));
  }

  @Test
  void waitsForWhomItTookAndForgetsWhoHasGone() {
    take();
    taking.retain(_ -> false);
    taking.retain("1"::equals);
    taking.retain("1"::equals);
    open();
    taking.retain(_ -> false);
    assertThat(taking.releasing("1").get()).isEqualTo(Outcome.of(false));
  }

  @Test
  void tookNobodyWhenItWasRefused() {
    said = new Reply.Refused(Problem.of(Code.UNAUTHORIZED, "No."));
    assertThat(taking.take("1", Optional.empty())).isInstanceOf(Outcome.Refused.class);
    assertThat(taking.releasing("1").get()).isEqualTo(Outcome.of(false));
    assertThat(asked).containsExactly("PUT /fleet/v1/guests/1");
  }

  private void take() {
    assertThat(taking.take("acme/web-1", Optional.of("02:01"))).isInstanceOf(Outcome.Granted.class);
  }

  private static Reply claimed(boolean moved) {
    return new Reply.Answered(FleetJson.write(new Claimed("1", moved)));
  }
}
