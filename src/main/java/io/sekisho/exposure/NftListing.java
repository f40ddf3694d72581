package io.sekisho.exposure;

import io.sekisho.exposure.Chain.Base;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads what `nft -j list ruleset` printed.
final class NftListing {
  private final Map<String, String> cgroups;
  private final Map<String, JsonNode> sets = new HashMap<>();
  private final Map<String, List<JsonNode>> rules = new LinkedHashMap<>();
  private final List<JsonNode> chains = new ArrayList<>();

  private NftListing(Map<String, String> cgroups) {
    this.cgroups = cgroups;
  }

  static List<Chain> read(String json, Map<String, String> cgroups) {
    JsonNode tree;
    try {
      tree = JsonMapper.shared().readTree(json);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("This is not what `nft -j list ruleset` prints.", e);
    }
    if (!tree.path("nftables").isArray()) {
      throw new IllegalArgumentException("This is not what `nft -j list ruleset` prints.");
    }
    return new NftListing(cgroups).chains(tree.path("nftables"));
  }

  private List<Chain> chains(JsonNode items) {
    for (JsonNode item : items) {
      if (item.has("chain")) {
        chains.add(item.path("chain"));
      } else if (item.has("set") || item.has("map")) {
        JsonNode set = item.path(item.has("set") ? "set" : "map");
        sets.put(table(set) + " @" + set.path("name").asString(), set);
      } else if (item.has("rule")) {
        JsonNode rule = item.path("rule");
        rules
            .computeIfAbsent(
                table(rule) + " " + rule.path("chain").asString(), _ -> new ArrayList<>())
            .add(rule);
      }
    }
    return chains.stream().map(this::chain).toList();
  }

  private Chain chain(JsonNode chain) {
    String table = table(chain);
    String name = chain.path("name").asString();
    Optional<Base> base =
        chain.has("hook")
            ? Optional.of(
                new Base(
                    chain.path("hook").asString(),
                    chain.path("prio").asInt(),
                    chain.path("policy").asString("accept").equals("drop"),
                    chain.path("type").asString().equals("nat")))
            : Optional.empty();
    NftMatch match = new NftMatch(it -> Optional.ofNullable(sets.get(table + " " + it)), cgroups);
    List<Rule> read =
        rules.getOrDefault(table + " " + name, List.of()).stream()
            .map(it -> new NftRule(match, it).read())
            .toList();
    return new Chain(chain.path("family").asString(), table, name, base, read);
  }

  private static String table(JsonNode item) {
    return item.path("family").asString() + " " + item.path("table").asString();
  }
}
