package io.sekisho.sentry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.Root;
import io.sekisho.guard.Engine;
import io.sekisho.sentry.Watcher.Happening;
import io.sekisho.warden.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What `watch` does when somebody meddles.
@Tag("root")
@ExtendWith(Root.class)
class WatchedTest {
  private static final String OTHER = "--reuid 2002 --regid 2002 --clear-groups";
  private static final String APP = "--reuid 2001 --regid 2001 --clear-groups";
  private static final String IT = "got it";

  private final Guarded guarded = new Guarded();
  private final List<Happening> told = new CopyOnWriteArrayList<>();
  private final Watcher watcher =
      new Watcher(
          guarded.places,
          guarded.warden,
          guarded.places.policy(),
          Duration.ofMinutes(1),
          told::add);
  private final Thread walk =
      Thread.ofPlatform()
          .unstarted(
              () ->
                  guarded.machine.inside(
                      () -> {
                        watcher.walk();
                        return "";
                      }));

  @AfterEach
  void close() throws InterruptedException {
    watcher.stop();
    walk.join();
    guarded.close();
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void putsBackWhatSomebodyFlushes(Engine engine) {
    guarded.apply(engine, "allow: {users: [2001]}");
    start();

    guarded.machine.run("nft flush ruleset");

    await(() -> events().contains("put_back"));
    assertThat(events()).containsExactly("watching", "rules_removed", "put_back");
    assertThat(guarded.machine.ask(OTHER, Machine.METADATA)).isEqualTo("ECONNREFUSED");
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void putsBackWhatSomebodyChanges(Engine engine) {
    guarded.apply(engine, "allow: {users: [2001]}");
    start();

    guarded.machine.run(
        switch (engine) {
          case NFT -> "nft insert rule inet sekisho_guard leaving accept";
          case IPTABLES -> "iptables -I OUTPUT -j ACCEPT";
        });

    await(() -> events().contains("put_back"));
    assertThat(events()).containsExactly("watching", "rules_changed", "put_back");
    assertThat(guarded.machine.ask(OTHER, Machine.METADATA)).isEqualTo("ECONNREFUSED");
  }

  @Test
  void mindsNobodysOtherRules() throws InterruptedException {
    guarded.apply(Engine.NFT, "allow: {users: [2001]}");
    start();

    guarded.machine.run("nft add table inet others; nft delete table inet others");
    Thread.sleep(500);

    assertThat(events()).containsExactly("watching");
  }

  @Test
  void waitsLongerEachTimeWhenSomebodyKeepsOn() {
    guarded.apply(Engine.NFT, "allow: {users: [2001]}");
    start();

    for (int i = 1; i <= 4; i++) {
      int times = i;
      guarded.machine.run("nft delete table inet sekisho_guard");
      await(() -> events().stream().filter("put_back"::equals).count() == times);
    }

    assertThat(events().stream().filter("waiting"::equals)).hasSize(1);
    assertThat(events().indexOf("waiting")).isGreaterThan(events().indexOf("put_back"));
  }

  /// One that was made again under its name is another one for the kernel.
  @Test
  void loadsAnewWhenAControlGroupIsMadeAgain() throws IOException {
    String name = "sgt-watch-" + ProcessHandle.current().pid();
    Path group = Guarded.cgroup(name);
    try {
      guarded.apply(Engine.NFT, "allow: {cgroups: [" + name + "]}");
      start();
      Files.delete(group);
      await(() -> events().contains("names_changed"));
      Files.createDirectory(group);
      await(() -> events().stream().filter("names_changed"::equals).count() == 2);

      String enter = "sh -c 'echo $$ > %s/cgroup.procs; exec \"$@\"' sh ".formatted(group);
      assertThat(guarded.machine.run(enter + guarded.machine.words(OTHER)).strip()).isEqualTo(IT);
      assertThat(guarded.machine.ask(OTHER, Machine.METADATA)).isEqualTo("ECONNREFUSED");
    } finally {
      Files.deleteIfExists(group);
    }
  }

  /// What is in force stays.
  @Test
  void refusesAPolicyThatOthersMayWrite() throws IOException {
    guarded.apply(Engine.NFT, "allow: {users: [2001]}");
    Path policy = guarded.places.policy();
    Files.createDirectories(policy.getParent());
    Files.writeString(policy, "guard: 1\nallow: {users: [2001]}\n");
    start();

    Files.writeString(policy, "guard: 1\nallow: {users: [2001, 2002]}\n");
    await(() -> events().contains("policy_changed"));
    Files.setPosixFilePermissions(policy, PosixFilePermissions.fromString("rw-rw-rw-"));
    await(() -> events().contains("policy_refused"));

    guarded.machine.run("nft flush ruleset");
    await(() -> events().contains("put_back"));
    assertThat(guarded.machine.ask(OTHER, Machine.METADATA)).isEqualTo("ECONNREFUSED");
    assertThat(told).anyMatch(it -> it.detail().contains("Others may write to " + policy));
  }

  /// Whoever may take it away may.
  @Test
  void doesNotPutBackWhatWasRemovedAsItShould() throws InterruptedException {
    guarded.apply(Engine.NFT, "allow: {users: [2001]}");
    start();

    for (int i = 0; i < 3; i++) {
      guarded.machine.inside(guarded.warden::remove);
      await(() -> "guard_removed".equals(events().getLast()));
      Thread.sleep(500);
      assertThat(guarded.machine.run("nft list ruleset")).isEmpty();

      guarded.apply(Engine.NFT, "allow: {users: [2001]}");
      await(() -> "guard_applied".equals(events().getLast()));
    }
    assertThat(events()).doesNotContain("rules_removed", "put_back", "failed", "waiting");
  }

  /// With users of its own, who change before it watches and while it does; and as a process, which
  /// is told to end.
  @Test
  void heedsWhoIsWhoAndEndsWell() throws Exception {
    Path passwd = Files.writeString(guarded.home.resolve("passwd"), passwd(2003));
    Path later = Files.writeString(guarded.home.resolve("later"), passwd(2001));
    Path log = guarded.home.resolve("log");
    Path policy = guarded.home.resolve("policy.yaml");
    Files.writeString(policy, "guard: 1\nallow: {users: [app]}\n");
    String sekisho =
        "%s/bin/java --enable-native-access=ALL-UNNAMED -cp '%s' io.sekisho.app.Main guard "
            .formatted(System.getProperty("java.home"), System.getProperty("java.class.path"));
    String script =
        """
        mount -t tmpfs -o mode=755 none /run && mount --bind %1$s /etc/passwd &&
        %2$s apply -f %3$s && cat %4$s >/etc/passwd && exec %2$s watch -f %3$s -o json
        """
            .formatted(passwd, sekisho, policy, later);
    Process process =
        guarded.machine.inside(
            () ->
                new ProcessBuilder("unshare", "-m", "sh", "-c", script)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start());
    try {
      await(() -> read(log).contains("\"names_changed\""));
      assertThat(guarded.machine.ask(APP, Machine.METADATA)).isEqualTo(IT);
      assertThat(guarded.machine.ask(OTHER, Machine.METADATA)).isEqualTo("ECONNREFUSED");

      Files.writeString(passwd, passwd(2002));
      await(() -> read(log).split("\"names_changed\"", -1).length == 3);

      assertThat(guarded.machine.ask(OTHER, Machine.METADATA)).isEqualTo(IT);
      process.destroy();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      assertThat(read(log)).contains("\"stopped\"");
    } finally {
      process.destroyForcibly();
    }
  }

  private static String passwd(int uid) {
    return "root:x:0:0:root:/root:/bin/sh\napp:x:%1$d:%1$d::/:/bin/sh\n".formatted(uid);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void start() {
    walk.start();
    await(() -> events().contains("watching"));
  }

  private List<String> events() {
    return told.stream().map(Happening::event).toList();
  }

  private void await(BooleanSupplier done) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!done.getAsBoolean()) {
      assertThat(System.nanoTime()).as(() -> told.toString()).isLessThan(end);
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
