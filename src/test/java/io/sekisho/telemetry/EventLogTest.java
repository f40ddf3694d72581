package io.sekisho.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EventLogTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.007Z");
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Metrics metrics = new Metrics();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void writesAnAccessEventAsOneJsonObject() {
    try (EventLog log = EventLog.start(out::writeBytes, metrics, InstantSource.fixed(NOON))) {
      log.write(
          new Event.Access(
              NOON, "t-1", "0717_a", "GET", "/metadata/v1/instance", 200, 12, 34, true, "is.a"));
    }
    assertThat(lines())
        .containsExactly(
            "{\"at\":\"2026-11-23T12:00:00.007Z\",\"event\":\"access\",\"trace\":\"t-1\","
                + "\"caller\":\"0717_a\",\"method\":\"GET\",\"path\":\"/metadata/v1/instance\","
                + "\"status\":200,\"bytes\":12,\"micros\":34,\"tls\":true,\"action\":\"is.a\"}");
  }

  @Test
  void leavesOutWhatIsEmpty() {
    try (EventLog log = EventLog.start(out::writeBytes, metrics, InstantSource.fixed(NOON))) {
      log.write(new Event.Activity(NOON, "t", "", true, 200, "", "", "", "", ""));
    }
    assertThat(JSON.readTree(lines()[0]).propertyNames())
        .containsExactly("at", "event", "outcome", "reason", "trace");
  }

  @Test
  void keepsEveryEventOnItsLineWhateverItHolds() {
    String nasty = "a\"b\\c\nd\r\u0000\u2028é\uD83D\uDE00\u007f</script>";
    try (EventLog log = EventLog.start(out::writeBytes, metrics, InstantSource.fixed(NOON))) {
      log.write(new Event.Notice(NOON, Event.Kind.FAULT, Map.of("what", nasty)));
      log.write(new Event.Notice(NOON, Event.Kind.STARTED, Map.of()));
    }
    assertThat(lines()).hasSize(2);
    assertThat(lines()[0]).isPrintable().isASCII();
    assertThat(JSON.readTree(lines()[0]).get("what").asString()).isEqualTo(nasty);
  }

  @Test
  void countsEveryLostEventExactly() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    int written = 200_000;
    try (EventLog log =
        EventLog.start(
            lines -> {
              uninterruptibly(stuck);
              out.writeBytes(lines);
            },
            metrics,
            InstantSource.fixed(NOON))) {
      for (int i = 0; i < written; i++) {
        log.write(new Event.Notice(NOON, Event.Kind.STOPPED, Map.of("n", Integer.toString(i))));
      }
      stuck.countDown();
    }
    long lost = 0;
    long kept = 0;
    for (String line : lines()) {
      JsonNode event = JSON.readTree(line);
      if (event.get("kind").asString().equals("events_lost")) {
        lost += event.get("count").asLong();
      } else {
        kept++;
      }
    }
    assertThat(lost).isPositive();
    assertThat(kept + lost).isEqualTo(written);
  }

  @Test
  void reportsWhatATargetRefused() {
    AtomicBoolean broken = new AtomicBoolean(true);
    try (EventLog log =
        EventLog.start(
            lines -> {
              if (broken.getAndSet(false)) {
                throw new IOException("disk full");
              }
              out.writeBytes(lines);
            },
            metrics,
            InstantSource.fixed(NOON))) {
      log.write(new Event.Notice(NOON, Event.Kind.STARTED, Map.of()));
      awaitFirstFailure(broken);
      log.write(new Event.Notice(NOON, Event.Kind.STOPPED, Map.of()));
    }
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("\"kind\":\"events_lost\",\"count\":\"1\"", "\"kind\":\"stopped\"");
  }

  @Test
  void putsAFullFileAsideAndKeepsSoMany(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("events.jsonl");
    try (RotatingFile rotating = RotatingFile.open(file, 10, 2)) {
      for (String line : new String[] {"one-----\n", "two-----\n", "three---\n", "four----\n"}) {
        rotating.append(line.getBytes(StandardCharsets.UTF_8));
      }
    }
    assertThat(file).hasContent("four----\n");
    assertThat(folder.resolve("events.jsonl.1")).hasContent("three---\n");
    assertThat(folder.resolve("events.jsonl.2")).hasContent("two-----\n");
    assertThat(folder.resolve("events.jsonl.3")).doesNotExist();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void countsNoticesAndRequestsAsMetrics() {
    metrics.notice(Event.Kind.CALLER_UNKNOWN);
    metrics.request("GET", 200, 0.000_2);
    assertThat(metrics.text())
        .contains("sekisho_notices_total{kind=\"caller_unknown\"} 1.0")
        .contains("sekisho_guest_requests_total{method=\"GET\",status=\"200\"} 1.0");
  }

  private String[] lines() {
    return out.toString(StandardCharsets.UTF_8).split("\n");
  }

  private static void awaitFirstFailure(AtomicBoolean broken) {
    for (int i = 0; i < 500 && broken.get(); i++) {
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static void uninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
