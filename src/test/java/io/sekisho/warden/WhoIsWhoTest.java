package io.sekisho.warden;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.Root;
import io.sekisho.guard.Engine;
import io.sekisho.guard.Identities.Found;
import io.sekisho.guard.Identities.Range;
import io.sekisho.guard.Policy;
import io.sekisho.guard.Ruling;
import io.sekisho.guard.Script;
import io.sekisho.guard.Subject;
import io.sekisho.guard.Subject.Kind;
import io.sekisho.kernel.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Users whom the script finds by other names and numbers, or does not find any more; the machine
/// has accounts of its own.
@Tag("root")
@ExtendWith(Root.class)
class WhoIsWhoTest {
  private static final String APP = "--reuid 2001 --regid 2001 --clear-groups";
  private static final String MEMBER = "--reuid 2002 --regid 2002 --clear-groups";
  private static final String OTHER = "--reuid 2003 --regid 2003 --clear-groups";
  private static final String IT = "got it";
  private static final String REFUSED = "ECONNREFUSED";

  @TempDir private Path folder;
  private final Machine machine = new Machine();

  @AfterEach
  void close() {
    machine.close();
  }

  /// A number that `/etc/subuid` gives them is theirs, too: taken here as they would take it.
  @ParameterizedTest
  @EnumSource(Engine.class)
  void whoIsDeniedIsNotLetThroughAsOneOfTheirOtherNumbers(Engine engine) throws IOException {
    accounts(
        "app:x:2001:2001::/:/bin/sh\nmember:x:2002:2002::/:/bin/sh\n1also:x:2001:1::/:/bin/sh\n",
        "metadata:x:9:member");
    Files.writeString(
        folder.resolve("subuid"),
        "app:100000:65536\n2002:300000:10\n2002:300005:10\nother:400000:9\n1also:500000:9\n");
    Path script = script("deny: {users: [app], groups: [metadata]}", engine);

    assertThat(machine.run(as(script, "load"))).isEmpty();

    assertThat(inUserNamespaceOf(2001, 100_000)).isEqualTo(REFUSED);
    assertThat(inUserNamespaceOf(2002, 300_014 - 4)).isEqualTo(REFUSED);
    assertThat(inUserNamespaceOf(2001, 500_000)).as("by another name").isEqualTo(REFUSED);
    assertThat(inUserNamespaceOf(2003, 400_000)).isEqualTo(IT);
    assertThat(inUserNamespaceOf(2002, 300_011)).isEqualTo(IT);
    assertThat(machine.ask(APP, Machine.METADATA_6)).isEqualTo(REFUSED);
    assertThat(machine.ask(OTHER, Machine.METADATA_6)).isEqualTo(IT);
  }

  /// A directory that is away must not let them through whom it knows.
  @ParameterizedTest
  @EnumSource(Engine.class)
  void whoIsDeniedStaysSoWhenNobodyKnowsThemAnyMore(Engine engine) throws IOException {
    accounts("app:x:2001:2001::/:/bin/sh\nmember:x:2002:2002::/:/bin/sh\n", "metadata:x:9:member");
    Path script = script("deny: {users: [app], groups: [metadata]}", engine);
    assertThat(machine.run(as(script, "load"))).isEmpty();

    accounts("root:x:0:0::/:/bin/sh\n", "root:x:0:");
    String flush = engine == Engine.NFT ? "nft flush ruleset" : "iptables -F";

    for (String meanwhile : List.of("true", flush)) {
      assertThat(machine.run(meanwhile + "; " + as(script, "ensure")))
          .contains("does not find app in passwd now", "does not find metadata in group now");
      assertThat(machine.ask(APP, Machine.METADATA)).isEqualTo(REFUSED);
      assertThat(machine.ask("--reuid 2003 --regid 9 --clear-groups", Machine.METADATA))
          .isEqualTo(REFUSED);
      if (engine == Engine.NFT) {
        assertThat(machine.ask(MEMBER, Machine.METADATA)).isEqualTo(REFUSED);
      }
      assertThat(machine.ask(OTHER, Machine.METADATA)).isEqualTo(IT);
    }
    accounts("app:x:2003:2003::/:/bin/sh\n", "metadata:x:9:");
    assertThat(machine.run(as(script, "ensure"))).isEmpty();
    assertThat(machine.ask(APP, Machine.METADATA)).isEqualTo(IT);
    assertThat(machine.ask(MEMBER, Machine.METADATA)).isEqualTo(IT);
    assertThat(machine.ask(OTHER, Machine.METADATA)).isEqualTo(REFUSED);
  }

  /// What was known is kept for the restart, too, where the policy is.
  @ParameterizedTest
  @EnumSource(Engine.class)
  void whoIsDeniedStaysSoAfterARestartWhileNobodyKnowsThem(Engine engine) throws IOException {
    String withGroup = "--reuid 5 --regid 9 --clear-groups";
    accounts("app:x:2001:2001::/:/bin/sh\n", "metadata:x:9:app");
    Path persisted = Files.createDirectories(folder.resolve("etc/sekisho/guard"));
    Path script = script("deny: {groups: [metadata]}", engine);
    script = Files.copy(script, persisted.resolve("guard.sh"));
    assertThat(machine.run(as(script, "ensure"))).isEmpty();
    assertThat(machine.ask(withGroup, Machine.METADATA)).isEqualTo(REFUSED);

    accounts("root:x:0:0::/:/bin/sh\n", "root:x:0:");
    machine.run("nft flush ruleset; rm -r " + folder.resolve("run"));

    assertThat(machine.run(as(script, "ensure"))).contains("does not find metadata in group now");
    assertThat(machine.ask(withGroup, Machine.METADATA)).isEqualTo(REFUSED);
    assertThat(machine.run("ls -l " + persisted)).contains("-rw------- 1 root root");
  }

  /// Nor does what was forked while it was asked keep the lock.
  @Test
  void nameServiceThatHangsHoldsNothingUpForEver() throws IOException {
    accounts("app:x:2001:2001::/:/bin/sh\n", "metadata:x:9:app");
    Path script = script("deny: {users: [app]}", Engine.NFT);
    Path tools = Files.createDirectories(folder.resolve("tools"));
    Path getent = tools.resolve("getent");
    Files.writeString(getent, "#!/bin/sh\nsleep 7 & exec /usr/bin/getent \"$@\"\n");
    machine.run("chmod +x " + getent);
    String path = "s|^PATH=.*|PATH=%s:/usr/sbin:/usr/bin:/sbin:/bin|".formatted(tools);
    machine.run("sed -i '%s' %s".formatted(path, script));

    machine.run(as(script, "load") + " >/dev/null");

    assertThat(machine.run("flock -n %s/run/lock echo free".formatted(folder))).contains("free");
    assertThat(machine.ask(APP, Machine.METADATA)).isEqualTo(REFUSED);
    Files.writeString(getent, "#!/bin/sh\nexec sleep 60\n");
    machine.run("sed -i 's/timeout 25/timeout 1/' " + script);
    assertThat(machine.run(as(script, "load"))).contains("does not find app in passwd now");
    assertThat(machine.ask(APP, Machine.METADATA)).isEqualTo(REFUSED);
  }

  /// Waiting for each of them would take longer than systemd lets it load.
  @Test
  void nameServiceThatHangsIsNotWaitedForAgainAndAgain() throws IOException {
    accounts("app:x:2001:2001::/:/bin/sh\nmember:x:2002:2002::/:/bin/sh\n", "metadata:x:9:member");
    Path script = script("deny: {users: [app], groups: [metadata]}", Engine.NFT);
    assertThat(machine.run(as(script, "load"))).isEmpty();
    accounts("root:x:0:0::/:/bin/sh\n", "root:x:0:");
    getent(
        script,
        "[ $1 = -s ] || { echo $$ >>%s; exec sleep 60; }".formatted(folder.resolve("waited")));

    String said = machine.run(as(script, "load") + "; echo $?");

    assertThat(said).contains("did not answer in time").endsWith("\n3\n");
    assertThat(folder.resolve("waited")).content().hasLineCount(2);
    assertThat(machine.ask(APP, Machine.METADATA)).isEqualTo(REFUSED);
    assertThat(machine.ask(MEMBER, Machine.METADATA)).isEqualTo(REFUSED);
  }

  /// Its last line may have half a number, and who comes later is missing.
  @Test
  void listingThatIsCutOffLetsNobodyThroughWhoWasDenied() throws IOException {
    accounts(
        "app:x:2001:2001::/:/bin/sh\nmember:x:2002:2002::/:/bin/sh\nfirst:x:2003:9::/:/bin/sh\n",
        "metadata:x:9:app,member");
    Path script = script("deny: {groups: [metadata]}", Engine.NFT);
    assertThat(machine.run(as(script, "load"))).isEmpty();
    getent(
        script,
        "[ $1 = -s ] || [ $# != 1 ] || { printf 'app:x:2001:2001::/:/\\nmember:x:20'; exec sleep 60; }");

    String said = machine.run(as(script, "load") + "; echo $?");

    assertThat(said).matches("sekisho-guard: .* did not list everybody in time: .*\n3\n");
    assertThat(machine.ask(APP, Machine.METADATA)).isEqualTo(REFUSED);
    assertThat(machine.ask(MEMBER, Machine.METADATA)).isEqualTo(REFUSED);
    assertThat(machine.ask(OTHER, Machine.METADATA)).isEqualTo(REFUSED);
  }

  /// Their number may be somebody else's by now.
  @Test
  void whoIsAllowedIsNotWhenNobodyKnowsThemAnyMore() throws IOException {
    accounts("app:x:2001:2001::/:/bin/sh\n", "root:x:0:");
    Path script = script("allow: {users: [app]}", Engine.NFT);
    assertThat(machine.run(as(script, "load"))).isEmpty();
    assertThat(machine.ask(APP, Machine.METADATA)).isEqualTo(IT);

    accounts("root:x:0:0::/:/bin/sh\n", "root:x:0:");

    assertThat(machine.run(as(script, "ensure") + "; echo $?"))
        .contains("there is no user app here now")
        .endsWith("3\n");
    assertThat(machine.ask(APP, Machine.METADATA)).isEqualTo(REFUSED);
  }

  /// With `chfn`, users write about themselves; a directory's names have what its owners like.
  @Test
  void whatUsersSayOfThemselvesIsNoEscape() throws IOException {
    accounts(
        """
        mallory:x:2003:2003:\\nx\\0072x\\00722003\\00729\\0072:/:/bin/sh
        hides:x:2004:2004:\\c:/:/bin/sh
        app:x:2001:9::/:/bin/sh
        CORP\\carl:x:2002:2002::/:/bin/sh
        """,
        "metadata:x:9:CORP\\carl,--help,-sfiles,--");
    Path script = script("allow: {groups: [metadata]}", Engine.NFT);

    assertThat(machine.run(as(script, "print"))).contains("meta skuid { 2001, 2002 } ");
  }

  /// `nft` and `iptables` would look for somebody who is called so.
  @ParameterizedTest
  @EnumSource(Engine.class)
  void aNumberIsNobodysName(Engine engine) throws IOException {
    accounts(
        """
        app:x:2001:2001::/:/bin/sh
        2001:x:2003:2003::/:/bin/sh
        0-4294967294:x:2005:2005::/:/bin/sh
        """,
        "metadata:x:9:\n9:x:2003:");
    Path script = script("allow: {users: [app], groups: [metadata]}", engine);
    assertThat(machine.run(as(script, "load"))).isEmpty();

    assertThat(machine.ask(APP, Machine.METADATA_6)).isEqualTo(IT);
    assertThat(machine.ask("--reuid 2004 --regid 9 --clear-groups", Machine.METADATA))
        .isEqualTo(IT);
    assertThat(machine.ask(OTHER, Machine.METADATA_6)).isEqualTo(REFUSED);
  }

  /// One name may begin as another one.
  @Test
  void whoIsNotFoundAnyMoreIsNobodyElse() throws IOException {
    accounts(
        """
        app x:x:2003:2003::/:/bin/sh
        CORP\\app:x:2002:2002::/:/bin/sh
        app:x:2001:2001::/:/bin/sh
        """,
        "metadata:x:9:app x,CORP\\app,app");
    Path script = script("deny: {groups: [metadata]}", Engine.NFT);
    assertThat(machine.run(as(script, "load"))).isEmpty();

    accounts("root:x:0:0::/:/bin/sh\n", "root:x:0:");

    assertThat(machine.run(as(script, "print"))).contains("meta skuid { 2001, 2002, 2003 } ");
  }

  /// Nothing but the usual tools of a shell may be asked for.
  @Test
  void whoIsNotToldThatFilesAreTheSameComesToAnEnd() throws IOException {
    accounts("root:x:0:0::/:/bin/sh\n", "root:x:0:");
    Path script = script("deny: {users: [root]}", Engine.NFT);
    Files.writeString(script, Files.readString(script).replace("cmp -s", "absent"));
    assertThat(machine.run(as(script, "load"))).isEmpty();
    Path copy = Files.copy(script, folder.resolve("copy.sh"));

    assertThat(machine.run("timeout 20 " + as(copy, "ensure") + "; echo $?")).endsWith("\n0\n");
  }

  /// More than fit into the arguments of a program.
  @Test
  void groupsMayBeLarge() throws IOException {
    accounts(
        IntStream.range(0, 20_000)
            .mapToObj("u%1$d:x:1%1$05d:%1$d::/:/bin/sh\n"::formatted)
            .collect(Collectors.joining()),
        IntStream.range(0, 20_000)
            .mapToObj("u%d"::formatted)
            .collect(Collectors.joining(",", "metadata:x:30000:", "")));
    Path script = script("allow: {groups: [metadata]}", Engine.NFT);

    assertThat(machine.run(as(script, "load"))).isEmpty();

    assertThat(machine.ask("--reuid 119999 --regid 5 --clear-groups", Machine.METADATA))
        .isEqualTo(IT);
    assertThat(machine.ask(OTHER, Machine.METADATA)).isEqualTo(REFUSED);
  }

  @Test
  void bothFindTheSameNumbers() throws IOException {
    String root = machine.run("getent passwd 0");
    accounts(root + "app:x:2001:9::/:/bin/sh\n", "metadata:x:9:root");
    Path subuid =
        Files.writeString(
            folder.resolve("subuid"),
            """
            # nothing
            root:500:1
            root:501:2
            0:700:100
            root:750:20
            root:0:0
            bad
            root:1:x
            0:4294967000:4294967295
            0:4294967295:9
            """);
    Policy policy = policy("deny: {users: [root, '0']}");

    Ruling ruling =
        new Ruling(
            policy, new People(new Commands(), Path.of("/sys/fs/cgroup"), subuid).of(policy));

    Path script = script("deny: {users: [root, '0']}", Engine.NFT);
    assertThat(machine.run(as(script, "print"))).isEqualTo(ruling.nft());
    assertThat(ruling.nft()).contains("meta skuid { 500-502, 700-799, 4294967000-4294967294 } ");
    assertThat(ruling.iptables()).contains("--uid-owner 500-502 ", "--uid-owner 700-799 ");
    assertThat(ruling.identities().found().get(new Subject(Kind.USER, "root")))
        .isEqualTo(
            new Found.User(
                0,
                List.of(
                    new Range(500, 502),
                    new Range(700, 799),
                    new Range(4_294_967_000L, 4_294_967_294L))));
  }

  private void accounts(String passwd, String group) throws IOException {
    Files.writeString(folder.resolve("passwd"), passwd);
    Files.writeString(folder.resolve("group"), group + "\n");
    if (Files.notExists(folder.resolve("subuid"))) {
      Files.createFile(folder.resolve("subuid"));
    }
  }

  /// Puts something before what the name service says, and waits a second for it.
  private void getent(Path script, String first) throws IOException {
    Path tools = Files.createDirectories(folder.resolve("tools"));
    Path getent = tools.resolve("getent");
    Files.writeString(getent, "#!/bin/sh\n%s\nexec /usr/bin/getent \"$@\"\n".formatted(first));
    String path = "s|^PATH=.*|PATH=%s:/usr/sbin:/usr/bin:/sbin:/bin|".formatted(tools);
    machine.run(
        "chmod +x %s; sed -i '%s; s/timeout 25/timeout 1/' %s".formatted(getent, path, script));
  }

  private static Policy policy(String text) {
    return Cases.read("guard: 1\n" + text + "\n");
  }

  private Path script(String policy, Engine engine) throws IOException {
    return Files.writeString(
        folder.resolve("guard.sh"),
        Script.of(policy(policy), engine, folder.resolve("run").toString()));
  }

  private String as(Path script, String verb) {
    return """
    unshare -m sh -c 'cd %s; for each in passwd group subuid; do mount --bind $each /etc/$each; done
      sh %s %s 2>&1'"""
        .formatted(folder, script, verb);
  }

  /// What somebody gets who has made a user namespace, in which 1 to 20 are these numbers.
  private String inUserNamespaceOf(long uid, long first) {
    return machine
        .run(
            """
            setpriv --reuid %1$d --clear-groups unshare -U sleep 20 & who=$!
            until grep -q sleep /proc/$who/comm && [ "$(readlink /proc/$who/ns/user)" != "$(readlink /proc/$$/ns/user)" ]; do sleep 0.01; done
            echo '0 %1$d 1
            1 %2$d 20' >/proc/$who/uid_map
            echo '0 0 1' >/proc/$who/gid_map
            nsenter -t $who -U --setuid 5 --setgid 0 %3$s; kill $who
            """
                .formatted(uid, first, machine.words("")))
        .strip();
  }
}
