package io.sekisho.warden;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sekisho.guard.Identities;
import io.sekisho.guard.Identities.Found;
import io.sekisho.guard.Identities.Range;
import io.sekisho.guard.Policy;
import io.sekisho.guard.PolicyText;
import io.sekisho.guard.Presets;
import io.sekisho.guard.Ruling;
import io.sekisho.guard.Subject;
import io.sekisho.guard.Subject.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The goldens' folders, and a machine that never was.
public final class Cases {
  private static final Path FOLDER = Path.of("src/test/resources/guard");

  private static final Identities PEOPLE =
      new Identities(
          Map.of(
              new Subject(Kind.USER, "root"), new Found.User(0),
              new Subject(Kind.USER, "2001"), new Found.User(2001),
              new Subject(Kind.USER, "odd@corp.example"), new Found.User(1_234_567_890),
              new Subject(Kind.USER, "apache"),
                  new Found.User(48, List.of(new Range(100_000, 165_535))),
              new Subject(Kind.USER, "trustworthy-user"), new Found.User(2001),
              new Subject(Kind.GROUP, "metadata"),
                  new Found.Group(
                      3001,
                      List.of(2002L, 2001L),
                      List.of(new Range(165_536, 231_071), new Range(300_000, 300_009))),
              new Subject(Kind.UNIT, "cloud-init.service"),
                  new Found.Cgroup("system.slice/system-a\\x2db.slice/cloud-init.service", ""),
              new Subject(Kind.CGROUP, "machine.slice/x"),
                  new Found.Cgroup("machine.slice/x", "unified/")));

  private Cases() {}

  static Path folder(String name) {
    return FOLDER.resolve(name);
  }

  static List<Path> all() throws IOException {
    try (Stream<Path> folders = Files.list(FOLDER)) {
      return folders.sorted().toList();
    }
  }

  /// Of a preset, or of the folder's file.
  static Policy policy(Path folder) throws IOException {
    String name = folder.getFileName().toString();
    if (name.startsWith("ibm_")) {
      Presets preset = Presets.valueOf(name.toUpperCase(java.util.Locale.ROOT));
      return preset.policy(preset.usual());
    }
    return read(Files.readString(folder.resolve("policy.yaml")));
  }

  public static Policy read(String yaml) {
    return switch (PolicyReader.read(yaml.getBytes(UTF_8))) {
      case PolicyReader.Reading.Read(var policy) -> policy;
      case PolicyReader.Reading.Unreadable(var mistakes) ->
          throw new AssertionError(mistakes + "\n" + yaml);
    };
  }

  static Ruling ruling(Policy policy) {
    return new Ruling(policy, PEOPLE);
  }

  static String text(Policy policy) {
    return PolicyText.of(policy);
  }
}
