package io.sekisho.nftables;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What `nft -j list ruleset` prints.
public final class Listing {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Listing() {}

  /// With chains, sets and counters by name and the elements of each set in order; without the
  /// kernel's own numbering and counting, and what it remembers for a while.
  public static String canonical(String listing) {
    List<JsonNode> objects = new ArrayList<>();
    JSON.readTree(listing).get("nftables").forEach(objects::add);
    objects.sort(Comparator.comparing(Listing::place));
    List<String> lines = new ArrayList<>();
    for (JsonNode object : objects) {
      List<String> elements = new ArrayList<>();
      object.findValues("elem").forEach(all -> all.forEach(one -> elements.add(one.toString())));
      elements.removeIf(it -> it.contains("\"expires\""));
      elements.sort(null);
      lines.add(
          object.toString().replaceAll("\"handle\":\\d+", "").replaceAll("(,\"elem\":.*|}+)$", "")
              + String.join("\n  ", elements));
    }
    return String.join("\n", lines).replaceAll("\"(packets|bytes)\":\\d+", "");
  }

  /// Rules stay in the order in which they are in their chain.
  private static String place(JsonNode object) {
    String kind = object.propertyNames().iterator().next();
    JsonNode it = object.get(kind);
    return String.join(
        " ",
        kind,
        it.path("family").asString(""),
        it.path("table").asString(""),
        it.path("chain").asString(""),
        it.path("name").asString(""));
  }
}
