package io.sekisho.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Compares events with files that a person has read; `-Dgolden=rewrite` writes them anew. Members
/// have to be in the file's order.
final class Golden {
  private static final Path ROOM = Path.of("src", "test", "resources", "audit");
  private static final boolean REWRITE = "rewrite".equals(System.getProperty("golden"));
  private static final JsonMapper PRETTY =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private Golden() {}

  static void check(String name, String json) {
    Path file = ROOM.resolve(name + ".json");
    String text = PRETTY.writeValueAsString(PRETTY.readTree(json)).replace("\r\n", "\n") + "\n";
    try {
      if (REWRITE) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
      }
      assertThat(text).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
