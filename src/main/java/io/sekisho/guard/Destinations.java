package io.sekisho.guard;

import io.sekisho.address.Prefix;
import io.sekisho.guard.Target.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/// The targets of a policy, of one IP version, sorted by what of them is judged; each address once.
///
/// @param everything where every packet is judged
/// @param ports where TCP to some ports is
/// @param butServices where all but DNS, NTP and DHCP is
record Destinations(List<String> everything, List<Port> ports, List<String> butServices) {
  record Port(String address, List<Integer> ports) {}

  static Destinations of(Policy policy, boolean v6) {
    TreeMap<String, TreeSet<Integer>> ports = new TreeMap<>();
    List<Prefix> everything = new ArrayList<>();
    List<Prefix> butServices = new ArrayList<>();
    for (Target target : policy.targets()) {
      for (Prefix prefix : target.addresses()) {
        if (prefix.first().v6() == v6) {
          switch (target.scope()) {
            case Scope.Everything() -> everything.add(prefix);
            case Scope.ButServices() -> butServices.add(prefix);
            case Scope.TcpPorts(var some) ->
                ports.computeIfAbsent(text(prefix), _ -> new TreeSet<>()).addAll(some);
          }
        }
      }
    }
    return new Destinations(
        widest(everything),
        ports.entrySet().stream()
            .map(it -> new Port(it.getKey(), List.copyOf(it.getValue())))
            .toList(),
        widest(butServices));
  }

  boolean isEmpty() {
    return everything.isEmpty() && ports.isEmpty() && butServices.isEmpty();
  }

  /// Without those that lie in another one: nft takes no set with both.
  private static List<String> widest(List<Prefix> prefixes) {
    return prefixes.stream()
        .filter(it -> prefixes.stream().noneMatch(other -> !other.equals(it) && other.covers(it)))
        .distinct()
        .map(Destinations::text)
        .toList();
  }

  private static String text(Prefix prefix) {
    return prefix.length() == prefix.first().width() ? "" + prefix.first() : "" + prefix;
  }
}
