package io.sekisho.sentry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.Root;
import io.sekisho.client.Failure;
import io.sekisho.guard.Engine;
import io.sekisho.guard.Policy;
import io.sekisho.guard.Policy.Mode;
import io.sekisho.sentry.LearnCommand.Lesson;
import io.sekisho.sentry.Proposal.Entry;
import io.sekisho.warden.Cases;
import io.sekisho.warden.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Services of a machine, learnt from and then held to.
@Tag("root")
@ExtendWith(Root.class)
class LearntTest {
  private static final String WEB = "--reuid www-data --regid www-data --init-groups";
  private static final String BACKUP = "--reuid backup --regid backup --init-groups";
  private static final String GAMES = "--reuid games --regid games --init-groups";
  private static final String NOBODY = "--reuid 2002 --regid 2002 --clear-groups";
  private static final String IT = "got it";
  private static final String REFUSED = "ECONNREFUSED";

  /// Only then is what happens in another namespace than the first logged at all.
  private static final Path LOGS = Path.of("/proc/sys/net/netfilter/nf_log_all_netns");

  private final Guarded guarded = new Guarded();
  private final String unit = "sgt-%d.service".formatted(ProcessHandle.current().pid());
  private Path group = Path.of("none");
  private String before = "0";
  private boolean isSliceOurs;

  @BeforeEach
  void log() throws IOException {
    before = Files.readString(LOGS).strip();
    Files.writeString(LOGS, "1");
    Path slice = Cgroups.here().root().resolve("system.slice");
    isSliceOurs = Files.notExists(slice);
    group = Guarded.cgroup("system.slice/" + unit);
  }

  @AfterEach
  void close() throws IOException {
    Files.writeString(LOGS, before);
    Files.delete(group);
    if (isSliceOurs) {
      // Unless somebody else has something in it now.
      Cgroups.here().root().resolve("system.slice").toFile().delete();
    }
    guarded.close();
  }

  /// Two have users of their own, one is a unit of root's; the fourth comes too late.
  @Test
  void threeServicesWorkAndAFourthIsRefusedAndNamed() {
    guarded.apply(Engine.NFT, "mode: audit\ntargets: [aws]\nallow: {}\nlog: {per_minute: 1000}");
    CompletableFuture<Lesson> learning = learning(Duration.ofSeconds(7));
    assertThat(ask(WEB)).isEqualTo(IT);
    assertThat(ask(BACKUP)).isEqualTo(IT);
    assertThat(keepAsUnit()).isEqualTo(IT);
    assertThat(ask(NOBODY)).isEqualTo(IT);
    assertThat(guarded.machine.askFromPod(Machine.METADATA)).isEqualTo(IT);

    Lesson lesson = learning.join();
    String text = lesson.proposal().text();
    Policy proposed = Cases.read(text);

    assertThat(proposed.mode()).isEqualTo(Mode.ENFORCE);
    assertThat(proposed.subjects())
        .extracting(Object::toString)
        .containsExactlyInAnyOrder("user www-data", "user backup", "unit " + unit);
    assertThat(proposed.forwarded().devices()).containsExactly("docker0");
    assertThat(text).contains("user 2002: ", "there is no account of this number");
    assertThat(proposed.logPerMinute()).isEqualTo(Policy.LOG_PER_MINUTE);
    assertThat(lesson.counted()).isPositive();

    guarded.apply(Engine.NFT, text.replace("guard: 1\n", ""));
    assertThat(ask(WEB)).isEqualTo(IT);
    assertThat(ask(BACKUP)).isEqualTo(IT);
    assertThat(keepAsUnit()).isEqualTo(IT);
    assertThat(ask(GAMES)).isEqualTo(REFUSED);
    assertThat(ask("")).isEqualTo(REFUSED);

    Lesson refused = learn();
    assertThat(refused.table().rows())
        .extracting(it -> it.get(0) + ": " + it.get(1))
        .contains("user www-data: yes", "user games: no");
    assertThatThrownBy(refused::expectLearnt).isInstanceOf(Failure.class);
  }

  /// Root is everything: it is never proposed as a user.
  @Test
  void doesNotProposeWhomItCanNotTell() {
    guarded.apply(Engine.NFT, "mode: audit\ntargets: [aws]\nallow: {}\nlog: {per_minute: 1000}");
    CompletableFuture<Lesson> learning = learning(Duration.ofSeconds(3));
    for (int i = 0; i < 6; i++) {
      assertThat(ask("")).isEqualTo(IT);
    }

    Lesson lesson = learning.join();

    assertThat(lesson.proposal().policy().subjects()).isEmpty();
    assertThat(lesson.asFile()).anyMatch(it -> it.startsWith("The policy lets nobody through"));
    assertThat(lesson.proposal().entries())
        .filteredOn(it -> it.who().equals("user root"))
        .hasSize(1)
        .noneMatch(Entry::isProposed);
  }

  /// Whom an earlier policy refused may be whom it was there for.
  @Test
  void doesNotProposeWhomAnEarlierPolicyRefused() {
    guarded.apply(Engine.NFT, "targets: [aws]\nallow: {}\nlog: {per_minute: 1000}");
    assertThat(ask(GAMES)).isEqualTo(REFUSED);
    guarded.apply(Engine.NFT, "mode: audit\ntargets: [aws]\nallow: {}\nlog: {per_minute: 1000}");
    assertThat(ask(WEB)).isEqualTo(IT);

    Lesson lesson = learn();

    assertThat(lesson.proposal().entries())
        .extracting(Entry::who)
        .contains("user www-data")
        .doesNotContain("user games");
  }

  @Test
  void wantsAPolicyToLearnFrom() {
    assertThatThrownBy(() -> learn()).hasMessageContaining("mode: audit");
    guarded.apply(Engine.NFT, "mode: audit\ndeny: {users: [2001]}");
    assertThatThrownBy(() -> learn()).hasMessageContaining("denies some");
  }

  /// As in a container, where the kernel does not log.
  @Test
  void learnsNothingFromALogThatNothingGetsInto() {
    Policy policy = Cases.read("guard: 1\nmode: audit\nallow: {}\n");
    Proposal nobody = new Proposal(policy, List.of());
    assertThatThrownBy(() -> new Lesson(nobody, policy, 18, 0).expectLearnt())
        .hasMessageContaining("nf_log_all_netns=1");
    new Lesson(nobody, policy, 0, 0).expectLearnt();
  }

  /// Then the log has what was refused elsewhere.
  @Test
  void saysWhenMoreWasReadThanCounted() {
    Policy policy = Cases.read("guard: 1\nmode: audit\nallow: {}\n");
    Proposal nobody = new Proposal(policy, List.of());
    assertThat(new Lesson(nobody, policy, 2, 3).sentence()).contains("nf_log_all_netns");
    assertThat(new Lesson(nobody, policy, 3, 3).sentence()).doesNotContain("nf_log_all_netns");
  }

  /// Once it watches.
  private CompletableFuture<Lesson> learning(Duration time) {
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<Lesson> learning =
        CompletableFuture.supplyAsync(
            () ->
                guarded.machine.inside(
                    () -> LearnCommand.learn(guarded.warden, Optional.of(time), begun::countDown)));
    try {
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return learning;
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Lesson learn() {
    return guarded.machine.inside(
        () -> LearnCommand.learn(guarded.warden, Optional.empty(), () -> {}));
  }

  /// Not sooner than the limit of the log lets one through.
  private String ask(String who) {
    pause(400);
    return guarded.machine.ask(who, Machine.METADATA);
  }

  /// Long enough to be met.
  private String keepAsUnit() {
    String enter = "sh -c 'echo $$ > %s/cgroup.procs; exec \"$@\"' sh ".formatted(group);
    List<String> words =
        List.of(
            "import socket,time;s=socket.create_connection(('169.254.169.254',80),2)",
            "s.send(b'x');time.sleep(1.5);print('got '+s.recv(9).decode())");
    return guarded
        .machine
        .run(enter + "/usr/bin/python3 -c \"%s\" 2>&1 || true".formatted(String.join(";", words)))
        .strip();
  }
}
