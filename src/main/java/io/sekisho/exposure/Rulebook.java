package io.sekisho.exposure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All rules of a machine, of whatever tool.
///
/// @param chains by table and name
public record Rulebook(Map<String, Chain> chains) {
  public Rulebook {
    chains = Map.copyOf(chains);
  }

  /// Of what the tools listed.
  ///
  /// @param nft what `nft -j list ruleset` printed
  /// @param v4 what `iptables-save` printed, of one variant or two
  /// @param v6 the same of `ip6tables-save`
  /// @param cgroups paths of control groups by their number, as nft lists them
  /// @throws IllegalArgumentException with a sentence if the first is no such listing
  public static Rulebook of(
      Optional<String> nft, List<String> v4, List<String> v6, Map<String, String> cgroups) {
    List<Chain> saved = new ArrayList<>();
    v4.forEach(it -> saved.addAll(IptablesSave.read(it, false)));
    v6.forEach(it -> saved.addAll(IptablesSave.read(it, true)));
    Map<String, Chain> all = new LinkedHashMap<>();
    saved.forEach(it -> all.put(key(it.table(), it.name()), it));
    // What iptables made of nftables' tables is told better by iptables.
    nft.map(it -> NftListing.read(it, cgroups)).stream()
        .flatMap(List::stream)
        .filter(it -> saved.stream().noneMatch(known -> known.table().equals(it.table())))
        .forEach(it -> all.put(key(it.table(), it.name()), it));
    return new Rulebook(all);
  }

  Optional<Chain> chain(String table, String name) {
    return Optional.ofNullable(chains.get(key(table, name)));
  }

  /// Those that a packet enters at a hook, in their order.
  List<Chain> at(String hook, boolean v6) {
    return chains.values().stream()
        .filter(it -> it.sees(v6) && it.base().filter(at -> at.hook().equals(hook)).isPresent())
        .sorted(
            Comparator.comparingInt((Chain it) -> it.base().orElseThrow().priority())
                .thenComparing(Chain::place))
        .toList();
  }

  List<Rule> rules() {
    return chains.values().stream().flatMap(it -> it.rules().stream()).toList();
  }

  private static String key(String table, String name) {
    return table + " " + name;
  }
}
