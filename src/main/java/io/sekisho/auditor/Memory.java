package io.sekisho.auditor;

import io.sekisho.audit.Head;
import io.sekisho.client.Environment;
import io.sekisho.client.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The head that each server's trail had when it was verified last from here. Whoever cuts the
/// trail, or replaces it with all its keys, can't change what is remembered elsewhere.
final class Memory {
  private final Path file;

  Memory(Environment environment) {
    this.file = environment.home().resolve("audit-heads");
  }

  Path file() {
    return file;
  }

  Optional<Head> of(String url) {
    return Optional.ofNullable(all().get(url)).map(Head::parse);
  }

  void keep(String url, Head head) {
    Map<String, String> all = all();
    all.put(url, head.note());
    String text =
        all.entrySet().stream()
            .map(each -> each.getKey() + " " + each.getValue() + "\n")
            .collect(Collectors.joining());
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new Failure("Can't write " + file + ": " + e.getMessage() + ".");
    }
  }

  private Map<String, String> all() {
    Map<String, String> all = new LinkedHashMap<>();
    try {
      if (Files.exists(file)) {
        for (String line : Files.readAllLines(file)) {
          String[] words = line.split(" ", 2);
          all.put(words[0], Head.parse(words[1]).note());
        }
      }
      return all;
    } catch (IOException | IllegalArgumentException | ArrayIndexOutOfBoundsException _) {
      throw new Failure("Can't read " + file + ": look who changed it, then remove it.");
    }
  }
}
