package io.sekisho.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The suite as a whole, before anything is attacked.
class CorpusTest {
  private static final Path DOCUMENT = Path.of("docs/probe.md");
  private static final String HEADING = "| id | class | vectors | why |\n|---|---|---|---|\n";

  private final List<Attack> attacks = Probe.attacks();

  @Test
  void isLargeEnough() {
    assertThat(attacks).hasSizeGreaterThanOrEqualTo(60);
    assertThat(attacks.stream().mapToInt(attack -> attack.vectors().size()).sum())
        .isGreaterThan(1_600);
    assertThat(vectors("A19")).isGreaterThan(60);
    assertThat(vectors("A38")).isGreaterThan(30);
  }

  @Test
  void hasNoNameTwice() {
    assertThat(attacks.stream().map(Attack::id)).doesNotHaveDuplicates();
    assertThat(attacks.stream().map(Attack::title)).doesNotHaveDuplicates();
    for (Attack attack : attacks) {
      assertThat(attack.vectors().stream().map(Attack.Vector::name))
          .as(attack.id())
          .doesNotHaveDuplicates()
          .isNotEmpty();
    }
  }

  @Test
  void hasAReasonForEachClass() {
    for (Attack attack : attacks) {
      assertThat(attack.id()).matches("[AB]\\d{2}");
      assertThat(attack.title()).hasSizeLessThanOrEqualTo(38);
      assertThat(attack.why()).endsWith(".").hasSizeLessThanOrEqualTo(120);
    }
  }

  /// Rewritten by `./dev golden`, like every other text that the code knows better.
  @Test
  void standsInTheDocuments() throws IOException {
    String page = Files.readString(DOCUMENT);
    String expected = page.substring(0, page.indexOf(HEADING) + HEADING.length()) + table();
    if ("rewrite".equals(System.getProperty("golden"))) {
      Files.writeString(DOCUMENT, expected);
    }
    assertThat(Files.readString(DOCUMENT)).isEqualTo(expected);
  }

  private String table() {
    return attacks.stream()
        .map(
            attack ->
                "| %s | %s | %d | %s |\n"
                    .formatted(attack.id(), attack.title(), attack.vectors().size(), attack.why()))
        .collect(Collectors.joining());
  }

  private int vectors(String id) {
    return attacks.stream()
        .filter(attack -> attack.id().equals(id))
        .mapToInt(attack -> attack.vectors().size())
        .sum();
  }
}
