package io.sekisho.witness;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.audit.Action;
import io.sekisho.audit.Activity;
import io.sekisho.audit.Activity.Credential;
import io.sekisho.audit.Activity.Result;
import io.sekisho.audit.Activity.Target;
import io.sekisho.audit.Detail;
import io.sekisho.control.Store.Audit;
import io.sekisho.iam.AccountId;
import io.sekisho.problem.Code;
import io.sekisho.problem.Problem;
import io.sekisho.telemetry.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class TallyTest {
  private static final Instant NOW = Instant.parse("2026-11-26T05:06:07Z");
  private static final AccountId ACME = new AccountId("a".repeat(32));
  private static final String HERE = "192.0.2.7";

  private final List<Audit> trail = Collections.synchronizedList(new ArrayList<>());
  private final List<Event> journal = Collections.synchronizedList(new ArrayList<>());
  private volatile boolean broken;
  private volatile CountDownLatch stuck = new CountDownLatch(0);
  private final Recorder recorder =
      Recorder.start(
          this::keep,
          new Recorder.Limits(512, 20_000, Duration.ofMillis(500)),
          journal::add,
          InstantSource.fixed(NOW));
  private final Tally tally = new Tally(recorder);

  private void keep(List<Audit> records) {
    try {
      stuck.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (broken) {
      throw new IllegalStateException("the disk is full");
    }
    trail.addAll(records);
  }

  @AfterEach
  void close() {
    broken = false;
    stuck.countDown();
    tally.close();
    recorder.close();
  }

  private static Activity denied(String who, String from, int second, String what) {
    Problem problem = Problem.of(Code.UNAUTHORIZED, "No policy permits this.");
    return new Activity(
        UUID.randomUUID().toString(),
        NOW.plusSeconds(second),
        "trace-" + second,
        Action.ACCESS_DENY,
        ACME,
        Activity.Initiator.of(
            who, who, Activity.Type.USER, Credential.TOKEN, from, "agent/" + second),
        new Target("", "", ""),
        Result.refused(problem),
        List.of(),
        Map.of(Detail.PERMISSION, what));
  }

  private static Activity denied(int second) {
    return denied("IBMid-1", HERE, second, "iam-identity.profile.delete");
  }

  private List<Audit> written() {
    tally.close();
    recorder.close();
    return trail;
  }

  private static JsonNode told(Audit record) {
    return JsonMapper.shared().readTree(record.body()).path("requestData");
  }

  private static long count(List<Audit> records) {
    return records.stream()
        .mapToLong(record -> Long.parseLong(told(record).path("count").asString("1")))
        .sum();
  }

  @Test
  void thousandsOfEqualOnesAreTwoRecordsAWindowAndNoneIsLost() {
    for (int window = 0; window < 3; window++) {
      for (int i = 0; i < 5_000; i++) {
        assertThat(tally.take(denied(60 * window + i % 60))).isTrue();
      }
      tally.settle();
    }
    assertThat(written()).hasSize(6);
    assertThat(count(trail)).isEqualTo(15_000);
    JsonNode second = told(trail.get(1));
    assertThat(second.path("count").asString()).isEqualTo("4999");
    assertThat(second.path("firstAt").asString()).isEqualTo("2026-11-26T05:06:08Z");
    assertThat(second.path("lastAt").asString()).isEqualTo("2026-11-26T05:06:26Z");
    assertThat(second.path("permission").asString()).isEqualTo("iam-identity.profile.delete");
  }

  @Test
  void theFirstIsThereBeforeTheCallReturnsAndWhatIsNotRepeatedIsToldAsItWas() {
    assertThat(tally.record(denied(1))).isEmpty();
    assertThat(trail).hasSize(1);
    tally.settle();
    assertThat(trail).hasSize(1);
    tally.record(denied(70));
    tally.record(denied(90));
    assertThat(written()).hasSize(3).noneMatch(record -> record.body().contains("\"count\""));
    assertThat(trail.getLast().body()).contains("trace-90");
  }

  @Test
  void anotherAddressAnotherIdentityAndAnotherRightAreOnRecordBesideThem() {
    for (int i = 0; i < 100; i++) {
      tally.take(denied("IBMid-1", HERE, i, "a.b.c"));
    }
    tally.take(denied("IBMid-1", "198.51.100.9", 5, "a.b.c"));
    tally.take(denied("IBMid-2", HERE, 5, "a.b.c"));
    tally.take(denied("IBMid-1", HERE, 5, "a.b.d"));
    assertThat(written()).hasSize(5);
    assertThat(count(trail)).isEqualTo(103);
  }

  @Test
  void whoeverDoesEverDifferentThingsIsToldOfByNumbers() {
    for (int i = 0; i < 5_000; i++) {
      tally.take(denied("IBMid-1", "2001:db8::" + Integer.toHexString(i), i % 60, "a.b.c" + i));
    }
    assertThat(written()).hasSize(12);
    assertThat(count(trail)).isEqualTo(5_000);
    assertThat(told(trail.getLast()).path("count").asString()).isEqualTo("4989");
    assertThat(told(trail.getLast()).has("permission")).isFalse();
  }

  @Test
  void nothingIsGivenOutOverAFirstThatIsNotOnRecord() throws Exception {
    broken = true;
    stuck = new CountDownLatch(1);
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Optional<Problem>> call = () -> tally.record(denied(1));
      List<Future<Optional<Problem>>> all =
          List.of(callers.submit(call), callers.submit(call), callers.submit(call));
      Thread.sleep(100);
      stuck.countDown();
      for (Future<Optional<Problem>> each : all) {
        assertThat(each.get()).isPresent();
      }
    }
    broken = false;
    assertThat(tally.record(denied(2))).isEmpty();
    assertThat(written()).hasSize(1);
    assertThat(count(trail)).isEqualTo(1);
  }

  @Test
  void whileTheTrailIsBehindNothingIsCountedEither() throws Exception {
    assertThat(tally.record(denied(1))).isEmpty();
    stuck = new CountDownLatch(1);
    tally.take(denied("IBMid-2", HERE, 1, "a.b.c"));
    Thread.sleep(700);
    assertThat(tally.record(denied(2))).isPresent();
    assertThat(tally.take(denied(3))).isFalse();
    stuck.countDown();
    assertThat(written()).hasSize(2);
  }

  @Test
  void whatCantBeToldAtAWindowsEndIsToldWithTheNext() throws Exception {
    for (int i = 0; i < 10; i++) {
      tally.record(denied(i));
    }
    stuck = new CountDownLatch(1);
    tally.take(denied("IBMid-2", HERE, 1, "a.b.c"));
    Thread.sleep(700);
    tally.settle();
    stuck.countDown();
    while (recorder.isBehind()) {
      Thread.sleep(5);
    }
    tally.record(denied(70));
    assertThat(count(written())).isEqualTo(12);
    assertThat(told(trail.getLast()).path("count").asString()).isEqualTo("10");
  }

  @Test
  void manyAtOnceLoseNothingWhileWindowsEnd() throws Exception {
    List<Callable<Void>> work = new ArrayList<>();
    for (int caller = 0; caller < 16; caller++) {
      String who = "IBMid-" + caller % 4;
      work.add(
          () -> {
            for (int i = 0; i < 1_000; i++) {
              assertThat(tally.record(denied(who, HERE, i % 60, "a.b.c"))).isEmpty();
            }
            return null;
          });
    }
    work.add(
        () -> {
          for (int i = 0; i < 20; i++) {
            Thread.sleep(2);
            tally.settle();
          }
          return null;
        });
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Void> done : callers.invokeAll(work)) {
        done.get();
      }
    }
    assertThat(count(written())).isEqualTo(16_000);
    assertThat(trail).hasSizeLessThan(4 * 2 * 22);
  }
}
