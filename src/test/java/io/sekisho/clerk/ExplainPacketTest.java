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
          "--from web-1 --to far --proto tcp --port 443",
          "--from web-1 --to db-1 --proto tcp");

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
    Golden.check("packet", tour.toString());
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
    assertThat(explain("--from web-1 --to db-1 --proto tcp --port x").code()).isEqualTo(2);
  }
}
