package io.sekisho.warden;

import io.sekisho.client.Documents;
import io.sekisho.kernel.Commands;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// What the rules in force have counted since they were loaded.
public record Counts(Commands commands) {
  private static final Pattern COUNTED =
      Pattern.compile("\\[(\\d+):(\\d+)] -A SEKISHO-GUARD\\S* .*--comment \"?([^\" ]+)\"?.*");

  /// @param packets how many
  /// @param bytes how long they were together
  public record Count(long packets, long bytes) {
    Count plus(Count other) {
      return new Count(packets + other.packets, bytes + other.bytes);
    }
  }

  /// By the name of the counter, such as `user_apache`.
  public Map<String, Count> of(String engine) {
    Map<String, Count> counts = new TreeMap<>();
    if (engine.equals("nft")) {
      nft(counts);
    } else {
      List.of("iptables-save", "ip6tables-save").forEach(it -> iptables(it, counts));
    }
    return counts;
  }

  private void nft(Map<String, Count> counts) {
    try {
      // To list counters alone, nft reads everybody's rules.
      String listing = commands.run("nft", "-j", "list table inet sekisho_guard");
      JsonNode tree = Documents.parse(listing.getBytes(StandardCharsets.UTF_8));
      for (JsonNode each : tree.path("nftables")) {
        JsonNode counter = each.path("counter");
        if (counter.has("name")) {
          counts.put(
              counter.path("name").asString(),
              new Count(counter.path("packets").asLong(), counter.path("bytes").asLong()));
        }
      }
    } catch (Commands.Failed | UncheckedIOException gone) {
      // Then nothing is counted.
    }
  }

  private void iptables(String tool, Map<String, Count> counts) {
    try {
      commands
          .run(tool, "-c", "-t", "filter")
          .lines()
          .map(COUNTED::matcher)
          .filter(Matcher::matches)
          .forEach(
              it ->
                  counts.merge(
                      it.group(3),
                      new Count(Long.parseLong(it.group(1)), Long.parseLong(it.group(2))),
                      Count::plus));
    } catch (Commands.Failed | UncheckedIOException gone) {
      // Then nothing is counted.
    }
  }
}
