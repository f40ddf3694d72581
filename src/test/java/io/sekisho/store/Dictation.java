package io.sekisho.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.iam.AccountId;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A [Scribe] and what it said.
final class Dictation implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;

  /// The last number that was acknowledged to it, or that it found.
  long acknowledged;

  /// How often it was told that the outcome is unknown.
  int unknown;

  private Dictation(Process process) {
    this.process = process;
    this.out = process.inputReader();
  }

  static Dictation begin(Lodging lodging, String place, AccountId account, String... options)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.util.logging.config.file=src/test/resources/store/quiet.properties"));
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            Scribe.class.getName(),
            lodging.folder().toString(),
            place,
            account.value()));
    lodging.database().ifPresent(command::add);
    return new Dictation(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /// What it came back with: the last acknowledged write, or the one after, which it may not have
  /// heard of any more; with a whole secret of either.
  void found(long before) throws IOException {
    String line = out.readLine();
    assertThat(line).startsWith("found ");
    String[] words = line.split(" ", -1);
    acknowledged = Long.parseLong(words[1]);
    assertThat(acknowledged).isBetween(before, before + 1);
    if (before > 0) {
      assertThat(words[2]).isIn(Scribe.secret(before), Scribe.secret(before + 1));
    }
  }

  void hear(int lines) throws IOException {
    for (int i = 0; i < lines; i++) {
      hear();
    }
  }

  /// Hears one more line.
  void hear() throws IOException {
    String line = out.readLine();
    assertThat(line).matches("(wrote|unknown|failed) \\d+");
    note(line);
  }

  private void note(String line) {
    long number = Long.parseLong(line.substring(line.indexOf(' ') + 1));
    if (line.startsWith("wrote ")) {
      assertThat(number).isGreaterThan(acknowledged);
      acknowledged = number;
    } else if (line.startsWith("unknown ")) {
      unknown++;
    }
  }

  /// `kill -9`, and what it had said until then. By its handle: killing the process itself would
  /// throw that away.
  void kill() throws IOException, InterruptedException {
    process.toHandle().destroyForcibly();
    // A line that was cut was not said.
    for (String line = out.readLine();
        line != null && line.matches("(wrote|unknown|failed) \\d+");
        line = out.readLine()) {
      note(line);
    }
    assertThat(process.waitFor()).isEqualTo(128 + 9);
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
