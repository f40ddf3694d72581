package io.sekisho.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Texts that a person reads, kept as files. `-Dgolden=rewrite` writes them anew; the diff is for
/// the reviewer.
public final class Golden {
  private static final Path DIRECTORY = Path.of("src", "test", "resources", "cli");

  private Golden() {}

  public static void check(String name, String actual) {
    Path file = DIRECTORY.resolve(name + ".txt");
    try {
      if ("rewrite".equals(System.getProperty("golden"))) {
        Files.createDirectories(DIRECTORY);
        Files.writeString(file, actual);
      }
      assertThat(actual).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
