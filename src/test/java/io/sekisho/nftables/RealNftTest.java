package io.sekisho.nftables;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.Root;
import io.sekisho.policy.Envelope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A golden proves sameness only: here the kernel is asked, in namespaces that have no name and end
/// with the command.
@Tag("root")
@ExtendWith(Root.class)
class RealNftTest {
  @TempDir private Path folder;

  static List<Path> goldens() throws IOException {
    return GoldenRulesetTest.cases();
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void acceptsTheGoldenRulesetAndItsChange(Path golden) throws Exception {
    Path ruleset = golden.resolve("ruleset.nft");
    Path change = golden.resolve("change.nft");

    run("nft --check -f " + ruleset);
    if (Files.exists(change)) {
      run("nft -f " + ruleset + " && nft --check -f " + change);
    }
  }

  @Test
  void replacesAnEarlierTableOfTheSameName() throws Exception {
    Path ruleset = write("new", compile("1 02:00:00:00:00:01 http 1 10.0.0.5").text());

    String listing =
        run(
            "nft add table inet sekisho '{ chain old { accept; }; }' && nft -f %s && nft list ruleset"
                .formatted(ruleset));

    assertThat(listing).contains("tap1").doesNotContain("chain old");
  }

  /// Twenty changes in a row leave what loading the last ruleset into an empty kernel leaves.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void changesAddUpToTheWholeRuleset(long seed) throws Exception {
    Random dice = new Random(seed);
    Ruleset now = GuestRules.compile(Ports.random(dice), Envelope.NONE);
    List<String> steps = new ArrayList<>(List.of("nft -f " + write("0", now.text())));
    for (int i = 1; i <= 20; i++) {
      Ruleset next = GuestRules.compile(Ports.random(dice), Envelope.NONE);
      steps.add("nft -f " + write("" + i, now.changeTo(next)));
      now = next;
    }
    Path whole = write("whole", now.text());

    String incremental = run(String.join(" && ", steps) + " && nft -j list ruleset");
    String atOnce = run("nft -f " + whole + " && nft -j list ruleset");

    assertThat(Listing.canonical(incremental)).isEqualTo(Listing.canonical(atOnce)).contains("tap");
  }

  private static Ruleset compile(String ports) {
    return GuestRules.compile(Ports.read(ports), Envelope.NONE);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static String run(String script) throws Exception {
    Process process =
        new ProcessBuilder("unshare", "--net", "sh", "-c", script)
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
