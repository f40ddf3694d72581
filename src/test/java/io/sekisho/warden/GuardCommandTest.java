package io.sekisho.warden;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.cli.Cli;
import io.sekisho.client.Environment;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What can be asked of no root.
class GuardCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  @TempDir private Path folder;

  @Test
  void showsAPresetAsThePolicyThatItIs() {
    assertThat(run("plan", "--preset", "ibm-deny-user", "--user", "www-data", "--as", "policy"))
        .isZero();

    assertThat(said())
        .isEqualTo(
            """
            guard: 1
            mode: enforce
            targets: [metadata]
            deny:
              users: [www-data]
            forwarded: deny
            log: {per_minute: 10}
            """);
  }

  @Test
  void refusesAnUnknownUserByName() {
    assertThat(run("plan", "--preset", "ibm-allow-user", "--user", "nobody-of-that-name")).isOne();

    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("There is no user nobody-of-that-name on this machine.");
  }

  /// For another machine, where that user is.
  @Test
  void makesAScriptForWhoIsNotHere() {
    assertThat(run("plan", "--preset", "ibm-group", "--group", "not-here", "--as", "cloud-init"))
        .isZero();

    assertThat(said()).startsWith("#cloud-config\n").contains("group 1 'not-here'");
  }

  @Test
  void printsNotesAndTheRulesOfBothEngines() {
    assertThat(run("plan", "--preset", "ibm-allow-user", "--user", "root")).isZero();

    assertThat(said())
        .contains("# Containers and virtual machines", "\n# nft -f\n", "meta skuid 0 counter")
        .contains("\n# iptables-restore --noflush\n*filter\n", "\n# ip6tables-restore --noflush\n")
        .doesNotContain("Root is not let through");
  }

  @Test
  void saysWhatDoesNotGoTogether() {
    assertThat(run("plan", "--user", "root")).isEqualTo(2);
    assertThat(run("plan", "--preset", "ibm-group", "--user", "root")).isEqualTo(2);
    assertThat(run("plan", "--preset", "ibm-group", "-f", "x")).isEqualTo(2);
    assertThat(run("apply", "--preset", "ibm-group", "--confirm", "soon")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("--preset ibm-group is about a group: --group.", "60s or 5m");
  }

  @Test
  void changesNothingWithoutRoot() {
    for (String[] command :
        new String[][] {
          {"apply", "--preset", "ibm-group", "--group", "root"}, {"status"}, {"confirm"}, {"remove"}
        }) {
      assertThat(run(command)).isOne();
    }
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("use sudo");
    assertThat(folder).isEmptyDirectory();
  }

  private int run(String... words) {
    Environment environment =
        new Environment(Map.of(), InputStream.nullInputStream(), stream(out), stream(err), folder);
    GuardParts parts =
        new GuardParts(
            environment, new Places(folder.resolve("root"), folder.resolve("run")), false);
    return Cli.equip(GuardCommand.commandLine(parts), environment).execute(words);
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
