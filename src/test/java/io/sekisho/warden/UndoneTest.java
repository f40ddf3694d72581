package io.sekisho.warden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.Root;
import io.sekisho.Scratch;
import io.sekisho.client.Failure;
import io.sekisho.guard.Engine;
import io.sekisho.guard.Script;
import io.sekisho.warden.Warden.Kept;
import io.sekisho.warden.Warden.Mark;
import io.sekisho.warden.Warden.Wish;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A policy that comes into force can go again: by itself, unless confirmed, and when it is
/// removed.
@Tag("root")
@ExtendWith(Root.class)
class UndoneTest {
  private static final String ROOT = "";
  private static final String TRUSTED = "--reuid 2001 --regid 2001 --clear-groups";
  private static final String OTHER = "--reuid 2002 --regid 2002 --clear-groups";
  private static final String IT = "got it";
  private static final String REFUSED = "ECONNREFUSED";

  @TempDir private Path folder;
  private final Machine machine = new Machine();
  private Ward ward = new Ward(machine, Path.of("none"));

  @BeforeEach
  void ownFolders() {
    ward = new Ward(machine, folder);
  }

  @AfterEach
  void close() {
    machine.close();
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void whatIsNotConfirmedIsUndone(Engine engine) throws Exception {
    ward.apply(engine, "deny: {users: [2001]}", Optional.empty());
    applyFor(engine, "allow: {users: [2001]}", Duration.ofSeconds(2));
    assertThat(machine.ask(OTHER, Machine.METADATA)).isEqualTo(REFUSED);
    assertThatThrownBy(() -> ward.apply(engine, "deny: {}", Optional.empty()))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("guard confirm");

    awaitNothingPending();
    assertThat(machine.ask(OTHER, Machine.METADATA)).isEqualTo(IT);
    assertThat(machine.ask(TRUSTED, Machine.METADATA)).isEqualTo(REFUSED);
    assertThat(ward.status().mark()).isEqualTo(Mark.IN_FORCE);
    assertThatThrownBy(() -> ward.warden().confirm()).hasMessageContaining("Nothing waits");
  }

  @Test
  void whereNothingWasBeforeNothingIsAfterwards() throws Exception {
    applyFor(Engine.NFT, "allow: {}", Duration.ofSeconds(1));
    assertThat(machine.ask(ROOT, Machine.METADATA)).isEqualTo(REFUSED);

    awaitNothingPending();
    assertThat(machine.ask(ROOT, Machine.METADATA)).isEqualTo(IT);
    assertThat(machine.run("nft list ruleset")).isEmpty();
  }

  /// A slow name service, or very many rules of others.
  @Test
  void whatIsStillLoadingWhenItsTimeIsOverIsUndone() throws Exception {
    Path lock = Files.createDirectories(folder.resolve("run")).resolve("lock");
    Process another = new ProcessBuilder("flock", lock.toString(), "sleep", "3").start();
    try {
      assertThatThrownBy(() -> applyFor(Engine.NFT, "allow: {}", Duration.ofSeconds(1)))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("took longer");
    } finally {
      another.destroy();
    }
    awaitNothingPending();
    assertThat(machine.ask(ROOT, Machine.METADATA)).isEqualTo(IT);
    assertThat(machine.run("nft list ruleset")).isEmpty();
  }

  /// Where only root may write.
  @Test
  void whatIsConfirmedStaysAndIsPersisted() throws Exception {
    Path home = Files.createTempDirectory(Path.of(System.getProperty("user.home")), "sgt");
    try (Scratch closed = new Scratch(home)) {
      Path script = home.resolve("root/etc/sekisho/guard/guard.sh");
      ward = new Ward(machine, home);
      Duration time = Duration.ofSeconds(4);
      ward.apply(
          "allow: {users: [2001]}",
          new Wish(Engine.IPTABLES, Optional.of(closed.resolve("root")), Optional.of(time), false));
      assertThat(script).doesNotExist();

      machine.inside(() -> ward.warden().confirm());
      Thread.sleep(time.plusMillis(500));

      assertThat(machine.ask(OTHER, Machine.METADATA)).isEqualTo(REFUSED);
      assertThat(ward.status().pending()).isFalse();
      assertThat(script).content().contains("engine=iptables", "user 1 '2001'");
    }
  }

  /// The first one's script still sleeps when the next policy comes.
  @Test
  void nextPolicyIsNotUndoneByTheEarlierOnesTime() throws Exception {
    Duration time = Duration.ofSeconds(4);
    applyFor(Engine.NFT, "deny: {users: [2001]}", time);
    ward.warden().confirm();
    applyFor(Engine.NFT, "allow: {users: [2001]}", time.multipliedBy(3));
    Thread.sleep(time.plusMillis(700));

    assertThat(ward.status().pending()).isTrue();
    assertThat(machine.ask(OTHER, Machine.METADATA)).isEqualTo(REFUSED);
    assertThat(machine.ask(TRUSTED, Machine.METADATA)).isEqualTo(IT);
    ward.warden().confirm();
  }

  /// IPv4's rules are in before the kernel says no to those of IPv6.
  @Test
  void whatIsHalfLoadedIsUndone() {
    machine.run(
        "nft 'table ip6 filter { chain OUTPUT { type filter hook output priority 10; }; }'");
    assertThatThrownBy(
            () -> applyFor(Engine.IPTABLES, "deny: {users: [2001]}", Duration.ofSeconds(60)))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("not loaded");
    assertThat(machine.ask(TRUSTED, Machine.METADATA)).isEqualTo(IT);
    assertThat(ward.status().pending()).isFalse();

    ward.apply(Engine.NFT, "deny: {users: [2002]}", Optional.empty());
    assertThatThrownBy(() -> ward.apply(Engine.IPTABLES, "deny: {}", Optional.empty()))
        .isInstanceOf(Failure.class);
    assertThat(machine.ask(OTHER, Machine.METADATA)).as("as before").isEqualTo(REFUSED);
    assertThat(ward.status().mark()).isEqualTo(Mark.IN_FORCE);
  }

  /// What a session started ends with it there.
  @ParameterizedTest
  @CsvSource({"exit 1, 0", "'[ $2 != --collect ] && touch started', 1"})
  void whereSystemdRunsItAloneIsAsked(String systemdRun, int started) throws Exception {
    Path tool = Files.writeString(folder.resolve("systemd-run"), "#!/bin/sh\n" + systemdRun + "\n");
    assertThat(tool.toFile().setExecutable(true)).isTrue();
    Path script = Files.writeString(folder.resolve("left.sh"), "touch leaked\n");
    String within =
        "mount -t tmpfs t /run && mkdir -p /run/systemd/system && cd %1$s"
            + " && PATH=%1$s:$PATH sh -c \"$1\" sh %2$s; echo $?";

    String said =
        machine.commands.run(
            "unshare", "-m", "sh", "-c", within.formatted(folder, script), "sh", Shell.LEAVING);

    assertThat(said.strip()).isEqualTo(started == 1 ? "0" : "1");
    assertThat(folder.resolve("started").toFile().exists()).isEqualTo(started == 1);
    assertThat(folder.resolve("leaked")).doesNotExist();
  }

  /// firewalld takes IPv6's rules away on their own as it starts.
  @Test
  void whatIsTakenAwayWhileItIsListedIsPutBack() throws Exception {
    String script =
        Script.of(
            Cases.read("guard: 1\ndeny: {users: [2001]}\n"),
            Engine.IPTABLES,
            folder.resolve("run").toString());
    Path good = Files.writeString(folder.resolve("good.sh"), script);
    Path raced =
        Files.writeString(
            folder.resolve("raced.sh"),
            script.replace("  listing >", "  ip6tables -F SEKISHO-GUARD-WHO\n  listing >"));

    assertThat(machine.run("sh %s load; echo $?".formatted(raced)).strip()).endsWith("1");
    assertThat(machine.ask(TRUSTED, Machine.METADATA_6)).isEqualTo(IT);
    assertThat(machine.run("sh %s check; echo $?".formatted(good)).strip()).isEqualTo("4");
    machine.run("cp %1$s %2$s/run/guard.sh && sh %1$s ensure".formatted(good, folder));

    assertThat(machine.ask(TRUSTED, Machine.METADATA_6)).isEqualTo(REFUSED);
  }

  @Test
  void nothingIsAppliedWhileAnotherIsBeingUndone() throws Exception {
    ward.apply(Engine.NFT, "deny: {users: [2002]}", Optional.empty());
    Files.createFile(folder.resolve("run/undone"));
    assertThatThrownBy(() -> applyFor(Engine.NFT, "deny: {}", Duration.ofSeconds(1)))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("being undone");
    assertThat(machine.inside(() -> ward.warden().remove())).isTrue();
  }

  /// What is kept is run again, as root: not what happens to be called `sh` where somebody was.
  @Test
  void aScriptThatIsPipedIsNotTaken() throws Exception {
    Path script = folder.resolve("piped.sh");
    Files.writeString(
        script,
        Script.of(
            Cases.read("guard: 1\ndeny: {users: [2001]}\n"),
            Engine.NFT,
            folder.resolve("run").toString()));
    Files.writeString(folder.resolve("sh"), "exit 0");
    assertThat(machine.run("cd %s && cat piped.sh | sh; echo $?".formatted(folder))).contains("2");
    assertThat(machine.ask(TRUSTED, Machine.METADATA)).isEqualTo(IT);
    assertThat(folder.resolve("run/guard.sh")).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void removeLeavesNothing(Engine engine) throws Exception {
    Path root = Files.createDirectories(folder.resolve("root"));
    ward.apply(
        "allow: {users: [2001], units: [absent.service]}",
        new Wish(engine, Optional.of(root), Optional.empty(), false));
    assertThat(root.resolve("etc/systemd/system/absent.service.d/50-sekisho-guard.conf")).exists();
    assertThat(root.resolve("etc/systemd/system/sysinit.target.wants/sekisho-guard.service"))
        .isSymbolicLink();
    assertThat(ward.status().kept()).isEqualTo(Kept.KEPT);

    assertThat(machine.inside(() -> ward.warden().remove())).isTrue();
    assertThat(machine.inside(() -> ward.warden().remove())).isFalse();

    assertThat(machine.run("nft list ruleset | grep -ic sekisho || true").strip()).isEqualTo("0");
    assertThat(files(folder.resolve("run"))).containsExactly("lock", "turn");
    try (var left = Files.walk(root)) {
      assertThat(left.filter(it -> !Files.isDirectory(it)))
          .containsExactly(root.resolve("etc/sekisho/guard/policy.yaml"));
    }
    assertThat(files(root.resolve("etc/systemd/system"))).noneMatch(it -> it.endsWith(".d"));
    assertThat(ward.status().mark()).isEqualTo(Mark.ABSENT);
  }

  /// A timer may have begun to look, and wait for its turn.
  @ParameterizedTest
  @EnumSource(Engine.class)
  void whatWaitedForItsTurnPutsNothingBackThatIsRemoved(Engine engine) throws Exception {
    Path root = Files.createDirectories(folder.resolve("root"));
    ward.apply(
        "allow: {users: [2001]}", new Wish(engine, Optional.of(root), Optional.empty(), false));
    Path persisted =
        Files.writeString(
            root.resolve("etc/sekisho/guard/guard.sh"),
            Script.of(
                Cases.read("guard: 1\nallow: {users: [2001]}\n"),
                engine,
                folder.resolve("run").toString()));
    machine.run("nft flush ruleset");
    String ensure = "sh %s ensure & ".formatted(persisted);
    String held = "%1$s/run/guard.sh ensure & ".formatted(folder);
    Process holding =
        new ProcessBuilder("flock", folder.resolve("run/lock").toString(), "cat").start();
    Process waiting =
        machine.inside(() -> new ProcessBuilder("sh", "-c", ensure + held + "wait").start());
    Thread.sleep(300);
    Thread remover = Thread.ofPlatform().start(() -> machine.inside(() -> ward.warden().remove()));
    while (Files.exists(persisted)) {
      Thread.sleep(10);
    }

    holding.getOutputStream().close();

    remover.join();
    assertThat(waiting.waitFor()).isZero();
    assertThat(machine.run("nft list ruleset | grep -ic sekisho || true").strip()).isEqualTo("0");
    assertThat(ward.status().mark()).isEqualTo(Mark.ABSENT);
    assertThat(files(folder.resolve("run"))).containsExactly("lock", "turn");
  }

  @Test
  void onlyOneChangesItAtATime() throws Exception {
    ward.apply(Engine.NFT, "allow: {users: [2001]}", Optional.empty());
    try (Turn _ = Turn.take(folder.resolve("run"))) {
      assertThatThrownBy(() -> ward.apply(Engine.NFT, "deny: {}", Optional.empty()))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("Another `sekisho guard` is changing what is in force");
      assertThatThrownBy(() -> machine.inside(() -> ward.warden().remove()))
          .isInstanceOf(Failure.class);
    }
    assertThat(machine.ask(OTHER, Machine.METADATA)).isEqualTo(REFUSED);
    assertThat(machine.inside(() -> ward.warden().remove())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.77.0.2", "10.77.0.0/24", "fd77::2", "fe80::2"})
  void ownAddressIsNotGuarded(String target) {
    String policy = "targets: ['%s', '10.77.0.9']\ndeny: {}".formatted(target);

    assertThatThrownBy(() -> ward.apply(Engine.NFT, policy, Optional.empty()))
        .isInstanceOfSatisfying(
            Failure.class,
            it ->
                assertThat(it.details())
                    .containsExactly(target + " has an address of this machine in it."));
    assertThat(machine.run("nft list ruleset")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void rulesThatNobodyNotedAreSeen(Engine engine) throws Exception {
    ward.apply(engine, "allow: {users: [2001]}", Optional.empty());
    Files.delete(folder.resolve("run/state"));

    assertThat(ward.status().mark()).isEqualTo(Mark.NOT_NOTED);
    assertThat(ward.status().counts()).containsKey("refused");
    machine.run("rm " + folder.resolve("run") + "/*");
    assertThat(machine.inside(() -> ward.warden().remove())).isTrue();
    assertThat(ward.status().mark()).isEqualTo(Mark.ABSENT);
  }

  @Test
  void whatIsKeptForARestartMayBeSomethingElse() throws Exception {
    Path root = Files.createDirectories(folder.resolve("root"));
    Wish persisted = new Wish(Engine.NFT, Optional.of(root), Optional.empty(), false);
    ward.apply("allow: {users: [2001]}", persisted);
    assertThat(ward.status().kept()).isEqualTo(Kept.KEPT);

    ward.apply(Engine.IPTABLES, "allow: {users: [2001]}", Optional.empty());
    assertThat(ward.status().kept()).isEqualTo(Kept.ANOTHER);
    ward.apply(Engine.NFT, "allow: {users: [2002]}", Optional.empty());
    assertThat(ward.status().kept()).isEqualTo(Kept.ANOTHER);
  }

  private static List<String> files(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(it -> it.getFileName().toString()).sorted().toList();
    }
  }

  private void applyFor(Engine engine, String policy, Duration time) {
    ward.apply(engine, policy, Optional.of(time));
  }

  private void awaitNothingPending() throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
    while (Files.exists(folder.resolve("run/rollback.sh"))) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(50);
    }
  }
}
