package io.sekisho.sentry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.Root;
import io.sekisho.guard.Engine;
import io.sekisho.linux.Knock.Kind;
import io.sekisho.sentry.Trial.Seen;
import io.sekisho.sentry.VerifyReport.Result;
import io.sekisho.warden.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What `verify` says of a machine, by real packets.
@Tag("root")
@ExtendWith(Root.class)
class VerifiedTest {
  private final Guarded guarded = new Guarded();

  @AfterEach
  void close() {
    guarded.close();
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void provesWhatIsInForce(Engine engine) {
    guarded.apply(engine, "targets: [aws, openstack]\nallow: {users: [2001], groups: [3001]}");

    VerifyReport report = guarded.verify();

    assertThat(report.trials()).filteredOn(it -> it.verdict() != Trial.Verdict.AGREES).isEmpty();
    assertThat(report.result()).isEqualTo(Result.AGREES);
    assertThat(seen(report, "user 2001")).containsExactly(Seen.LET_THROUGH);
    assertThat(seen(report, "root")).containsExactly(Seen.REFUSED);
    assertThat(seen(report, "nobody")).containsExactly(Seen.REFUSED);
    assertThat(seen(report, "group 3001, as first group")).containsExactly(Seen.LET_THROUGH);
    assertThat(seen(report, "group 3001, as further group"))
        .containsExactly(engine == Engine.NFT ? Seen.REFUSED : Seen.LET_THROUGH);
    assertThat(report.trials())
        .extracting(it -> it.way().toString())
        .contains(
            "TCP 169.254.169.254:80",
            "TCP [::ffff:169.254.169.254]:80",
            "UDP 169.254.169.254:80",
            "ICMP 169.254.169.254",
            "TCP [fd00:ec2::254]:80")
        .anyMatch(it -> it.startsWith("TCP [fe80::a9fe:a9fe%"));
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void provesWhoIsDenied(Engine engine) {
    guarded.apply(engine, "targets: [aws]\ndeny: {users: [2002]}");

    VerifyReport report = guarded.verify();

    assertThat(report.result()).isEqualTo(Result.AGREES);
    assertThat(seen(report, "user 2002")).containsExactly(Seen.REFUSED);
    assertThat(seen(report, "root")).containsExactly(Seen.LET_THROUGH);
  }

  /// Both are a reset: only the counters tell whose.
  @ParameterizedTest
  @EnumSource(Engine.class)
  void tellsARefusalFromAPortWhereNobodyListens(Engine engine) {
    guarded.apply(
        engine,
        """
        targets: [{address: 10.77.0.1, tcp_ports: [81]}, {address: 10.77.0.99, tcp_ports: [80]}]
        allow: {users: [2001]}
        """);

    VerifyReport report = guarded.verify();

    assertThat(report.result()).isEqualTo(Result.AGREES);
    assertThat(report.trials())
        .filteredOn(it -> it.way().toString().equals("TCP 10.77.0.1:81"))
        .allSatisfy(it -> assertThat(it.detail()).isEqualTo("refused at once"));
    assertThat(seen(report, "user 2001")).containsExactly(Seen.LET_THROUGH);
    assertThat(seen(report, "root")).containsExactly(Seen.REFUSED);
    assertThat(report.trials())
        .filteredOn(it -> it.through() && it.way().toString().equals("TCP 10.77.0.99:80"))
        .allSatisfy(it -> assertThat(it.detail()).isEqualTo("no answer"));
  }

  /// Whom only the other one names is not tried, and may get through.
  @Test
  void anotherPolicyThanTheOneInForceIsADifference() throws IOException {
    guarded.apply(Engine.NFT, "targets: [aws]\nallow: {users: [2001, 2002]}");
    Path other = guarded.home.resolve("other.yaml");
    Files.writeString(other, "guard: 1\ntargets: [aws]\nallow: {users: [2001]}\n");

    VerifyReport report =
        guarded.machine.inside(
            () -> VerifyCommand.report(guarded.warden, guarded.places.run(), Optional.of(other)));

    assertThat(report.result()).isEqualTo(Result.DIFFERS);
    assertThat(report.notes()).anyMatch(it -> it.contains("another policy"));
  }

  @Test
  void triesNothingWhereTheRulesAreGone() {
    guarded.apply(Engine.NFT, "targets: [aws]\nallow: {users: [2001]}");
    guarded.machine.run("nft flush ruleset");

    VerifyReport report = guarded.verify();

    assertThat(report.result()).isEqualTo(Result.DIFFERS);
    assertThat(report.trials()).isEmpty();
  }

  /// "No such port" is the service's word, however many others are refused meanwhile.
  @Test
  void doesNotTakeTheServicesRefusalForTheGuards() {
    guarded.apply(Engine.NFT, "targets: ['fd77::1', '169.254.169.254']\nallow: {users: [2001]}");
    Machine.Kept flood = guarded.machine.flood("--reuid 2002 --clear-groups", Machine.METADATA);

    VerifyReport report = guarded.verify();

    flood.useAgain();
    assertThat(report.trials())
        .filteredOn(it -> it.through() && it.way().kind() == Kind.UDP && it.way().address().v6())
        .isNotEmpty()
        .allSatisfy(it -> assertThat(it.detail()).isEqualTo("refused at once"))
        .extracting(Trial::seen)
        .doesNotContain(Seen.REFUSED);
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void entersControlGroupsAndLeavesThem(Engine engine) throws IOException {
    Path group = Guarded.cgroup("sgt-verify-" + ProcessHandle.current().pid());
    String before = Cgroups.here().of("self");
    try {
      guarded.apply(engine, "targets: [aws]\nallow: {cgroups: [" + group.getFileName() + "]}");

      VerifyReport report = guarded.verify();

      assertThat(report.result()).isEqualTo(Result.AGREES);
      assertThat(seen(report, "cgroup " + group.getFileName())).containsExactly(Seen.LET_THROUGH);
      assertThat(seen(report, "root")).containsExactly(Seen.REFUSED);
      assertThat(Cgroups.here().of("self")).isEqualTo(before);
    } finally {
      Files.delete(group);
    }
  }

  @Test
  void saysWhatIsNoLongerTrue() {
    guarded.apply(Engine.NFT, "targets: [aws]\nallow: {users: [2001]}");
    for (String chain : List.of("judge", "judge_again")) {
      guarded.machine.run("nft insert rule inet sekisho_guard " + chain + " meta skuid 0 accept");
    }

    VerifyReport report = guarded.verify();

    assertThat(report.result()).isEqualTo(Result.DIFFERS);
    assertThat(report.notes()).anyMatch(it -> it.contains("has not what was loaded"));
    assertThat(report.trials())
        .filteredOn(it -> it.who().label().equals("root") && it.detail().equals("answered"))
        .isNotEmpty()
        .allSatisfy(it -> assertThat(it.seen()).isEqualTo(Seen.NOT_JUDGED))
        .allSatisfy(it -> assertThat(it.verdict()).isEqualTo(Trial.Verdict.DIFFERS));
  }

  /// Somebody else's rule refuses all: that is no work of the guard's.
  @Test
  void claimsNothingThatItDidNotSee() {
    guarded.apply(Engine.NFT, "targets: [aws]\nallow: {users: [2001]}");
    guarded.machine.run(
        """
        nft 'table ip else { chain o { type filter hook output priority -300;
          ip daddr 169.254.169.254 meta l4proto tcp reject with tcp reset
        }
        }'
        """);

    VerifyReport report = guarded.verify();

    assertThat(report.result()).isEqualTo(Result.UNPROVEN);
    assertThat(report.trials())
        .filteredOn(it -> it.way().toString().equals("TCP 169.254.169.254:80"))
        .isNotEmpty()
        .allSatisfy(it -> assertThat(it.seen()).isEqualTo(Seen.UNCLEAR));
  }

  @Test
  void auditIsNotTakenForARefusal() {
    guarded.apply(Engine.NFT, "mode: audit\ntargets: [aws]\nallow: {users: [2001]}");

    VerifyReport report = guarded.verify();

    assertThat(report.result()).isEqualTo(Result.AGREES);
    assertThat(seen(report, "root")).containsExactly(Seen.WOULD_BE_REFUSED);
    assertThat(seen(report, "user 2001")).containsExactly(Seen.LET_THROUGH);
  }

  /// No guard stops a program that gets through and fetches for others.
  @Test
  void namesAProxyThatRunsAsWhomTheGuardLetsThrough() throws IOException {
    guarded.apply(Engine.NFT, "targets: [aws]\nallow: {users: [2001]}");
    Process proxy = listener("2001", 7777);
    Process other = listener("2002", 7778);
    try {
      List<String> found = gap(guarded.verify(), "proxies");

      assertThat(found).anyMatch(it -> it.contains("user 2001, at 127.0.0.1:7777"));
      assertThat(found).noneMatch(it -> it.contains("7778"));
    } finally {
      proxy.destroyForcibly();
      other.destroyForcibly();
    }
  }

  @Test
  void namesSetuidProgramsOfTheAllowed() {
    guarded.apply(Engine.NFT, "targets: [aws]\nallow: {users: [root]}");

    assertThat(gap(guarded.verify(), "setuid programs")).anyMatch(it -> it.endsWith(", as root"));
  }

  /// One that was made by root and used by another.
  @Test
  void namesAConnectionOfAnotherMaker() {
    guarded.apply(Engine.NFT, "targets: [aws]\nallow: {users: [root]}");
    String dropped =
        "import os,socket,time;s=socket.create_connection(('169.254.169.254',80));"
            + "os.setresuid(2002,2002,2002);print('up',flush=True);time.sleep(60)";
    Process process =
        guarded.machine.inside(() -> new ProcessBuilder("/usr/bin/python3", "-c", dropped).start());
    try {
      assertThat(process.inputReader().readLine()).isEqualTo("up");

      assertThat(gap(guarded.verify(), "sockets of others"))
          .anyMatch(it -> it.contains("user 2002, has a connection of root"));
    } catch (IOException e) {
      throw new AssertionError(e);
    } finally {
      process.destroyForcibly();
    }
  }

  private Process listener(String uid, int port) throws IOException {
    String script =
        "import socket,time;s=socket.socket();s.bind(('127.0.0.1',%d));s.listen();".formatted(port)
            + "print('up',flush=True);time.sleep(60)";
    Process process =
        guarded.machine.inside(
            () ->
                new ProcessBuilder(
                        "setpriv",
                        "--reuid",
                        uid,
                        "--regid",
                        uid,
                        "--clear-groups",
                        "/usr/bin/python3",
                        "-c",
                        script)
                    .start());
    assertThat(process.inputReader().readLine()).isEqualTo("up");
    return process;
  }

  private static Set<Seen> seen(VerifyReport report, String who) {
    return report.trials().stream()
        .filter(it -> it.who().label().equals(who))
        .map(Trial::seen)
        .collect(Collectors.toSet());
  }

  private static List<String> gap(VerifyReport report, String name) {
    return report.gaps().stream()
        .filter(it -> it.name().equals(name))
        .flatMap(it -> it.found().stream())
        .toList();
  }
}
