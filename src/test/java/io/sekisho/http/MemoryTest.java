package io.sekisho.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.telemetry.Event;
import io.sekisho.telemetry.Metrics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What guests can make the server keep for them.
class MemoryTest {
  private static final int POOL = 1 << 20;
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
    Shares shares = new Shares(limits(1_000), new Metrics());
    List<Shares.Share> greedy = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      greedy.add(enter(shares, i));
    }
    for (int round = 0; round < 1_000; round++) {
      greedy.forEach(share -> shares.hold(share, 0, 1));
    }
    Shares.Share modest = enter(shares, "modest");

    assertThat(shares.hold(greedy.getFirst(), 0, 1)).isFalse();
    assertThat(shares.hold(modest, 0, 50)).isTrue();
    assertThat(shares.hold(modest, 50, 101)).isFalse();
    assertThat(shares.hold(modest, 50, 0)).isTrue();
  }

  private static Shares.Share enter(Shares shares, Object key) {
    return shares.enter(key, _ -> {}).orElseThrow();
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
