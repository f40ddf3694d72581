package io.sekisho.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.message.Size;
import io.sekisho.telemetry.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(400);

  @Test
  void refusesLimitsThatMakeNoSense() {
    assertThatThrownBy(() -> new Limits.Share(0, 0, 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Limits.Share(1, 10, 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Size(8_192, 16_384, 64, -1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Limits.Time(LONG, LONG, LONG, LONG, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Nested
  class OfConnections {
    @Test
    void countForEachShareAlone() throws Exception {
      try (Rig rig = new Rig(Limits.DEFAULT.with(new Limits.Share(3, 0, 0, 8)))) {
        Listener a = rig.listen("a");
        Listener b = rig.listen("b");
        List<Guest> guests = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          guests.add(served(a));
        }
        try (Guest fourth = Guest.at(a.address())) {
          assertThat(fourth.end()).isEqualTo("reset");
        }
        try (Guest other = Guest.at(b.address())) {
          assertThat(other.ask(Guest.get("/a")).status()).isEqualTo(200);
        }
        rig.awaitConnections("limited", 1);
        assertThat(notices(rig)).containsExactly(Map.of("share", "a", "limit", "connections"));

        guests.removeFirst().close();
        assertThat(eventuallyServed(a)).as("a place became free").isTrue();
        for (Guest guest : guests) {
          guest.close();
        }
      }
    }

    @Test
    void countAllTogether() throws Exception {
      Limits some = Limits.DEFAULT;
      Limits two = new Limits(1, 1, 2, some.held(), some.share(), some.size(), some.time());
      try (Rig rig = new Rig(two);
          Guest first = served(rig.listen("a"));
          Guest second = served(rig.listen("b"));
          Guest third = rig.guest("c")) {
        assertThat(third.end()).isEqualTo("reset");
        assertThat(first.ask(Guest.get("/a")).status()).isEqualTo(200);
        assertThat(second.ask(Guest.get("/a")).status()).isEqualTo(200);
      }
    }

    private static boolean eventuallyServed(Listener listener) throws Exception {
      for (int i = 0; i < 100; i++) {
        try (Guest guest = Guest.at(listener.address())) {
          guest.ask(Guest.get("/a"));
          return true;
        } catch (IOException stillFull) {
          Thread.sleep(20);
        }
      }
      return false;
    }
  }

  @Nested
  class OfRequests {
    @Test
    void refuseWhatComesTooFastAndSayWhenToComeBack() throws IOException {
      try (Rig rig = new Rig(Limits.DEFAULT.with(new Limits.Share(9, 1, 3, 8)));
          Guest guest = rig.guest("a");
          Guest other = rig.guest("b")) {
        for (int i = 0; i < 3; i++) {
          assertThat(guest.ask(Guest.get("/a")).status()).isEqualTo(200);
        }
        Guest.Reply refused = guest.ask(Guest.get("/a"));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.body()).startsWith("too_many_requests");
        assertThat(refused.headers()).containsEntry("retry-after", "1");
        assertThat(other.ask(Guest.get("/a")).status()).isEqualTo(200);
        assertThat(notices(rig)).containsExactly(Map.of("share", "a", "limit", "requests"));
      }
    }

    @Test
    void makeAFloodWaitInsteadOfRefusingAtItsPace() throws IOException {
      String flood = Guest.get("/a").repeat(1_000);
      try (Rig rig = new Rig(Limits.DEFAULT.with(new Limits.Share(9, 1, 3, 8)));
          Guest guest = rig.guest("a")) {
        guest.send(flood);
        long began = System.nanoTime();
        for (int i = 0; i < 6; i++) {
          assertThat(guest.reply().status()).isEqualTo(i < 3 ? 200 : 429);
        }
        // Two ticks at least lie between three refusals.
        assertThat(Duration.ofNanos(System.nanoTime() - began))
            .isGreaterThan(Duration.ofMillis(200));
      }
    }

    @Test
    void areNotRestoredByReconnecting() throws IOException {
      try (Rig rig = new Rig(Limits.DEFAULT.with(new Limits.Share(9, 1, 3, 8)))) {
        Listener listener = rig.listen("a");
        int refused = 0;
        for (int i = 0; i < 12; i++) {
          try (Guest guest = Guest.at(listener.address())) {
            refused += guest.ask(Guest.get("/a")).status() == 429 ? 1 : 0;
          }
        }
        assertThat(refused).isGreaterThan(5);
      }
    }

    @Test
    void countRefusedRequestsToo() throws IOException {
      try (Rig rig = new Rig(Limits.DEFAULT.with(new Limits.Share(9, 1, 3, 8)));
          Guest guest = rig.guest()) {
        for (int i = 0; i < 3; i++) {
          assertThat(guest.ask(Guest.get("/a/../b")).status()).isEqualTo(400);
        }
        assertThat(guest.ask(Guest.get("/a/../b")).status()).isEqualTo(429);
      }
    }
  }

  @Nested
  class OfWork {
    @Test
    void refuseOneSharesFloodAndServeTheOthers() throws Exception {
      CountDownLatch finish = new CountDownLatch(1);
      Limits some = Limits.DEFAULT.with(new Limits.Share(99, 0, 0, 4));
      try (Rig rig =
          new Rig(new Limits(1, 2, 99, some.held(), some.share(), some.size(), some.time()))) {
        rig.service.answers =
            (_, request) ->
                Answer.later(
                    () -> {
                      await(request.path().equals("/slow") ? finish : new CountDownLatch(0));
                      return TestService.echo(request);
                    });
        Listener flood = rig.listen("flood");
        List<Guest> guests = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          guests.add(Guest.at(flood.address()).send(Guest.get("/slow")));
        }
        while (rig.service.seen.size() < 4) {
          Thread.onSpinWait();
        }
        try (Guest fifth = Guest.at(flood.address())) {
          Guest.Reply reply = fifth.ask(Guest.get("/slow"));
          assertThat(reply.status()).isEqualTo(429);
          assertThat(reply.headers()).containsEntry("retry-after", "1");
        }
        assertThat(notices(rig)).containsExactly(Map.of("share", "flood", "limit", "work"));
        finish.countDown();
        for (Guest guest : guests) {
          assertThat(guest.reply().status()).isEqualTo(200);
          guest.close();
        }
      }
    }
  }

  @Nested
  class OfTime {
    @Test
    void closeAConnectionThatSaysNothing() throws IOException {
      try (Rig rig = timed(LONG, SHORT, LONG, LONG);
          Guest guest = rig.guest()) {
        assertThat(guest.end()).isEqualTo("closed");
        assertThat(rig.service.said).isEmpty();
      }
    }

    @Test
    void refuseAHeadThatTrickles() throws Exception {
      try (Rig rig = timed(LONG, SHORT, LONG, LONG);
          Guest guest = rig.guest()) {
        assertThat(trickle(guest, Guest.get("/" + "a".repeat(200))).status()).isEqualTo(408);
        assertThat(guest.end()).isEqualTo("closed");
        assertThat(rig.service.seen).isEmpty();
      }
    }

    @Test
    void refuseABodyThatTrickles() throws Exception {
      try (Rig rig = timed(LONG, SHORT, LONG, LONG);
          Guest guest = rig.guest()) {
        guest.ask(Guest.get("/first"));
        assertThat(trickle(guest, Guest.post("/a", "b".repeat(200))).status()).isEqualTo(408);
      }
    }

    @Test
    void closeAnIdleConnectionQuietly() throws Exception {
      try (Rig rig = timed(LONG, LONG, SHORT, LONG);
          Guest guest = rig.guest()) {
        assertThat(guest.ask(Guest.get("/a")).status()).isEqualTo(200);
        assertThat(guest.end()).isEqualTo("closed");
        rig.awaitConnections("served", 1);
      }
    }

    @Test
    void resetAGuestThatDoesNotReadItsAnswers() throws Exception {
      try (Rig rig = timed(LONG, LONG, LONG, SHORT);
          Guest guest = rig.guest()) {
        rig.service.answers =
            (_, _) -> Answer.now(Response.of(200, "text/plain", new byte[1_000_000]));
        guest.send(Guest.get("/a").repeat(20));
        rig.awaitConnections("served", 1);
      }
    }

    @Test
    void resetAGuestWhoseLastAnswerStaysUnread() throws Exception {
      try (Rig rig = timed(LONG, LONG, LONG, SHORT);
          Guest guest = rig.guest()) {
        rig.service.answers =
            (_, _) -> Answer.now(Response.of(200, "text/plain", new byte[10_000_000]));
        guest.send(Guest.get("/a"));
        rig.awaitConnections("served", 1);
      }
    }

    @Test
    void sparesAGuestWhoseAnswerTakesWork() throws Exception {
      try (Rig rig = timed(SHORT, SHORT, SHORT, SHORT);
          Guest guest = rig.guest()) {
        rig.service.answers =
            (_, request) ->
                Answer.later(
                    () -> {
                      sleep(SHORT.multipliedBy(3));
                      return TestService.echo(request);
                    });
        assertThat(guest.ask(Guest.get("/a")).status()).isEqualTo(200);
      }
    }

    @Test
    void sparesAGuestThatKeepsAsking() throws Exception {
      try (Rig rig = timed(LONG, SHORT, SHORT, SHORT);
          Guest guest = rig.guest()) {
        long end = System.nanoTime() + SHORT.multipliedBy(4).toNanos();
        while (System.nanoTime() - end < 0) {
          assertThat(guest.ask(Guest.get("/a")).status()).isEqualTo(200);
          Thread.sleep(20);
        }
      }
    }

    private static Guest.Reply trickle(Guest guest, String bytes) throws Exception {
      for (int i = 0; i < bytes.length() && guest.socket.getInputStream().available() == 0; i++) {
        guest.send(bytes.substring(i, i + 1));
        Thread.sleep(20);
      }
      return guest.reply();
    }

    private static Rig timed(Duration handshake, Duration request, Duration idle, Duration stall) {
      return new Rig(Limits.DEFAULT.with(new Limits.Time(handshake, request, idle, stall, SHORT)));
    }
  }

  @Nested
  class OfSize {
    @Test
    void holdForBodiesInChunks() throws IOException {
      try (Rig rig = Rig.standard();
          Guest guest = rig.guest()) {
        String chunk = "1000\r\n" + "a".repeat(4_096) + "\r\n";
        String head =
            "POST /a HTTP/1.1\r\nHost: metadata.test\r\nTransfer-Encoding: chunked\r\n\r\n";

        assertThat(guest.ask(head + chunk.repeat(8) + "0\r\n\r\n").status()).isEqualTo(200);
        assertThat(guest.ask(head + chunk.repeat(8) + "1\r\na\r\n0\r\n\r\n").status())
            .isEqualTo(413);
        assertThat(guest.end()).isEqualTo("closed");
      }
    }

    @Test
    void holdForLinesAndHeaders() throws IOException {
      try (Rig rig = Rig.standard()) {
        Listener listener = rig.listen("here");
        assertThat(status(listener, Guest.get("/" + "a".repeat(9_000)))).isEqualTo(414);
        assertThat(status(listener, with("X-A: " + "a".repeat(17_000) + "\r\n"))).isEqualTo(431);
        assertThat(status(listener, with(fields(64)))).isEqualTo(431);
        assertThat(status(listener, with(fields(63)))).isEqualTo(200);
      }
    }

    private static String fields(int count) {
      StringBuilder fields = new StringBuilder();
      for (int i = 0; i < count; i++) {
        fields.append("X-").append(i).append(": a\r\n");
      }
      return fields.toString();
    }

    private static String with(String fields) {
      return Guest.get("/a").replace("\r\n\r\n", "\r\n" + fields + "\r\n");
    }

    private static int status(Listener listener, String request) throws IOException {
      try (Guest guest = Guest.at(listener.address())) {
        return guest.ask(request).status();
      }
    }
  }

  private static Guest served(Listener listener) throws IOException {
    Guest guest = Guest.at(listener.address());
    assertThat(guest.ask(Guest.get("/a")).status()).isEqualTo(200);
    return guest;
  }

  private static List<Map<String, String>> notices(Rig rig) {
    return rig.events.stream()
        .map(Event.Notice.class::cast)
        .filter(notice -> notice.kind() == Event.Kind.LIMIT_REACHED)
        .map(Event.Notice::fields)
        .toList();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
