package io.sekisho.helper;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.telemetry.Event;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HappeningsTest {
  /// A service that was broken into makes plans fail for reasons as long as a frame, and never
  /// asks.
  @Test
  void keepLittleHoweverMuchIsSaidAndNobodyAsks() {
    Happenings happenings = new Happenings();
    for (int i = 0; i < 2_000; i++) {
      String reason = i + "x".repeat(100_000);
      happenings.write(
          new Event.Notice(
              Instant.EPOCH, Event.Kind.KERNEL_CHANGE_FAILED, Map.of("reason", reason)));
    }

    Reply.Happened all = happenings.take((_, _) -> true);

    assertThat(all.notices()).hasSize(1_000);
    assertThat(Frames.write(all).length).isLessThan(2_000_000);
    assertThat(all.notices().getLast().fields().get("reason")).startsWith("1999x");
  }
}
