package io.sekisho.clerk;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.cli.Golden;
import io.sekisho.cli.Shell;
import io.sekisho.filterapi.PacketScene;
import io.sekisho.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `sekisho explain packet` against the whole server.
class ExplainPacketTest {
  private static final List<String> TOUR =
      List.of(
          "--from web-1 --to db-1 --proto tcp --port 5432",
          "--from web-1 --to db-1 --proto tcp --port 22",
          "--from web-1 --to db-1 --proto tcp --port 5432 --source-port 1024",
          "--from web-1 --to web-2 --proto icmp",
          "--from internet --to web-1 --proto tcp --port 443",
          "--from internet --to web-2 --proto tcp --port 443",
          "--from web-2 --to internet --proto udp --port 53",
          "--from db-1 --to 10.240.0.200 --proto 47",
          "--from web-1 --to 169.254.169.254 --proto tcp --port 80",
          "--from far --to internet --proto tcp --port 443",
          "--from web-1 --to far --proto tcp --port 443",
          "--from web-1 --to db-1 --proto tcp",
          "--from wep-1 --to db-1 --proto tcp --port 443",
          "--from web-1 --to db-1 --proto http --port 80");

  @TempDir Path directory;

  private final PacketScene scene = new PacketScene();
  private Shell shell;

  @BeforeEach
  void login() throws IOException {
    shell = new Shell(directory);
    Files.writeString(shell.path("ca.pem"), scene.vpc.office.ca());
    shell.type(scene.vpc.office.operator + "\n");
    String login = "login --url %s --ca ca.pem --key -".formatted(scene.vpc.office.url());
    assertThat(shell.run(login.split(" ")).err()).isEmpty();
    shell.type("");
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private Shell.Outcome explain(String typed) {
    List<String> all = new ArrayList<>(List.of("explain", "packet"));
    all.addAll(List.of(typed.split(" ")));
    return shell.run(all.toArray(String[]::new));
  }

  @Test
  void tellsPeopleWhatBecomesOfPackets() {
    StringBuilder tour = new StringBuilder();
    for (String typed : TOUR) {
      Shell.Outcome outcome = explain(typed);
      tour.append("$ sekisho explain packet %s\n".formatted(typed))
          .append(outcome.out())
          .append(outcome.err())
          .append("exit %d\n\n".formatted(outcome.code()));
    }
    Golden.check(
        "packet",
        tour.toString().replaceAll("\\b[a-z]+(-[a-z]+){3} \\(default", "MADE-UP (default"));
  }

  @Test
  void tellsProgramsAllOfIt() {
    String question = "--from web-1 --to db-1 --proto tcp --port 22";

    Shell.Outcome json = explain(question + " -o json");
    assertThat(json.code()).isEqualTo(1);
    assertThat(Json.mapper().readTree(json.out()).at("/path/4/rule/name").asString())
        .isEqualTo("no-shell");
    assertThat(explain(question + " -o yaml").out()).startsWith("passes: false\n");
    assertThat(explain(question + " -o name").out()).isEqualTo("refused\n");
  }

  @Test
  void looksInAnAccountThatIsNamed() {
    String question = "--from lone --to internet --proto icmp";

    assertThat(explain(question + " --account acme").err()).startsWith("There is no instance");
    assertThat(explain(question + " --account rival -o name").out()).isEqualTo("refused\n");
  }

  @ParameterizedTest
  @CsvSource({
    "--port 0, --port takes one number from 1 to 65535",
    "--port 70000, --port takes one number from 1 to 65535",
    "--port 80-20, --port takes one number from 1 to 65535",
    "--port http, --port takes one number from 1 to 65535",
    "--port 80 --source-port -1, --source-port takes one number from 1 to 65535",
    "--type 256, --type takes one number from 0 to 255",
    "--type 3 --code x, --code takes one number from 0 to 255"
  })
  void saysWhichNumbersThereAre(String typed, String why) {
    Shell.Outcome refused = explain("--from web-1 --to db-1 --proto tcp " + typed);

    assertThat(refused.err()).startsWith(why + ", not ");
    assertThat(refused.code()).isEqualTo(2);
  }

  @Test
  void tellsNoFromCouldNotAsk() throws IOException {
    assertThat(explain("--from web-1 --to db-1 --proto tcp --port 22").code()).isEqualTo(1);
    assertThat(explain("--from gone --to db-1 --proto tcp --port 22").code()).isEqualTo(2);
    assertThat(explain("--from web-1 --to db-1").code()).isEqualTo(2);
    assertThat(
            shell
                .run("explain", "access", "--who", "gone", "--action", "x", "--account", "acme")
                .code())
        .isEqualTo(2);
    Path context = shell.path("home/client.json");
    String elsewhere = "https://127.0.0.1:1";
    Files.writeString(
        context, Files.readString(context).replace(scene.vpc.office.url(), elsewhere));
    Shell.Outcome nobody = explain("--from web-1 --to db-1 --proto tcp --port 22");
    assertThat(nobody.err()).startsWith("Nothing answers at https://127.0.0.1:1: ");
    assertThat(nobody.code()).isEqualTo(2);
  }
}
