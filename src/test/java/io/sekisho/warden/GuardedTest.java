package io.sekisho.warden;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.Root;
import io.sekisho.guard.Engine;
import io.sekisho.warden.Warden.Mark;
import io.sekisho.warden.Warden.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Real connections of real users to a metadata service, with a policy in force.
@Tag("root")
@ExtendWith(Root.class)
class GuardedTest {
  private static final String ROOT = "";
  private static final String TRUSTED = "--reuid 2001 --regid 2001 --clear-groups";
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
  private static final String OTHER = "--reuid 2002 --regid 2002 --clear-groups";
  private static final String IN_GROUP = "--reuid 2002 --regid 3001 --clear-groups";
  private static final String IN_GROUP_TOO = "--reuid 2002 --regid 2002 --groups 3001";
  private static final String IT = "got it";
  private static final String REFUSED = "ECONNREFUSED";

  @TempDir private Path folder;
  private final Machine machine = new Machine();

  @AfterEach
  void close() {
    machine.close();
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void allowedUserGetsThroughAndNobodyElse(Engine engine) {
    assertThat(machine.ask(OTHER, Machine.METADATA)).isEqualTo(IT);

    apply(engine, "allow: {users: [2001], groups: [3001]}");

    for (String way :
        new String[] {
          Machine.METADATA, Machine.METADATA_6, "::ffff:169.254.169.254", Machine.LINK_LOCAL
        }) {
      assertThat(machine.ask(TRUSTED, way)).as(way).isEqualTo(IT);
      assertThat(machine.ask(OTHER, way)).as(way).isEqualTo(REFUSED);
      assertThat(machine.ask(ROOT, way)).as(way).isEqualTo(REFUSED);
      assertThat(machine.ask(IN_GROUP, way)).as(way).isEqualTo(IT);
      // nftables can't tell, and the number of a group has no members.
      assertThat(machine.ask(IN_GROUP_TOO, way))
          .as(way)
          .isEqualTo(engine == Engine.NFT ? REFUSED : IT);
    }
    assertThat(machine.ask(OTHER, Machine.ELSEWHERE)).isEqualTo(IT);
    assertThat(count("refused")).isPositive();
    assertThat(count("user_2001")).isPositive();
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void deniedUserDoesNotGetThroughAndEverybodyElseDoes(Engine engine) {
    apply(engine, "deny: {users: [2002]}");

    assertThat(machine.ask(OTHER, Machine.METADATA)).isEqualTo(REFUSED);
    assertThat(machine.ask(OTHER, Machine.METADATA_6)).isEqualTo(REFUSED);
    assertThat(machine.ask(TRUSTED, Machine.METADATA)).isEqualTo(IT);
    assertThat(machine.ask(ROOT, Machine.METADATA)).isEqualTo(IT);
    assertThat(count("others")).isPositive();
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void judgesWhateverGoesThereButNamesTimeAndLeases(Engine engine) {
    apply(engine, "allow: {users: [2001]}");

    assertThat(machine.ask(OTHER, "udp", Machine.METADATA, 80)).isEqualTo("EPERM");
    assertThat(machine.ask(TRUSTED, "udp", Machine.METADATA, 80)).isEqualTo(IT);
    assertThat(machine.ask(OTHER, "udp", Machine.METADATA, 53)).isEqualTo(IT);
    assertThat(machine.ask(OTHER, "tcp", Machine.METADATA, 53)).isEqualTo(IT);
    assertThat(machine.run("setpriv " + OTHER + " ping -c1 -W1 169.254.169.254 || true"))
        .contains("0 received");
    assertThat(machine.run("setpriv " + TRUSTED + " ping -c1 -W1 169.254.169.254 || true"))
        .contains("1 received");
  }

  /// Names that resolvers take for the address, other kinds of sockets, and a user who is root
  /// where he is alone.
  @ParameterizedTest
  @EnumSource(Engine.class)
  void noSpellingAndNoKindOfSocketIsAWayAround(Engine engine) {
    apply(engine, "deny: {users: [2002]}");

    for (String spelling :
        List.of(
            "0xa9fea9fe",
            "2852039166",
            "0251.0376.0251.0376",
            "0xa9.0xfe.0xa9.0xfe",
            "169.254.43518",
            "169.16689662",
            "::ffff:a9fe:a9fe",
            "0:0:0:0:0:ffff:a9fe:a9fe",
            "fd00:0ec2:0:0:0:0:0:254")) {
      assertThat(machine.ask(TRUSTED, spelling)).as(spelling).isEqualTo(IT);
      assertThat(machine.ask(OTHER, spelling)).as(spelling).isEqualTo(REFUSED);
    }
    assertThat(machine.ask(TRUSTED, "mptcp", Machine.METADATA, 80))
        .isIn(IT, "EPROTONOSUPPORT", "ENOPROTOOPT");
    assertThat(machine.ask(OTHER, "mptcp", Machine.METADATA, 80)).isNotEqualTo(IT);
    assertThat(machine.ask(OTHER, "smc", Machine.METADATA, 80)).isNotEqualTo(IT);
    assertThat(machine.ask(OTHER + " unshare --user --map-root-user", Machine.METADATA))
        .isEqualTo(REFUSED);
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void containersAreRefusedUnlessNamed(Engine engine) {
    assertThat(machine.askFromPod(Machine.METADATA)).isEqualTo(IT);

    apply(engine, "deny: {}");
    assertThat(machine.askFromPod(Machine.METADATA)).isEqualTo(REFUSED);
    assertThat(machine.askFromPod(Machine.METADATA_6)).isEqualTo(REFUSED);
    assertThat(machine.askFromPod(Machine.ELSEWHERE)).isEqualTo(IT);
    assertThat(machine.ask(OTHER, Machine.METADATA)).isEqualTo(IT);
    assertThat(count("forwarded_refused")).isPositive();

    apply(engine, "deny: {}\nforwarded: {allow_from: [docker*]}");
    assertThat(machine.askFromPod(Machine.METADATA)).isEqualTo(IT);
    assertThat(count("forwarded")).isPositive();

    apply(engine, "deny: {}\nforwarded: {allow_from: [10.88.0.2]}");
    assertThat(machine.askFromPod(Machine.METADATA)).isEqualTo(IT);
    assertThat(machine.askFromPod(Machine.METADATA_6)).isEqualTo(REFUSED);
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void connectionsOfTheDeniedAreCutAndThoseOfTheAllowedLiveOn(Engine engine) {
    Machine.Kept denied = machine.keep(OTHER, Machine.METADATA);
    Machine.Kept allowed = machine.keep(TRUSTED, Machine.METADATA);

    apply(engine, "allow: {users: [2001]}");

    assertThat(denied.useAgain()).isEqualTo("ECONNRESET");
    assertThat(allowed.useAgain()).isEqualTo(IT);
  }

  /// A table that is deleted and made again in one transaction lets some through.
  @ParameterizedTest
  @EnumSource(Engine.class)
  void loadingAgainLetsNobodyThrough(Engine engine) throws Exception {
    apply(engine, "allow: {users: [2001]}");
    Machine.Kept flood = machine.flood(OTHER, Machine.METADATA);

    for (int i = 0; i < 25; i++) {
      machine.run("sh " + folder.resolve("run/guard.sh") + " load");
    }

    assertThat(flood.useAgain()).matches("0 connected, [1-9]\\d{3,} refused");
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void noTranslationOfAddressesIsAWayAround(Engine engine) {
    machine.run(
        """
        nft 'table ip around { chain o { type nat hook output priority -100;
          ip daddr 192.0.2.1 dnat to 169.254.169.254; ip daddr 169.254.169.254 dnat to 10.77.0.1
          }
          chain p { type nat hook prerouting priority -100;
          ip daddr 192.0.2.1 dnat to 169.254.169.254; ip daddr 169.254.169.254 dnat to 10.77.0.1
          }
          }'
        """);
    assertThat(machine.ask(OTHER, "192.0.2.1")).isEqualTo(IT);

    apply(engine, "allow: {users: [2001]}");

    for (String way : new String[] {"192.0.2.1", Machine.METADATA}) {
      assertThat(machine.ask(OTHER, way)).as(way).isNotEqualTo(IT);
      assertThat(machine.askFromPod(way)).as(way).isNotEqualTo(IT);
      assertThat(machine.ask(TRUSTED, way)).as(way).isEqualTo(IT);
    }
  }

  /// Under the same name, between two looks.
  @ParameterizedTest
  @EnumSource(Engine.class)
  void controlGroupThatIsMadeAgainIsAnotherOne(Engine engine) throws IOException {
    Path group = cgroups().resolve("sgt-again-" + ProcessHandle.current().pid());
    Files.createDirectories(group);
    try {
      apply(engine, "deny: {cgroups: [" + group.getFileName() + "]}");
      Files.delete(group);
      Files.createDirectory(group);

      machine.run("sh " + folder.resolve("run/guard.sh") + " ensure");

      String enter = "sh -c 'echo $$ > %s/cgroup.procs; exec \"$@\"' sh ".formatted(group);
      assertThat(machine.run(enter + machine.words(OTHER)).strip()).isEqualTo(REFUSED);
      assertThat(machine.ask(OTHER, Machine.METADATA)).isEqualTo(IT);
    } finally {
      Files.deleteIfExists(group);
    }
  }

  private static Path cgroups() {
    return Files.exists(CGROUPS.resolve("cgroup.controllers"))
        ? CGROUPS
        : CGROUPS.resolve("unified");
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void controlGroupGetsThrough(Engine engine) throws IOException {
    Path group = cgroups().resolve("sgt-" + ProcessHandle.current().pid());
    Path inner = group.resolve("inner");
    Files.createDirectories(inner);
    try {
      apply(engine, "allow: {cgroups: [" + group.getFileName() + "]}");

      String enter = "sh -c 'echo $$ > %s/cgroup.procs; exec \"$@\"' sh ".formatted(inner);
      assertThat(machine.ask(OTHER, Machine.METADATA)).isEqualTo(REFUSED);
      assertThat(machine.run(enter + machine.words(OTHER)).strip()).isEqualTo(IT);
    } finally {
      Files.delete(inner);
      Files.delete(group);
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void auditRefusesNobodyAndCounts(Engine engine) {
    apply(engine, "mode: audit\nallow: {users: [2001]}");

    assertThat(machine.ask(OTHER, Machine.METADATA)).isEqualTo(IT);
    assertThat(machine.askFromPod(Machine.METADATA)).isEqualTo(IT);
    assertThat(count("would_be_refused")).isPositive();
    assertThat(count("would_be_forwarded_refused")).isPositive();
  }

  /// Somebody's rule that accepts comes first: nft does not heed it.
  @Test
  void earlierRulesThatAcceptAreNoWayAround() {
    machine.run("iptables -I OUTPUT -j ACCEPT; iptables -I FORWARD -j ACCEPT");
    apply(Engine.NFT, "allow: {users: [2001]}");
    machine.run("iptables -I OUTPUT -j ACCEPT; iptables -I FORWARD -j ACCEPT");

    assertThat(machine.ask(OTHER, Machine.METADATA)).isEqualTo(REFUSED);
    assertThat(machine.askFromPod(Machine.METADATA)).isEqualTo(REFUSED);
  }

  /// For iptables, that is a difference that status tells.
  @Test
  void laterRulesThatAcceptAreToldOfIptables() {
    machine.run("iptables -A OUTPUT -j ACCEPT");
    apply(Engine.IPTABLES, "allow: {users: [2001]}");
    assertThat(machine.ask(OTHER, Machine.METADATA)).isEqualTo(REFUSED);
    assertThat(status().mark()).isEqualTo(Mark.IN_FORCE);

    machine.run("iptables -I OUTPUT -j ACCEPT");
    assertThat(status().mark()).isEqualTo(Mark.DIFFERENT);
  }

  private void apply(Engine engine, String policy) {
    ward().apply(engine, policy, Optional.empty());
  }

  private Status status() {
    return ward().status();
  }

  private long count(String counter) {
    return status().counts().getOrDefault(counter, new Counts.Count(0, 0)).packets();
  }

  private Ward ward() {
    return new Ward(machine, folder);
  }
}
