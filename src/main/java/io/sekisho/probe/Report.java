package io.sekisho.probe;

import java.util.ArrayList;
import java.util.List;

/// What came of a run.
public record Report(String target, String dialect, List<Row> classes, Summary summary) {
  private static final String LINE = "%-4s  %-38s  %7s  %11s  %10s  %14s%n";

  Report(String target, String dialect, List<Row> classes, long millis) {
    this(target, dialect, classes, Summary.of(classes, millis));
  }

  /// A class, counted.
  ///
  /// @param vectors that were tried
  /// @param findings one for each vector that did not go as expected
  /// @param notes worth telling, though nothing is wrong
  public record Row(
      String id,
      String title,
      int vectors,
      int asExpected,
      int unexpected,
      int notApplicable,
      List<Finding> findings,
      List<String> notes) {

    static Row of(Attack attack, List<Judgement> judgements) {
      List<Finding> findings = new ArrayList<>();
      List<String> notes = new ArrayList<>();
      int skipped = 0;
      for (int i = 0; i < judgements.size(); i++) {
        switch (judgements.get(i)) {
          case Judgement.AsExpected(String note) -> notes.add(note);
          case Judgement.NotApplicable _ -> skipped++;
          case Judgement.Unexpected(String expected, String sent, String received) ->
              findings.add(new Finding(attack.vectors().get(i).name(), expected, sent, received));
        }
      }
      int good = notes.size();
      notes.removeIf(String::isEmpty);
      int tried = judgements.size() - skipped;
      return new Row(
          attack.id(), attack.title(), tried, good, findings.size(), skipped, findings, notes);
    }
  }

  /// A vector that did not go as expected.
  public record Finding(String vector, String expected, String sent, String received) {}

  /// All classes together.
  ///
  /// @param classes of which at least one vector was tried
  /// @param millis how long all of it took
  public record Summary(
      int classes, int vectors, int asExpected, int unexpected, int notApplicable, long millis) {
    static Summary of(List<Row> rows, long millis) {
      return new Summary(
          (int) rows.stream().filter(row -> row.vectors() > 0).count(),
          rows.stream().mapToInt(Row::vectors).sum(),
          rows.stream().mapToInt(Row::asExpected).sum(),
          rows.stream().mapToInt(Row::unexpected).sum(),
          rows.stream().mapToInt(Row::notApplicable).sum(),
          millis);
    }
  }

  /// Whether every vector that makes sense here went as it should.
  public boolean isAsExpected() {
    return summary.unexpected() == 0;
  }

  /// For people: a table, what was unexpected, one line in the end.
  public String text() {
    StringBuilder out = new StringBuilder();
    out.append(
        LINE.formatted("", "CLASS", "VECTORS", "AS EXPECTED", "UNEXPECTED", "NOT APPLICABLE"));
    classes.forEach(row -> out.append(line(row)));
    classes.forEach(row -> row.findings().forEach(finding -> out.append(details(row, finding))));
    classes.forEach(
        row ->
            row.notes()
                .forEach(
                    note -> out.append("%n%s for information: %s%n".formatted(row.id(), note))));
    return out.append(lastLine()).toString();
  }

  private static String line(Row row) {
    return LINE.formatted(
        row.id(),
        row.title(),
        row.vectors(),
        row.asExpected(),
        row.unexpected(),
        row.notApplicable());
  }

  private static String details(Row row, Finding finding) {
    return "%n%s %s: %s%n  expected  %s%n  sent      %s%n  received  %s%n"
        .formatted(
            row.id(),
            row.title(),
            finding.vector(),
            finding.expected(),
            finding.sent(),
            finding.received());
  }

  private String lastLine() {
    return "%n%s (%s): %d vectors of %d classes in %.1f s, %d as expected, %d unexpected, %d not applicable.%n"
        .formatted(
            target,
            dialect,
            summary.vectors(),
            summary.classes(),
            summary.millis() / 1000.0,
            summary.asExpected(),
            summary.unexpected(),
            summary.notApplicable());
  }
}
