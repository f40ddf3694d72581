package io.sekisho.inspection;

import io.sekisho.cli.Printer;
import io.sekisho.cli.Table;
import io.sekisho.exposure.Audit;
import io.sekisho.exposure.Audit.Row;
import io.sekisho.exposure.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// An audit as people and programs read it.
///
/// @param missing what could not be read
record Report(Audit audit, List<String> missing) {
  void text(Printer printer) {
    missing.forEach(it -> printer.say("Not read: " + it));
    if (!missing.isEmpty()) {
      printer.say(
          "What follows is a part. On the machine itself it takes root, nft and iptables-save.");
      printer.say("");
    }
    if (audit.findings().isEmpty()) {
      printer.say(missing.isEmpty() ? "Nothing was found." : "Nothing was found in what was read.");
    }
    for (Finding each : audit.findings()) {
      printer.say("%s %s: %s".formatted(each.severity(), each.id(), each.seen()));
      printer.say("  " + each.means());
      printer.say("  Fix: " + each.fix());
    }
    if (!audit.rows().isEmpty()) {
      printer.say("");
      printer.table(new Table(List.of("WHO", "TO", "OVER", "HOW", "BY"), cells()));
    }
  }

  private List<List<String>> cells() {
    Map<List<String>, List<String>> addresses = new LinkedHashMap<>();
    for (Row row : audit.table()) {
      String over = (row.address().v6() ? "IPv6 " : "IPv4 ") + row.service();
      String by =
          switch (row.outcome().way()) {
            case UNCLEAR -> "depends on " + String.join("; ", row.outcome().doubts());
            case NO_ROUTE -> "";
            case REACHES, STOPPED, DIVERTED -> row.outcome().by();
          };
      addresses
          .computeIfAbsent(
              List.of(row.who().name(), over, row.outcome().way().toString(), by),
              _ -> new ArrayList<>())
          .add(row.address().toString());
    }
    return addresses.entrySet().stream()
        .map(
            it ->
                List.of(
                    it.getKey().get(0),
                    it.getValue().size() > 2
                        ? it.getValue().getFirst()
                            + " and %d more".formatted(it.getValue().size() - 1)
                        : String.join(", ", it.getValue()),
                    it.getKey().get(1),
                    it.getKey().get(2),
                    it.getKey().get(3)))
        .collect(Collectors.toList());
  }

  Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("complete", missing.isEmpty());
    document.put("not_read", missing);
    document.put("findings", audit.findings().stream().map(Report::document).toList());
    document.put("reach", audit.rows().stream().map(Report::document).toList());
    return document;
  }

  private static Map<String, Object> document(Finding finding) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("id", finding.id().toString());
    document.put("severity", finding.severity().toString());
    document.put("seen", finding.seen());
    document.put("means", finding.means());
    document.put("fix", finding.fix());
    return document;
  }

  private static Map<String, Object> document(Row row) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("who", row.who().name());
    document.put("kind", row.who().kind().name().toLowerCase(java.util.Locale.ROOT));
    document.put("address", row.address().toString());
    document.put("service", row.service());
    document.put("way", row.outcome().way().name().toLowerCase(java.util.Locale.ROOT));
    document.put("by", row.outcome().by());
    document.put("depends_on", row.outcome().doubts());
    return document;
  }
}
