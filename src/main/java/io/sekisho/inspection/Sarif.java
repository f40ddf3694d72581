package io.sekisho.inspection;

import io.sekisho.exposure.Finding;
import io.sekisho.exposure.Finding.Kind;
import io.sekisho.exposure.Finding.Severity;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/// Findings as SARIF 2.1.0, which CI systems read.
final class Sarif {
  private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

  private Sarif() {}

  static Map<String, Object> of(Report report) {
    Map<String, Object> driver = new LinkedHashMap<>();
    driver.put("name", "sekisho guard audit");
    driver.put("rules", Stream.of(Kind.values()).map(Sarif::rule).toList());
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("tool", Map.of("driver", driver));
    run.put("invocations", List.of(invocation(report.missing())));
    run.put("results", report.audit().findings().stream().map(Sarif::result).toList());
    Map<String, Object> log = new LinkedHashMap<>();
    log.put("$schema", SCHEMA);
    log.put("version", "2.1.0");
    log.put("runs", List.of(run));
    return log;
  }

  private static Map<String, Object> rule(Kind kind) {
    Map<String, Object> rule = new LinkedHashMap<>();
    rule.put("id", kind.toString());
    rule.put("shortDescription", text(kind.title() + "."));
    return rule;
  }

  private static Map<String, Object> invocation(List<String> missing) {
    Map<String, Object> invocation = new LinkedHashMap<>();
    invocation.put("executionSuccessful", missing.isEmpty());
    invocation.put(
        "toolExecutionNotifications",
        missing.stream()
            .map(it -> Map.of("level", "error", "message", text("Not read: " + it)))
            .toList());
    return invocation;
  }

  private static Map<String, Object> result(Finding finding) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("ruleId", finding.id().toString());
    result.put("ruleIndex", List.of(Kind.values()).indexOf(finding.id()));
    result.put("level", level(finding.severity()));
    result.put(
        "message",
        text("%s %s Fix: %s".formatted(finding.seen() + ".", finding.means(), finding.fix())));
    result.put("locations", List.of(location(finding)));
    result.put(
        "partialFingerprints",
        Map.of(
            "finding/v1",
            UUID.nameUUIDFromBytes((finding.id() + finding.seen()).getBytes(StandardCharsets.UTF_8))
                .toString()));
    result.put("properties", Map.of("severity", finding.severity().toString()));
    return result;
  }

  private static String level(Severity severity) {
    return switch (severity) {
      case NOTE, LOW -> "note";
      case MEDIUM -> "warning";
      case HIGH -> "error";
    };
  }

  /// A file, where it is about one; else the machine, which has no lines.
  private static Map<String, Object> location(Finding finding) {
    boolean file = finding.seen().startsWith("/");
    String uri = file ? finding.seen().substring(1).replaceFirst(" \\(.*$", "") : "machine";
    return Map.of(
        "physicalLocation",
        Map.of(
            "artifactLocation",
            Map.of("uri", uri.replace(" ", "%20")),
            "region",
            Map.of("startLine", 1)),
        "logicalLocations",
        List.of(Map.of("fullyQualifiedName", finding.seen())));
  }

  private static Map<String, Object> text(String text) {
    return Map.of("text", text);
  }
}
