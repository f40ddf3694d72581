package io.sekisho.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// The list of guests that stand finished. Only a memory of names: what there is to be removed is
/// told by the kernel alone.
final class Register {
  static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private final Path file;

  Register(Path folder) {
    this.file = folder.resolve("guests.json");
  }

  /// Empty if it was lost.
  List<Guest> read() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      return JSON.readValue(Files.readString(file), new TypeReference<List<Guest>>() {});
    } catch (JacksonException ofAnotherVersion) {
      return List.of();
    }
  }

  void write(List<Guest> guests) throws IOException {
    Files.createDirectories(file.getParent());
    Path next = file.resolveSibling("guests.json.next");
    Files.writeString(next, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(guests));
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
