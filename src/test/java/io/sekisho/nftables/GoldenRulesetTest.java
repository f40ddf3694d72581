package io.sekisho.nftables;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.policy.Envelope;
import io.sekisho.policy.EnvelopeText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each case is a folder: `ports.txt`, and `envelope.txt` where anything may pass between them,
/// compile to `ruleset.nft`; where there is a `then.txt` (`then-envelope.txt`), the way from the
/// one to the other is `change.nft`. `-Dgolden=rewrite` writes both anew.
class GoldenRulesetTest {
  private static final Path CASES = Path.of("src/test/resources/nftables");

  static List<Path> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void compilesToItsGoldenRuleset(Path folder) throws IOException {
    Ruleset ruleset = compile(folder, "ports.txt", "envelope.txt");

    compare(folder.resolve("ruleset.nft"), ruleset.text());
    if (Files.exists(folder.resolve("then.txt"))) {
      Ruleset then = compile(folder, "then.txt", "then-envelope.txt");
      compare(folder.resolve("change.nft"), ruleset.changeTo(then));
    }
  }

  private static Ruleset compile(Path folder, String ports, String envelope) throws IOException {
    Path between = folder.resolve(envelope);
    return GuestRules.compile(
        Ports.read(Files.readString(folder.resolve(ports))),
        Files.exists(between) ? EnvelopeText.read(Files.readString(between)) : Envelope.NONE);
  }

  private static void compare(Path golden, String text) throws IOException {
    if ("rewrite".equals(System.getProperty("golden"))) {
      Files.writeString(golden, text);
    }
    assertThat(text).isEqualTo(Files.readString(golden));
  }
}
