package io.sekisho.sentry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.Root;
import io.sekisho.guard.Engine;
import io.sekisho.warden.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a guard can and can't tell, by real packets: sockets that change hands, users that change,
/// names of the address, containers.
@Tag("root")
@ExtendWith(Root.class)
class SubtleTest {
  private static final String TRUSTED = "--reuid 2001 --regid 2001 --clear-groups";
  private static final String OTHER = "--reuid 2002 --regid 2002 --clear-groups";
  private static final String IT = "got it";
  private static final String REFUSED = "ECONNREFUSED";

  private static final String ASK =
      """
      def ask(s):
        try:
          s.settimeout(2); s.connect(('169.254.169.254', 80)); s.send(b'x')
          print('got ' + s.recv(9).decode())
        except OSError as e: print(errno.errorcode.get(e.errno, 'slow'))
      """;

  private static final String HANDED =
      """
      a, b = socket.socketpair()
      if os.fork() == 0:
        os.setresgid(2001, 2001, 2001); os.setresuid(2001, 2001, 2001)
        s = socket.socket(); socket.send_fds(a, [b'x'], [s.fileno()]); os._exit(0)
      os.setresgid(2002, 2002, 2002); os.setresuid(2002, 2002, 2002)
      ask(socket.socket(fileno=socket.recv_fds(b, 1, 1)[1][0]))
      ask(socket.socket())
      """;

  private static final String DROPPED =
      """
      s = socket.socket()
      os.setresgid(2002, 2002, 2002); os.setresuid(2002, 2002, 2002)
      ask(s)
      ask(socket.socket())
      """;

  /// What is asked for within a user namespace and a network namespace is sent by a process beside
  /// them, as slirp does.
  private static final String RELAYED =
      """
      a, b = socket.socketpair()
      if os.fork() == 0:
        ctypes.CDLL(None).unshare(0x50000000)
        a.send(b'go'); os._exit(0)
      b.recv(2)
      ask(socket.socket())
      """;

  private final Guarded guarded = new Guarded();
  private final Machine machine = guarded.machine;

  @AfterEach
  void close() {
    guarded.close();
  }

  /// It is the maker's: open, and said so.
  @ParameterizedTest
  @EnumSource(Engine.class)
  void socketMadeBeforePrivilegesWereDroppedCountsAsTheMakers(Engine engine) {
    String script = ASK + DROPPED;
    guarded.apply(engine, "allow: {users: [root]}");
    assertThat(python("", script)).containsExactly(IT, REFUSED);

    guarded.apply(engine, "deny: {users: [root]}");
    assertThat(python("", script)).containsExactly(REFUSED, IT);
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void socketThatIsHandedOnCountsAsTheMakers(Engine engine) {
    guarded.apply(engine, "allow: {users: [2001]}");

    assertThat(python("", ASK + HANDED)).containsExactly(IT, REFUSED);
  }

  /// Who starts a program that becomes somebody else is that one.
  @ParameterizedTest
  @EnumSource(Engine.class)
  void setuidProgramIsItsOwner(Engine engine) throws IOException {
    guarded.apply(engine, "allow: {users: [2001]}");
    Path python = Path.of("/usr/bin/python3").toRealPath();
    Path folder = Files.createTempDirectory(Path.of("/var/tmp"), "sgt");
    Path copy = folder.resolve("fetcher");
    try {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.copy(python, copy);
      guarded.machine.run("chown 2001 %1$s && chmod 4755 %1$s".formatted(copy));

      String words = machine.words(OTHER);
      assertThat(machine.run(words).strip()).isEqualTo(REFUSED);
      assertThat(machine.run(words.replace("/usr/bin/python3", copy.toString())).strip())
          .isEqualTo(IT);
    } finally {
      Files.deleteIfExists(copy);
      Files.delete(folder);
    }
  }

  /// Who is root where he is alone remains who he is.
  @ParameterizedTest
  @EnumSource(Engine.class)
  void rootOfAUserNamespaceRemainsTheUser(Engine engine) {
    guarded.apply(engine, "allow: {users: [root, 2001]}");

    String alone = " unshare --user --map-root-user";
    assertThat(machine.ask(OTHER + alone, Machine.METADATA)).isEqualTo(REFUSED);
    assertThat(machine.ask(TRUSTED + alone, Machine.METADATA)).isEqualTo(IT);
  }

  /// A rootless container: a user's process answers for what the container sends.
  @ParameterizedTest
  @EnumSource(Engine.class)
  void rootlessContainerIsTheUserWhoseProcessSendsForIt(Engine engine) {
    String relay = ASK + RELAYED;
    guarded.apply(engine, "allow: {users: [2001]}\nforwarded: {allow_from: [docker0]}");

    assertThat(python(OTHER, relay)).containsExactly(REFUSED);
    assertThat(python(TRUSTED, relay)).containsExactly(IT);
  }

  /// Its packets are forwarded: nobody here owns them.
  @ParameterizedTest
  @EnumSource(Engine.class)
  void rootfulContainerIsJudgedByItsInterfaceWhoeverRunsInIt(Engine engine) {
    guarded.apply(engine, "allow: {users: [root, 2001]}");
    assertThat(machine.askFromPod(Machine.METADATA)).isEqualTo(REFUSED);
    assertThat(machine.askFromPod("::ffff:169.254.169.254")).isEqualTo(REFUSED);

    guarded.apply(engine, "allow: {}\nforwarded: {allow_from: [docker0]}");
    assertThat(machine.askFromPod(Machine.METADATA)).isEqualTo(IT);
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void twentyFourSpellingsComeToOneVerdict(Engine engine) {
    List<String> spellings =
        List.of(
            "169.254.169.254",
            "169.254.43518",
            "169.16689662",
            "2852039166",
            "0xa9fea9fe",
            "0xA9FEA9FE",
            "025177524776",
            "0251.0376.0251.0376",
            "0xa9.0xfe.0xa9.0xfe",
            "0xa9.254.169.254",
            "169.0xfe.0251.254",
            "0251.0xfe.43518",
            "0xa9.0xfea9fe",
            "0251.16689662",
            "0x0a9.0x0fe.0x0a9.0x0fe",
            "00251.00376.00251.00376",
            "169.254.0xa9fe",
            "169.254.0124776",
            "::ffff:169.254.169.254",
            "::ffff:a9fe:a9fe",
            "::FFFF:A9FE:A9FE",
            "0:0:0:0:0:ffff:a9fe:a9fe",
            "0000:0000:0000:0000:0000:ffff:a9fe:a9fe",
            "0:0:0:0:0:ffff:169.254.169.254");
    assertThat(spellings).hasSize(24);
    guarded.apply(engine, "allow: {users: [2001]}");

    assertThat(verdicts(OTHER, spellings)).containsExactly(REFUSED);
    assertThat(verdicts(TRUSTED, spellings)).containsExactly(IT);
  }

  /// Kept in a pool, and used again after the rule came.
  @ParameterizedTest
  @EnumSource(Engine.class)
  void pooledConnectionIsCutAtItsNextUse(Engine engine) {
    List<Machine.Kept> pool =
        List.of(
            machine.keep(OTHER, Machine.METADATA),
            machine.keep(OTHER, Machine.METADATA_6),
            machine.keep(OTHER, "::ffff:169.254.169.254"));
    Machine.Kept allowed = machine.keep(TRUSTED, Machine.METADATA);

    guarded.apply(engine, "allow: {users: [2001]}");

    assertThat(pool).allSatisfy(it -> assertThat(it.useAgain()).isEqualTo("ECONNRESET"));
    assertThat(allowed.useAgain()).isEqualTo(IT);
  }

  private Set<String> verdicts(String who, List<String> spellings) {
    Set<String> verdicts = new LinkedHashSet<>();
    spellings.forEach(it -> verdicts.add(machine.ask(who, it)));
    return verdicts;
  }

  private List<String> python(String who, String script) {
    String all = "import ctypes, errno, os, socket, sys\n" + script;
    return machine
        .run(
            "%s /usr/bin/python3 -u - <<'PY'%n%sPY"
                .formatted(who.isEmpty() ? "" : "setpriv " + who, all))
        .lines()
        .toList();
  }
}
