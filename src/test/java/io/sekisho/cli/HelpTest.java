package io.sekisho.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.clerk.Clerk;
import io.sekisho.client.Failure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/// What the program says of itself, and of what was typed wrongly.
class HelpTest {
  @TempDir Path directory;

  @Test
  void explainsEveryCommand() {
    StringBuilder all = new StringBuilder();
    for (List<String> command : commands()) {
      List<String> typed = new ArrayList<>(command);
      typed.add("--help");
      Shell.Outcome outcome = new Shell(directory).run(typed.toArray(String[]::new));
      assertThat(outcome.code()).isZero();
      all.append("$ sekisho ").append(String.join(" ", typed)).append('\n');
      all.append(outcome.out()).append('\n');
    }

    Golden.check("help", all.toString());
  }

  @Test
  void givesEveryCommandAnExample() {
    for (List<String> command : commands()) {
      List<String> typed = new ArrayList<>(command);
      typed.add("--help");

      assertThat(new Shell(directory).run(typed.toArray(String[]::new)).out())
          .as(String.join(" ", command))
          .containsPattern("Examples?:\n  ");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '!',
      value = {
        "!!|Missing required subcommand.",
        "aply|Did you mean: sekisho apply",
        "get|Missing required parameter: 'KIND'.",
        "get hosts|there is no kind \"hosts\". `sekisho get --help` lists them.",
        "get imags|there is no kind \"imags\". Did you mean image?",
        "describe instnace web-1|Did you mean instance?",
        "get ike_polices|Did you mean ike-policies?",
        "get @pom.xml|there is no kind \"@pom.xml\"",
        "get instances -o xml|--output takes table or wide or json or yaml or name, not xml.",
        "apply|Missing required option: '--file=FILE'.",
        "set|Missing required subcommand.",
        "set instance web-1|Give at least one of --metadata-service",
        "set instance web-1 --metadata-service yes|--metadata-service takes on or off, not yes.",
        "set instance web-1 --hop-limit many|'many' is not an int",
        "set account acme|Missing required option",
        "delete instance|Missing required parameter: 'NAME'.",
        "completion fish|SHELL takes bash, not fish."
      })
  void saysWhatWasTypedWrongly(String typed, String words) {
    Shell.Outcome outcome =
        new Shell(directory).run(typed.isEmpty() ? new String[0] : typed.split(" "));

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains(words).contains("Try `sekisho");
  }

  @Test
  void completesCommandsInBash() throws Exception {
    Shell.Outcome outcome = new Shell(directory).run("completion", "bash");
    Process bash = new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
    try (var in = bash.outputWriter(StandardCharsets.UTF_8)) {
      in.write(outcome.out());
    }

    assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).isEmpty();
    assertThat(bash.waitFor()).isZero();
    assertThat(outcome.out())
        .contains("bare-metal-server", "--metadata-service", "_complete_sekisho");
  }

  @Test
  void printsItsVersion() {
    String version = new Shell(directory).run("version").out();
    assertThat(version).startsWith("sekisho ");
    assertThat(new Shell(directory).run("--version").out()).isEqualTo(version);
  }

  @Test
  void takesMoreCommandsFromItsHost() {
    Shell shell = new Shell(directory);
    CommandLine root = Clerk.commandLine(shell.environment(System.out, System.err));

    root.addSubcommand(new Extra());

    assertThat(root.execute("extra")).isEqualTo(1);
    assertThat(root.execute("extra", "--help")).isZero();
  }

  @CommandLine.Command(name = "extra")
  static final class Extra implements Runnable {
    @Override
    public void run() {
      throw new Failure("no");
    }
  }

  private static List<List<String>> commands() {
    CommandLine root =
        Clerk.commandLine(new Shell(Path.of("/")).environment(System.out, System.err));
    List<List<String>> found = new ArrayList<>();
    found.add(List.of());
    collect(root, List.of(), found);
    return found;
  }

  private static void collect(CommandLine command, List<String> path, List<List<String>> found) {
    for (Map.Entry<String, CommandLine> below : command.getSubcommands().entrySet()) {
      if (!below.getKey().equals(below.getValue().getCommandName())) {
        continue; // another word for the same
      }
      List<String> here = new ArrayList<>(path);
      here.add(below.getKey());
      found.add(here);
      collect(below.getValue(), here, found);
    }
  }
}
