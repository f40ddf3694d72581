package io.sekisho.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Every promise to operators is held by something that fails when it is broken.
class PromisesTest {
  private static final Path PAGE = Path.of("docs/promises.md");
  private static final Pattern TEST = Pattern.compile("`(\\w+Test)`");

  /// As `check` in `bench/lib.sh` reads it.
  private static final Pattern FIGURE = Pattern.compile("`([a-z]+)\\.[a-z0-9-]+ [<>]?= [0-9.]+`");

  @Test
  void everyPromiseNamesATestOrAFigure() {
    assertThat(promises())
        .hasSizeGreaterThan(10)
        .allMatch(row -> TEST.matcher(row).find() || FIGURE.matcher(row).find());
  }

  @Test
  void everyTestThatIsNamedIsThere() {
    Set<String> tests =
        Sources.find(Path.of("src/test/java"), "Test.java").stream()
            .map(file -> file.getFileName().toString().replace(".java", ""))
            .collect(Collectors.toSet());
    assertThat(named(TEST)).isNotEmpty().isSubsetOf(tests);
  }

  @Test
  void everyFigureThatIsNamedHasAScenario() {
    assertThat(named(FIGURE))
        .isNotEmpty()
        .allMatch(name -> Files.exists(Path.of("bench/scenario-" + name + ".sh")));
  }

  /// The rows of the tables above that of goals not met, without the tables' heads.
  private static List<String> promises() {
    return Sources.lines(PAGE).stream()
        .takeWhile(line -> !line.startsWith("## Goals"))
        .filter(line -> line.startsWith("| ") && !line.startsWith("| Promise"))
        .toList();
  }

  private static List<String> named(Pattern pattern) {
    return promises().stream()
        .flatMap(row -> pattern.matcher(row).results())
        .map((MatchResult found) -> found.group(1))
        .distinct()
        .toList();
  }
}
