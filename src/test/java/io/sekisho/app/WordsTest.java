package io.sekisho.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.client.Environment;
import io.sekisho.host.Names;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// The words that the program knows are those that its users type.
class WordsTest {
  private static final int COLUMNS = 80;

  private static final Pattern START = Pattern.compile("ExecStart=/usr/bin/sekisho (\\w+)(.*)");
  private static final Pattern SAID = Pattern.compile("sekisho-(\\w+)\\.service: .*such as (--.*)");

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @ParameterizedTest
  @MethodSource("choices")
  void offersAChoiceInLowerCase(List<String> option) {
    List<String> typed = new ArrayList<>(option);
    typed.add("nonsense");

    assertThat(program(err).execute(typed.toArray(String[]::new))).isEqualTo(2);

    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith(option.getLast() + " takes ")
        .contains("not nonsense.\nTry `sekisho ")
        .doesNotContainPattern("[A-Z]{2}");
  }

  @Test
  void fitsItsHelpIntoATerminal() {
    List<String> wide = new ArrayList<>();
    collectWide(program(err), wide);
    assertThat(wide).isEmpty();
  }

  /// The units of the package, and the file of their options.
  @Test
  void unitsStartWhatThereIs() throws IOException {
    Set<String> started = new TreeSet<>();
    for (String name : List.of("sekisho", "sekisho-controller", "sekisho-node", "sekisho-plug@")) {
      String unit = Files.readString(Path.of("package/systemd/" + name + ".service"));
      Matcher start = START.matcher(unit);
      assertThat(start.find()).as(unit).isTrue();
      started.add(start.group(1));
      expectOptions(start.group(1), start.group(2));
    }
    assertThat(started).containsExactly("controller", "node", "plug", "up");
    Matcher said = SAID.matcher(Files.readString(Path.of("package/default")));
    while (said.find()) {
      expectOptions(said.group(1), said.group(2));
    }
  }

  private void expectOptions(String command, String words) {
    Set<String> known =
        program(err).getSubcommands().get(command).getCommandSpec().optionsMap().keySet();
    assertThat(known)
        .as(command)
        .containsAll(Stream.of(words.split("[ ,]+")).filter(it -> it.startsWith("--")).toList());
  }

  private static void collectWide(CommandLine command, List<String> wide) {
    Stream.of(command.getCommandSpec().usageMessage().footer())
        .filter(line -> line.length() > COLUMNS)
        .forEach(wide::add);
    command.getSubcommands().values().forEach(below -> collectWide(below, wide));
  }

  static List<List<String>> choices() {
    List<List<String>> found = new ArrayList<>();
    collect(program(new ByteArrayOutputStream()), List.of(), found);
    assertThat(found).contains(List.of("up", "--guests"), List.of("lab", "ls", "--output"));
    return found;
  }

  private static void collect(CommandLine command, List<String> path, List<List<String>> found) {
    for (OptionSpec option : command.getCommandSpec().options()) {
      if (option.auxiliaryTypes()[0].isEnum()) {
        found.add(Stream.concat(path.stream(), Stream.of(option.longestName())).toList());
      }
    }
    command
        .getSubcommands()
        .forEach(
            (name, below) ->
                collect(below, Stream.concat(path.stream(), Stream.of(name)).toList(), found));
  }

  private static CommandLine program(ByteArrayOutputStream err) {
    PrintStream nowhere = new PrintStream(new ByteArrayOutputStream());
    Environment environment =
        new Environment(
            Map.of("HOME", "/nowhere"),
            InputStream.nullInputStream(),
            nowhere,
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Path.of(""));
    return Main.commandLine(environment, new Names("wt"));
  }
}
