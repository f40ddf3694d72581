package io.sekisho.warden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What the script noted when it loaded its rules.
///
/// @param policy what the policy is known by
/// @param loaded when, in UTC
public record State(String engine, String policy, String loaded) {
  /// Empty if nothing was loaded since the machine started, or it was taken away.
  public static Optional<State> of(Path run) {
    return read(run.resolve("state"));
  }

  /// What a script would note; empty if there is none.
  static Optional<State> kept(Path script) {
    return read(script);
  }

  /// Whether the policy is the same, and the engine.
  boolean isOf(State other) {
    return policy.equals(other.policy) && engine.equals(other.engine);
  }

  /// The first line that begins with the name counts.
  private static Optional<State> read(Path file) {
    try {
      Map<String, String> lines = new HashMap<>();
      for (String line : Files.readAllLines(file)) {
        String[] parts = line.split("=", 2);
        lines.putIfAbsent(parts[0], parts[parts.length - 1]);
      }
      return Optional.of(
          new State(
              lines.getOrDefault("engine", "nft"),
              lines.getOrDefault("policy", ""),
              lines.getOrDefault("loaded", "")));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
