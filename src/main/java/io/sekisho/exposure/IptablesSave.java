package io.sekisho.exposure;

import io.sekisho.exposure.Chain.Base;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads what `iptables-save` or `ip6tables-save` printed.
final class IptablesSave {
  private static final Map<String, Integer> PRIORITIES =
      Map.of("raw", -300, "mangle", -150, "nat", -100, "filter", 0, "security", 50);
  private static final int SOURCE_NAT = 100;

  private final boolean v6;
  private final boolean legacy;
  private final Map<String, Optional<Base>> bases = new LinkedHashMap<>();
  private final Map<String, List<Rule>> rules = new LinkedHashMap<>();
  private final List<Chain> chains = new ArrayList<>();
  private String table = "";

  private IptablesSave(boolean v6, boolean legacy) {
    this.v6 = v6;
    this.legacy = legacy;
  }

  static List<Chain> read(String text, boolean v6) {
    boolean nft = text.contains("(nf_tables)") || text.contains("xtables-save");
    IptablesSave save = new IptablesSave(v6, !nft);
    text.lines().map(String::strip).forEach(save::line);
    save.close();
    return save.chains;
  }

  private void line(String line) {
    if (line.startsWith("*")) {
      close();
      table = line.substring(1);
    } else if (line.startsWith(":")) {
      String[] words = line.substring(1).split(" ", -1);
      bases.put(
          words[0],
          words.length > 1 && !words[1].equals("-") ? base(words[0], words[1]) : Optional.empty());
    } else {
      int rule = line.startsWith("[") ? line.indexOf("-A ") : line.startsWith("-A ") ? 0 : -1;
      if (rule >= 0) {
        List<String> words = words(line.substring(rule));
        rules
            .computeIfAbsent(words.get(1), _ -> new ArrayList<>())
            .add(IptablesRule.read(line.substring(rule), words.subList(2, words.size()), v6));
      }
    }
  }

  private Optional<Base> base(String chain, String policy) {
    String hook = chain.toLowerCase(Locale.ROOT);
    boolean nat = table.equals("nat");
    boolean late = nat && (hook.equals("postrouting") || hook.equals("input"));
    int priority = late ? SOURCE_NAT : PRIORITIES.getOrDefault(table, 0);
    return Optional.of(new Base(hook, priority, policy.equals("DROP"), nat));
  }

  private void close() {
    String family = v6 ? "ip6" : "ip";
    String place = family + " " + table + (legacy ? " (legacy)" : "");
    bases.forEach(
        (name, base) ->
            chains.add(new Chain(family, place, name, base, rules.getOrDefault(name, List.of()))));
    bases.clear();
    rules.clear();
  }

  /// The words of a rule, quotes taken off.
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    boolean open = false;
    for (int i = 0; i < line.length(); i++) {
      char next = line.charAt(i);
      if (quoted && next == '\\' && i + 1 < line.length()) {
        word.append(line.charAt(++i));
      } else if (next == '"') {
        quoted = !quoted;
        open = true;
      } else if (next == ' ' && !quoted) {
        if (open || !word.isEmpty()) {
          words.add(word.toString());
        }
        word.setLength(0);
        open = false;
      } else {
        word.append(next);
      }
    }
    if (open || !word.isEmpty()) {
      words.add(word.toString());
    }
    return words;
  }
}
