package io.sekisho.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.StringTokenizer;
import java.util.stream.Stream;

/// The kernel's tables about the network namespace of the calling thread.
final class Proc {
  private static final Path FOLDER = Path.of("/proc/thread-self/net");

  private Proc() {}

  /// Not `/proc/net`: that is the namespace of the process, whichever thread asks.
  static Path file(String name) {
    return FOLDER.resolve(name);
  }

  /// The lines of a table, each split into its columns.
  static Stream<String[]> table(String name) throws IOException {
    return Files.readAllLines(file(name)).stream().map(Proc::columns);
  }

  private static String[] columns(String line) {
    StringTokenizer words = new StringTokenizer(line);
    String[] columns = new String[words.countTokens()];
    Arrays.setAll(columns, i -> words.nextToken());
    return columns;
  }
}
