package io.sekisho.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// The process that speaks with guests has no privileges, and either process may be killed.
@Tag("root")
class SeparationTest {
  private static final int KILLS = 4;

  private static final String IMPOSTOR =
      """
      import socket, sys
      s = socket.socket(socket.AF_UNIX)
      s.connect(sys.argv[1])
      body = b'{"ask":"report"}'
      s.sendall(len(body).to_bytes(4, 'big') + body)
      print('connected', flush=True)
      try:
        print('answered' if s.recv(1) else 'hung up')
      except ConnectionResetError:
        print('hung up')
      """;

  @RegisterExtension static final Product PRODUCT = new Product("at9");

  @Test
  void theServiceHasNoPrivileges() throws Exception {
    Map<String, String> status = status(PRODUCT.service());

    assertThat(status.get("Uid").split("\\s+")).doesNotContain("0");
    assertThat(status.get("Gid").split("\\s+")).doesNotContain("0");
    assertThat(status.get("Groups").strip()).isEmpty();
    assertThat(List.of("CapInh", "CapPrm", "CapEff", "CapAmb"))
        .allMatch(set -> status.get(set).matches("0+"), "empty");
    assertThat(status).containsEntry("NoNewPrivs", "1").containsEntry("Seccomp", "2");
  }

  @Test
  void aKilledServiceIsBackAndNoGuestIsRefused() throws Exception {
    Guest web = PRODUCT.guest("web-1");
    String token = web.token(Guest.IPV4);
    int sockets = listening();
    for (int i = 0; i < KILLS; i++) {
      PRODUCT.service().destroyForcibly();

      // Connects while nobody is there, and is answered by the next one: no retry, no refusal.
      assertThat(web.get(Guest.IPV4 + "/metadata/v1/instance", token).at("/name"))
          .isEqualTo("web-1");
    }
    assertThat(listening()).isEqualTo(sockets);
    assertThat(eventually("get", "instances")).isZero();
  }

  @Test
  void anotherProcessOfTheServicesUserIsNotTakenForIt() throws Exception {
    Path socket = Path.of("/run/sekisho-" + PRODUCT.name("").replace("-", ""), "helper.sock");
    String user = status(PRODUCT.service()).get("Uid").split("\\s+")[0];
    Process impostor =
        new ProcessBuilder(
                "setpriv",
                "--reuid",
                user,
                "--clear-groups",
                "/usr/bin/python3",
                "-c",
                IMPOSTOR,
                socket.toString())
            .redirectErrorStream(true)
            .start();
    BufferedReader said = impostor.inputReader();
    assertThat(said.readLine()).isEqualTo("connected");

    // He waits before the door when the next one comes.
    PRODUCT.service().destroyForcibly();

    assertThat(said.readLine()).isEqualTo("hung up");
    assertThat(impostor.waitFor()).isZero();
    assertThat(eventually("get", "instances")).isZero();
    assertThat(PRODUCT.guest("web-1").whoAmI()).isEqualTo("web-1");
  }

  @Test
  void theServiceHasPipesAndNotTheTerminal() throws Exception {
    Path open = Path.of("/proc/" + PRODUCT.service().pid() + "/fd");

    assertThat(Files.readSymbolicLink(open.resolve("0"))).hasToString("/dev/null");
    assertThat(Files.readSymbolicLink(open.resolve("1")).toString()).endsWith("/out");
    assertThat(Files.readSymbolicLink(open.resolve("2")).toString()).endsWith("/err");
  }

  @Test
  void aPortForRootAloneIsRefusedBeforeAnythingIsDone(@TempDir Path folder) {
    Ran ran = PRODUCT.elsewhere(folder, "--api", "127.0.0.1:443");

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("port 443 is for root alone: choose one from 1024 on.");
  }

  /// As on a machine so busy that it does not get to say anything.
  @Test
  void aServiceThatIsKilledForItsSilenceIsFollowedByOneThatHasTimeToSpeak() throws Exception {
    ProcessHandle first = PRODUCT.service();
    first.destroyForcibly();
    ProcessHandle silent = PRODUCT.serviceAfter(first);
    Ran.here("kill", "-STOP", Long.toString(silent.pid())).good();
    silent.onExit().get(45, TimeUnit.SECONDS);

    assertThat(eventually("set", "instance", "web-1", "--hop-limit", "1")).isZero();
    assertThat(PRODUCT.guest("web-1").whoAmI()).isEqualTo("web-1");
  }

  /// The exit code of an operator's command, tried for half a minute.
  private static int eventually(String... command) throws Exception {
    int code = 1;
    for (int i = 0; i < 300 && code != 0; i++) {
      Thread.sleep(100);
      code = PRODUCT.cli(command).code();
    }
    return code;
  }

  /// Sockets that listen in the first VPC's namespace.
  private static int listening() throws Exception {
    return (int)
        Ran.here(
                "ip",
                "netns",
                "exec",
                PRODUCT.name("vpc-1"),
                "cat",
                "/proc/net/tcp",
                "/proc/net/tcp6")
            .good()
            .lines()
            .filter(line -> line.matches("\\s*\\d+: \\S+ \\S+ 0A .*"))
            .count();
  }

  private static Map<String, String> status(ProcessHandle process) throws Exception {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
        .collect(
            Collectors.toMap(
                line -> line.substring(0, line.indexOf(':')),
                line -> line.substring(line.indexOf(':') + 1).strip(),
                (a, b) -> a));
  }
}
