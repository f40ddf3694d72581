package io.sekisho.warden;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.Root;
import io.sekisho.guard.Engine;
import io.sekisho.guard.Policy;
import io.sekisho.guard.Ruling;
import io.sekisho.guard.Script;
import io.sekisho.kernel.Commands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// A golden proves sameness only: here the tools are asked, in namespaces that have no name and end
/// with the command.
@Tag("root")
@ExtendWith(Root.class)
class RealGuardTest {
  /// Who is here and everywhere; the group has members of both kinds.
  private static final String HERE =
      """
      guard: 1
      allow: {users: [root, nobody, 4711], groups: [root, daemon, 0, 4712]}
      """;

  @TempDir private Path folder;

  static List<Path> goldens() throws IOException {
    return Cases.all();
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void toolsTakeTheGoldenRules(Path golden) throws Exception {
    run("nft --check -f " + withoutControlGroups(golden.resolve("ruleset.nft")));
    run("iptables-restore --noflush --test " + withoutControlGroups(golden.resolve("rules.v4")));
    run("ip6tables-restore --noflush --test " + withoutControlGroups(golden.resolve("rules.v6")));
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void shellcheckHasNothingToSayOfTheScripts(Path golden) throws Exception {
    Policy policy = Cases.policy(golden);

    run("shellcheck %s %s".formatted(script(policy, Engine.NFT), script(policy, Engine.IPTABLES)));
  }

  @Test
  void scriptFindsOutWhatIsFoundOutHere() throws Exception {
    Policy policy = Cases.read(HERE);
    Ruling ruling = new Ruling(policy, People.here(new Commands()).of(policy));

    assertThat(ruling.unknown()).isEmpty();
    assertThat(ruling.nft()).contains("meta skgid 4712");
    assertThat(run("sh " + script(policy, Engine.NFT) + " print")).isEqualTo(ruling.nft());
    assertThat(run("sh " + script(policy, Engine.IPTABLES) + " print"))
        .isEqualTo(
            "# for iptables-restore --noflush\n%s# for ip6tables-restore --noflush\n%s"
                .formatted(ruling.iptables(), ruling.ip6tables()));
  }

  /// With users and groups of its own.
  @Test
  void scriptKnowsAGroupByWhoIsInItNow() throws Exception {
    Policy policy = Cases.read("guard: 1\nallow: {users: [gone], groups: [metadata]}\n");
    Path passwd =
        Files.writeString(
            folder.resolve("passwd"),
            "root:x:0:0::/:/bin/sh\none:x:501:9001::/:/bin/sh\ntwo:x:502:502::/:/bin/sh\n");
    Path group = Files.writeString(folder.resolve("group"), "metadata:x:9001:two,nobody-here\n");

    String printed =
        run(
            "mount --bind %s /etc/passwd; mount --bind %s /etc/group; sh %s print; echo exit $?"
                .formatted(passwd, group, script(policy, Engine.NFT)));

    assertThat(printed)
        .contains("meta skgid 9001 counter", "meta skuid { 501, 502 } counter")
        .contains("there is no user gone here now", "exit 3")
        .doesNotContain("counter name user_gone accept");
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void loadingTwiceIsLoadingOnceAndRemovingLeavesNothing(Engine engine) throws Exception {
    Path script = script(Cases.read(HERE), engine);
    String list =
        "(nft list ruleset; iptables-save; ip6tables-save) 2>/dev/null | grep -ci 'sekisho.guard'";

    String said =
        run(
            """
            nft add table inet others; iptables -A OUTPUT -j ACCEPT
            sh %1$s load && %2$s && sh %1$s load && %2$s && sh %1$s check; echo check $?
            sh %1$s ensure && %2$s; sh %1$s remove; sh %1$s remove; %2$s
            nft list table inet others; iptables -S OUTPUT 2>/dev/null | tail -1; sh %1$s check; echo check $?
            """
                .formatted(script, list));

    List<String> lines = said.lines().toList();
    assertThat(lines.get(0)).isEqualTo(lines.get(1)).isEqualTo(lines.get(3)).isNotEqualTo("0");
    assertThat(lines.get(2)).isEqualTo("check 0");
    assertThat(lines.subList(4, lines.size()))
        .startsWith("0", "table inet others {", "}")
        .endsWith("-A OUTPUT -j ACCEPT", "check 1");
  }

  /// Somebody's `iptables -F`, and `nft flush ruleset`, which services do at their start.
  @ParameterizedTest
  @EnumSource(Engine.class)
  void whatSomebodyFlushedIsSeenAndPutBack(Engine engine) throws Exception {
    Path script = script(Cases.read(HERE), engine);
    String flush = engine == Engine.NFT ? "nft flush ruleset" : "iptables -F";

    assertThat(
            run(
                "sh %1$s load; %2$s; sh %1$s check; echo $?; sh %1$s ensure; sh %1$s check; echo $?"
                    .formatted(script, flush)))
        .isEqualTo(engine == Engine.NFT ? "1\n0\n" : "4\n0\n");
  }

  /// While firewalld loads its rules anew, it takes away all of iptables, more than once.
  @ParameterizedTest
  @CsvSource({
    "NFT, nft flush ruleset",
    "IPTABLES, iptables -F",
    "IPTABLES, ip6tables -F -t filter"
  })
  void whatIsLeftOfAFlushWhileLoadingIsNotTakenForTheRules(Engine engine, String flush)
      throws Exception {
    Path script = script(Cases.read(HERE), engine);
    String looks = "  listing >";
    assertThat(Files.readString(script)).containsOnlyOnce(looks);
    Path raced =
        Files.writeString(
            folder.resolve("raced.sh"),
            Files.readString(script).replace(looks, "  " + flush + "\n" + looks));

    assertThat(
            run(
                """
                sh %1$s load; echo load $?; sh %2$s check; [ $? = 0 ]; echo seen $?
                sh %2$s load; sh %2$s check; echo again $?
                """
                    .formatted(raced, script)))
        .contains("load 1\nseen 1\nagain 0\n");
  }

  @Test
  void counterOfWhoIsNotNamedAnyMoreGoesAndOthersGoOn() throws Exception {
    Path script = script(Cases.read("guard: 1\nallow: {users: [0, 4711]}\n"), Engine.NFT);
    Path first = Files.copy(script, folder.resolve("first.sh"));
    Path then = script(Cases.read("guard: 1\nallow: {users: [0]}\n"), Engine.NFT);

    assertThat(
            run(
                """
                ip link set lo up; ip addr add 169.254.169.254/32 dev lo
                sh %1$s load; ping -qc1 169.254.169.254 >/dev/null; sh %2$s load
                nft list counters | grep -A1 user_
                """
                    .formatted(first, then)))
        .contains("user_0", "packets 1 ")
        .doesNotContain("4711");
  }

  @Test
  void otherEngineIsReplaced() throws Exception {
    Path nft = Files.copy(script(Cases.read(HERE), Engine.NFT), folder.resolve("nft.sh"));
    Path iptables = script(Cases.read(HERE), Engine.IPTABLES);

    assertThat(
            run(
                """
                sh %1$s load; sh %2$s load; nft list table inet sekisho_guard 2>&1 | head -1
                iptables -S OUTPUT; sh %1$s load; iptables -S | grep -c SEKISHO; sh %1$s check; echo $?
                """
                    .formatted(nft, iptables)))
        .contains("No such file", "-A OUTPUT -j SEKISHO-GUARD\n")
        .endsWith("\n0\n0\n");
  }

  /// As one types it, where it was saved.
  @Test
  void scriptNeedsNoSlash() throws Exception {
    Files.copy(script(Cases.read(HERE), Engine.NFT), folder.resolve("saved.sh"));

    assertThat(run("cd %s; sh saved.sh load && sh saved.sh check; echo $?".formatted(folder)))
        .isEqualTo("0\n");
    // What lies there under the shell's name is not run.
    Files.writeString(folder.resolve("sh"), "echo mine");
    assertThat(run("cd %s; cat saved.sh | sh -s load; echo $?".formatted(folder)))
        .contains("save this as a file")
        .doesNotContain("mine")
        .endsWith("2\n");
    String anybody = "cd %s; chmod 755 .; setpriv --reuid 5 sh ./saved.sh load; echo $?";
    assertThat(run(anybody.formatted(folder))).contains("this needs root").endsWith("1\n");
  }

  /// What a timer does must not undo what was applied since the machine started.
  @Test
  void whatIsLookedAfterIsWhatWasLoadedLast() throws Exception {
    Path first = Files.copy(script(Cases.read(HERE), Engine.NFT), folder.resolve("first.sh"));
    Path later = script(Cases.read("guard: 1\ndeny: {users: [4713]}\n"), Engine.IPTABLES);

    assertThat(
            run(
                """
                sh %1$s load; sh %2$s load; iptables -F; sh %1$s ensure; iptables -S | grep -c 4713
                sh %1$s again; iptables -S | grep -c 4713; nft list tables | grep -c sekisho
                sh %1$s load; nft list tables | grep -c sekisho
                """
                    .formatted(first, later)))
        .isEqualTo("1\n1\n0\n1\n");
  }

  private Path script(Policy policy, Engine engine) throws IOException {
    Path run = folder.resolve("run");
    return Files.writeString(
        folder.resolve(engine + ".script"), Script.of(policy, engine, run.toString()));
  }

  /// Those of the goldens are not there.
  private Path withoutControlGroups(Path rules) throws IOException {
    return Files.writeString(
        folder.resolve("rules"),
        Files.readAllLines(rules).stream()
            .filter(it -> !it.contains("socket cgroupv2") && !it.contains("-m cgroup"))
            .collect(Collectors.joining("\n", "", "\n")));
  }

  private static String run(String script) throws Exception {
    Process process =
        new ProcessBuilder("unshare", "--net", "--mount", "sh", "-c", script)
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
