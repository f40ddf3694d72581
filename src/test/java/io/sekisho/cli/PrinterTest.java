package io.sekisho.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How results look.
class PrinterTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Printer printer =
      new Printer(new PrintStream(printed, true, StandardCharsets.UTF_8));

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void alignsColumnsAndLeavesNoTrailingSpace() {
    printer.table(new Table(List.of("A", "LONGER", "C"), List.of(List.of("wide cell", "", "x"))));

    assertThat(printed())
        .isEqualTo(
            """
            A           LONGER   C
            wide cell   -        x
            """);
  }

  @Test
  void printsHeadingsWhenThereIsNothing() {
    printer.table(new Table(List.of("NAME", "ID"), List.of()));

    assertThat(printed()).isEqualTo("NAME   ID\n");
  }

  @Test
  void showsControlCharactersAsQuestionMarks() {
    printer.table(new Table(List.of("NAME"), List.of(List.of("a\u001b[31mb\nc\u009b"))));

    assertThat(printed()).isEqualTo("NAME\na?[31mb?c?\n");
  }

  @Test
  void quotesYamlThatWouldBeReadAsSomethingElse() {
    printer.document(Format.YAML, List.of("true", "1", "plain", "a: b"));

    assertThat(printed())
        .isEqualTo(
            """
            - "true"
            - "1"
            - plain
            - "a: b"
            """);
  }

  @Test
  void takesNoRaggedTable() {
    assertThatThrownBy(() -> new Table(List.of("A", "B"), List.of(List.of("x"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void showsTimesToTheSecond() {
    assertThat(Rows.time(Instant.parse("2026-11-23T12:00:01.234567891Z")))
        .isEqualTo("2026-11-23T12:00:01Z");
  }
}
