package io.sekisho.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each case is a machine: a folder with what was read of it, and what is said of it.
/// `-Dgolden=rewrite` writes the latter anew.
class GoldenAuditTest {
  static List<Path> machines() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of("src/test/resources/guard-audit"))) {
      return folders.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("machines")
  void saysOfAMachineWhatItSaid(Path machine) throws IOException {
    Asked asked = Asked.audit("--root", machine.toString());

    Path golden = machine.resolve("expected.txt");
    String text = asked.out() + "exit " + asked.exit() + "\n";
    if ("rewrite".equals(System.getProperty("golden"))) {
      Files.writeString(golden, text);
    }
    assertThat(asked.err()).isEmpty();
    assertThat(text).isEqualTo(Files.readString(golden));
  }
}
