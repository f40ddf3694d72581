package io.sekisho.auditor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.cli.Cli;
import io.sekisho.client.Environment;
import io.sekisho.office.LiveOffice;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// `sekisho audit ls --account` against the whole server.
class AuditOfAnAccountTest {
  @TempDir Path folder;

  @Test
  void takesAName() throws IOException {
    try (LiveOffice office = new LiveOffice()) {
      office.apply(Files.readString(Path.of("src/test/resources/api/fleet.yaml")));
      Files.writeString(folder.resolve("ca.pem"), office.ca());

      assertThat(run(office, "acme")).contains("reader").doesNotContain("zeta");
      assertThat(run(office, "zeta")).contains("zeta").doesNotContain("reader");
      assertThat(run(office, "nobody")).contains("There is no account nobody");
    }
  }

  private String run(LiveOffice office, String account) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, UTF_8);
    Map<String, String> variables =
        Map.of(
            "SEKISHO_HOME",
            folder.resolve("home").toString(),
            "SEKISHO_URL",
            office.url(),
            "SEKISHO_KEY",
            office.operator,
            "SEKISHO_CA",
            "ca.pem");
    Environment environment =
        new Environment(variables, new ByteArrayInputStream(new byte[0]), out, out, folder);
    CommandLine sekisho = Cli.bare(environment);
    sekisho.addSubcommand(AuditCommand.commandLine(environment));
    Cli.equip(sekisho, environment).execute("audit", "ls", "--account", account);
    return said.toString(UTF_8);
  }
}
