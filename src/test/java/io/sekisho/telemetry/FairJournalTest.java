package io.sekisho.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FairJournalTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final long SECOND = 1_000_000_000L;

  private final List<Event> written = new ArrayList<>();
  private long now = Long.MAX_VALUE - SECOND;
  private final FairJournal journal = new FairJournal(written::add, 10, () -> now);

  @Test
  void writesABurstAndCountsTheRestInOneLineASecond() {
    flood("a", 5_000);
    assertThat(written).hasSize(1_000);
    assertThat(notices()).isEmpty();

    now += SECOND;
    flood("a", 5_000);

    assertThat(written).hasSize(1_000 + 10 + 1);
    assertThat(notices())
        .extracting(Event.Notice::fields)
        .containsExactly(Map.of("caller", "a", "count", "4000"));
  }

  @Test
  void leavesNothingUncounted() {
    for (int i = 0; i < 7; i++) {
      flood("a", 2_345);
      now += SECOND / 3;
    }
    journal.settle(NOON);

    long counted =
        notices().stream().mapToLong(it -> Long.parseLong(it.fields().get("count"))).sum();
    assertThat(written.size() - notices().size() + counted).isEqualTo(7 * 2_345);
  }

  @Test
  void writesEveryLineOfAnotherCaller() {
    flood("a", 5_000);
    int before = written.size();

    flood("b", 100);

    assertThat(written).hasSize(before + 100);
  }

  @Test
  void writesEveryCredentialHoweverManyLinesWereFilled() {
    for (int i = 0; i < 5_000; i++) {
      journal.write(activity(false));
    }
    journal.write(activity(true));

    assertThat(written.getLast()).isEqualTo(activity(true));
    assertThat(written).hasSize(1_001);
  }

  @Test
  void countsRefusalsByWhoWasRefused() {
    for (int i = 0; i < 1_500; i++) {
      journal.write(activity(false));
    }
    journal.settle(NOON);

    assertThat(notices())
        .extracting(Event.Notice::fields)
        .containsExactly(Map.of("caller", "crn:a", "count", "500"));
  }

  @Test
  void isWithoutLimitIfAskedToBe() {
    FairJournal unlimited = new FairJournal(written::add, 0, () -> now);
    for (int i = 0; i < 10_000; i++) {
      unlimited.write(access("a"));
    }

    assertThat(written).hasSize(10_000);
  }

  private void flood(String caller, int times) {
    for (int i = 0; i < times; i++) {
      journal.write(access(caller));
    }
  }

  private List<Event.Notice> notices() {
    return written.stream()
        .filter(Event.Notice.class::isInstance)
        .map(Event.Notice.class::cast)
        .toList();
  }

  private static Event access(String caller) {
    return new Event.Access(NOON, "t", caller, "GET", "/", 200, 1, 1, false, "");
  }

  private static Event activity(boolean success) {
    String code = success ? "" : "unauthenticated";
    return new Event.Activity(NOON, "t", "is.x", success, 200, code, "", "crn:a", "", "");
  }
}
