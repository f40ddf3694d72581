package io.sekisho.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.telemetry.Event;
import io.sekisho.telemetry.Metrics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What guests can make the server keep for them.
class MemoryTest {
  private static final int POOL = 4 << 20;
  private static final int GREEDY = 60;
  private static final Limits SMALL = limits(POOL);
  private static final String UNFINISHED =
      "POST /a HTTP/1.1\r\nHost: metadata.test\r\nContent-Length: 32000\r\n\r\nx";

  @Test
  void isHalfOfAllForOneGreedyShare() throws Exception {
    try (Rig rig = new Rig(SMALL)) {
      List<Guest> greedy = unfinished(rig.listen("greedy"));
      awaitEnded(rig, GREEDY / 2);

      try (Guest modest = rig.guest("modest")) {
        modest.send(UNFINISHED);
        Thread.sleep(50);
        assertThat(modest.ask("y".repeat(31_999)).status()).isEqualTo(200);
      }
      assertThat(rig.connections("limited")).isBetween(GREEDY / 2.0, GREEDY - 10.0);
      assertThat(rig.events)
          .map(event -> ((Event.Notice) event).fields())
          .containsExactly(Map.of("share", "greedy", "limit", "memory"));
      close(greedy);
    }
  }

  @Test
  void isGivenBackWhenConnectionsEnd() throws Exception {
    try (Rig rig = new Rig(SMALL)) {
      Listener listener = rig.listen("greedy");
      for (int i = 0; i < 5; i++) {
        double before = rig.connections("limited");
        List<Guest> greedy = unfinished(listener);
        awaitEnded(rig, before + GREEDY / 2.0);
        assertThat(rig.connections("limited") - before).isLessThan(GREEDY - 10);
        close(greedy);
        rig.awaitConnections("served", (int) (GREEDY * (i + 1) - rig.connections("limited")));
      }
    }
  }

  @Test
  void countsAnswersThatNobodyReads() throws Exception {
    try (Rig rig = new Rig(SMALL)) {
      rig.service.answers =
          (_, _) -> Answer.now(Response.of(200, "text/plain", new byte[5_000_000]));
      try (Guest guest = rig.guest("greedy")) {
        guest.send(Guest.get("/a"));
        rig.awaitConnections("limited", 1);
      }
    }
  }

  @Test
  void isSharedByManyGreedyOnesWithoutStarvingAModestOne() {
    int unit = 16 << 10;
    Shares shares = new Shares(limits(48 << 20), new Metrics());
    List<Shares.Stay> greedy = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      greedy.add(stay(shares, i));
    }
    for (int units = 1; units < 2_000; units++) {
      int bytes = units * unit;
      greedy.forEach(stay -> stay.holds(bytes));
    }

    assertThat(greedy).noneMatch(stay -> stay.holds(2_000 * unit));
    Shares.Stay modest = stay(shares, "modest");
    assertThat(modest.holds(16 * unit)).isTrue();
    assertThat(modest.holds(40 * unit)).isFalse();
    assertThat(modest.holds(0)).isTrue();
  }

  @Test
  void isGivenBackOnceByWhoeverHasLeft() {
    Metrics metrics = new Metrics();
    Shares shares = new Shares(limits(1 << 20), metrics);
    Shares.Stay stay = shares.enter("a", 1_000, _ -> {}).orElseThrow();
    stay.holds(500);
    assertThat(held(metrics)).isEqualTo(1_500);

    stay.end(Shares.Fate.SERVED);
    stay.end(Shares.Fate.SERVED);
    stay.holds(700);

    assertThat(held(metrics)).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void isAllGivenBackHoweverConnectionsEnd(boolean tls) throws Exception {
    try (Rig rig = new Rig(SMALL)) {
      Listener listener =
          tls ? rig.listen("a", Optional.of(Keys.create().server())) : rig.listen("a");
      for (int i = 0; i < 200; i++) {
        try (Guest guest = Guest.at(listener.address())) {
          guest.socket.setSoLinger(true, i % 2 == 0 ? 0 : 1);
          guest.send(ENDINGS.get(i % ENDINGS.size()));
          if (i % 3 == 0) {
            Thread.sleep(2);
            guest.send(Guest.get("/a").repeat(5));
          }
        } catch (IOException reset) {
          // That is one of the ways.
        }
      }
      for (int i = 0; i < 500 && held(rig.metrics) != 0; i++) {
        Thread.sleep(10);
      }
      assertThat(held(rig.metrics)).isZero();
    }
  }

  private static final List<String> ENDINGS =
      List.of(
          "not a request\r\n\r\n",
          "GET /a HTTP/1.1\r\nHost: metadata.test\r\n\r\n" + UNFINISHED,
          UNFINISHED,
          "\u0016\u0003\u0001\u0002\u0000\u0001\u0000",
          "x".repeat(20_000));

  private static double held(Metrics metrics) {
    return metrics
        .text()
        .lines()
        .filter(line -> line.startsWith("sekisho_guest_held_bytes "))
        .mapToDouble(line -> Double.parseDouble(line.split(" ")[1]))
        .sum();
  }

  private static Shares.Stay stay(Shares shares, Object key) {
    return shares.enter(key, 0, _ -> {}).orElseThrow();
  }

  private static Limits limits(int held) {
    Limits some = Limits.DEFAULT;
    return new Limits(2, 1, 1_000, held, some.share(), some.size(), some.time());
  }

  private static List<Guest> unfinished(Listener listener) throws IOException {
    List<Guest> guests = new ArrayList<>();
    for (int i = 0; i < GREEDY; i++) {
      guests.add(Guest.at(listener.address()).send(UNFINISHED));
    }
    return guests;
  }

  private static void awaitEnded(Rig rig, double count) throws InterruptedException {
    for (int i = 0; i < 500 && rig.connections("limited") < count; i++) {
      Thread.sleep(10);
    }
    Thread.sleep(100);
  }

  private static void close(List<Guest> guests) throws IOException {
    for (Guest guest : guests) {
      guest.close();
    }
  }
}
