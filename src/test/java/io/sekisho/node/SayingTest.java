package io.sekisho.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.fleet.Applied;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SayingTest {
  private final BlockingQueue<Applied> heard = new LinkedBlockingQueue<>();
  private final BlockingQueue<Boolean> answers = new SynchronousQueue<>();
  private final Saying saying =
      new Saying(
          it -> {
            heard.add(it);
            try {
              return answers.take();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });

  @Test
  void whatCameMeanwhileIsSaidAfterwardsAndOnlyTheLatestOfIt() throws Exception {
    for (int revision = 1; revision <= 4; revision++) {
      saying.say(applied(revision));
    }
    assertThat(next()).isEqualTo(applied(1));
    answers.put(true);
    assertThat(next()).isEqualTo(applied(4));
    answers.put(true);
    assertSilent();
  }

  @Test
  void whatDidNotArriveIsSaidAgainWithTheNextLineAndWhatDidIsNot() throws Exception {
    saying.say(applied(1));
    next();
    answers.put(false);
    assertSilent();
    saying.say(applied(1));
    assertThat(next()).isEqualTo(applied(1));
    answers.put(true);
    assertSilent();
    saying.say(applied(1));
    assertSilent();
  }

  @Test
  void whoListensAnewIsToldAlthoughAnotherTookIt() throws Exception {
    saying.say(applied(1));
    next();
    saying.anew();
    answers.put(true);
    assertThat(next()).isEqualTo(applied(1));
    answers.put(true);
    assertSilent();
    saying.anew();
    saying.say(applied(1));
    assertThat(next()).isEqualTo(applied(1));
    answers.put(true);
  }

  private static Applied applied(long revision) {
    return new Applied(revision, "");
  }

  private Applied next() throws InterruptedException {
    Applied next = heard.poll(10, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return next;
  }

  private void assertSilent() throws InterruptedException {
    assertThat(heard.poll(200, TimeUnit.MILLISECONDS)).isNull();
  }
}
