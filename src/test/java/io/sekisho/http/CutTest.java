package io.sekisho.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class CutTest {
  private final Rig rig = new Rig(manyLoops());

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void resetsTheseAndLeavesTheOthers() throws Exception {
    try (Guest cut = rig.guest("cut");
        Guest kept = rig.guest("kept")) {
      cut.ask(Guest.get("/a"));
      kept.ask(Guest.get("/a"));

      rig.server.cut(caller -> caller.equals("cut"));

      assertThat(cut.end()).isEqualTo("reset");
      assertThat(kept.ask(Guest.get("/b")).status()).isEqualTo(200);
      rig.awaitConnections("not_served", 1);
    }
  }

  @Test
  void resetsAConnectionInTheMiddleOfARequest() throws Exception {
    try (Guest guest = rig.guest("cut")) {
      guest.ask(Guest.get("/a"));
      guest.send("POST /b HTTP/1.1\r\nHost: metadata.test\r\nContent-Length: 5\r\n\r\nab");

      rig.server.cut(_ -> true);

      assertThat(guest.end()).isEqualTo("reset");
    }
  }

  @Test
  void throwsAwayAnAnswerThatIsBeingWorkedOut() throws Exception {
    CountDownLatch working = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    rig.service.answers =
        (_, request) ->
            Answer.later(
                () -> {
                  working.countDown();
                  await(finish);
                  return TestService.echo(request);
                });
    try (Guest guest = rig.guest("cut").send(Guest.get("/a"))) {
      working.await();
      rig.server.cut(_ -> true);
      finish.countDown();

      assertThat(guest.end()).isEqualTo("reset");
    }
    rig.awaitConnections("not_served", 1);
    assertThat(rig.service.said).isEmpty();
  }

  @Test
  void resetsInsteadOfAnsweringOnceNotServed() throws Exception {
    AtomicBoolean served = new AtomicBoolean(true);
    rig.service.serves = _ -> served.get();
    rig.service.answers =
        (_, request) -> {
          served.set(false);
          return Answer.now(TestService.echo(request));
        };
    try (Guest guest = rig.guest("cut").send(Guest.get("/a"))) {
      assertThat(guest.end()).as("decided, but no longer true").isEqualTo("reset");
    }
    assertThat(rig.service.said).isEmpty();
  }

  @Test
  void refusesToWaitForItself() throws Exception {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    rig.service.answers =
        (_, request) -> {
          try {
            rig.server.cut(_ -> false);
          } catch (IllegalStateException e) {
            thrown.set(e);
          }
          return Answer.now(TestService.echo(request));
        };
    try (Guest guest = rig.guest()) {
      assertThat(guest.ask(Guest.get("/a")).status()).isEqualTo(200);
    }
    assertThat(thrown.get()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void isHarmlessOnAClosedServer() {
    rig.server.close();
    rig.server.cut(_ -> true);
    assertThatThrownBy(() -> rig.listen("late")).isInstanceOf(IOException.class);
  }

  /// The race that matters: an operator switches a guest off and is told that it is off, while that
  /// guest asks as fast as it can over many connections. `answered` runs right after the write on
  /// the same thread, so an answer to a switched-off guest shows there.
  @Test
  void isABarrier() throws Exception {
    AtomicInteger revision = new AtomicInteger();
    AtomicInteger enforced = new AtomicInteger();
    AtomicInteger violations = new AtomicInteger();
    AtomicInteger answers = new AtomicInteger();
    rig.service.answers =
        (_, _) -> {
          Response response = TestService.text(200, Integer.toString(revision.get()));
          LockSupport.parkNanos(20_000);
          return ThreadLocalRandom.current().nextInt(4) == 0
              ? Answer.later(() -> response)
              : Answer.now(response);
        };
    rig.service.hears =
        said -> {
          answers.incrementAndGet();
          violations.addAndGet(Integer.parseInt(said.body()) < enforced.get() ? 1 : 0);
        };
    Listener listener = rig.listen("raced");
    AtomicBoolean stop = new AtomicBoolean();
    List<Thread> guests = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      guests.add(Thread.ofVirtual().start(() -> askUntil(stop, listener)));
    }
    for (int round = 1; round <= 400; round++) {
      revision.set(round);
      rig.server.cut(_ -> true);
      enforced.set(round);
      Thread.sleep(ThreadLocalRandom.current().nextInt(4));
    }
    stop.set(true);
    for (Thread guest : guests) {
      guest.join();
    }
    assertThat(answers).as("the race was run").hasValueGreaterThan(1_000);
    assertThat(violations).hasValue(0);
  }

  private static void askUntil(AtomicBoolean stop, Listener listener) {
    while (!stop.get()) {
      try (Guest guest = Guest.at(listener.address())) {
        while (!stop.get()) {
          guest.send(Guest.get("/a").repeat(3));
          guest.reply();
          guest.reply();
          guest.reply();
        }
      } catch (IOException cut) {
        // Comes back at once.
      }
    }
  }

  private static Limits manyLoops() {
    Limits some = Limits.DEFAULT;
    return new Limits(
        4, 4, some.connections(), some.held(), some.share(), some.size(), some.time());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
