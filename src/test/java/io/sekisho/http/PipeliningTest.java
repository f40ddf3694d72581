package io.sekisho.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.message.Request;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PipeliningTest {
  private final Rig rig = Rig.standard();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void answersInOrderWhenSomeAnswersTakeWork() throws IOException {
    rig.service.answers =
        (_, request) ->
            request.path().endsWith("later")
                ? Answer.later(() -> TestService.echo(request))
                : Answer.now(TestService.echo(request));
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      requests.append(
          i % 3 == 0 ? Guest.post("/" + i + "/later", "b".repeat(i + 1)) : Guest.get("/" + i));
    }
    try (Guest guest = rig.guest()) {
      guest.send(requests.toString());
      for (int i = 0; i < 300; i++) {
        String body = guest.reply().body();
        assertThat(body).startsWith(i % 3 == 0 ? "POST /" + i + "/later b" : "GET /" + i + " ");
      }
    }
  }

  @Test
  void doesNotBeginARequestWhileAnEarlierOneIsWorkedOn() throws Exception {
    CountDownLatch working = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    rig.service.answers =
        (_, request) ->
            request.path().equals("/slow")
                ? Answer.later(
                    () -> {
                      working.countDown();
                      await(finish);
                      return TestService.echo(request);
                    })
                : Answer.now(TestService.echo(request));
    try (Guest guest = rig.guest()) {
      guest.send(Guest.get("/slow") + Guest.get("/next"));
      working.await();
      guest.send(Guest.get("/last"));
      // Another guest on every loop proves that the loops are not held up and had time to go wrong.
      for (int i = 0; i < 8; i++) {
        try (Guest other = rig.guest("other" + i)) {
          assertThat(other.ask(Guest.get("/a")).status()).isEqualTo(200);
        }
      }
      assertThat(rig.service.seen).extracting(Request::path).doesNotContain("/next", "/last");
      finish.countDown();

      assertThat(guest.reply().body()).startsWith("GET /slow");
      assertThat(guest.reply().body()).startsWith("GET /next");
      assertThat(guest.reply().body()).startsWith("GET /last");
    }
  }

  @Test
  void survivesAGuestThatSendsMuchBeforeItReads() throws Exception {
    byte[] large = new byte[16_384];
    AtomicInteger answered = new AtomicInteger();
    rig.service.answers =
        (_, _) -> {
          answered.incrementAndGet();
          return Answer.now(Response.of(200, "text/plain", large));
        };
    try (Guest guest = rig.guest()) {
      int count = 2_000;
      Thread sender =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      guest.send(Guest.get("/a").repeat(count));
                    } catch (IOException e) {
                      throw new IllegalStateException(e);
                    }
                  });
      for (int i = 0; i < count; i++) {
        assertThat(guest.reply().body()).hasSize(large.length);
      }
      sender.join();
      assertThat(answered).hasValue(count);
    }
  }

  @Test
  void stopsAnsweringAGuestThatDoesNotRead() throws Exception {
    byte[] large = new byte[65_536];
    AtomicInteger answered = new AtomicInteger();
    rig.service.answers =
        (_, _) -> {
          answered.incrementAndGet();
          return Answer.now(Response.of(200, "text/plain", large));
        };
    try (Guest guest = rig.guest()) {
      guest.send(Guest.get("/a").repeat(400));
      int before;
      do {
        before = answered.get();
        Thread.sleep(300);
      } while (answered.get() != before || before == 0);
      assertThat(before).isLessThan(400);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
