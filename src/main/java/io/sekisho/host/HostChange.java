package io.sekisho.host;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What lies between two plans for a host: little, where little is different.
///
/// @param vpcs those that are new, or not as they were
/// @param gone the namespaces of those that are not planned any more
/// @param unplanned as in the second plan
public record HostChange(List<VpcChange> vpcs, Set<String> gone, Map<String, String> unplanned) {
  /// Rules and interfaces in a piece: one takes some 250 bytes, and a frame has four mebibytes.
  private static final int MOST = 5_000;

  public HostChange {
    vpcs = List.copyOf(vpcs);
    gone = Set.copyOf(gone);
    unplanned = Map.copyOf(unplanned);
  }

  public static HostChange between(HostPlan before, HostPlan after) {
    Map<String, VpcPlan> known = keyed(before);
    List<VpcChange> vpcs = new ArrayList<>();
    for (VpcPlan each : after.vpcs()) {
      Optional<VpcPlan> was = Optional.ofNullable(known.remove(each.namespace()));
      if (!was.equals(Optional.of(each))) {
        vpcs.add(VpcChange.between(was, each));
      }
    }
    return new HostChange(vpcs, known.keySet(), after.unplanned());
  }

  /// The second plan, from the first one or from itself.
  ///
  /// @throws IllegalArgumentException if there can be no such plan
  public HostPlan applied(HostPlan before) {
    Map<String, VpcPlan> all = keyed(before);
    all.keySet().removeAll(gone);
    for (VpcChange each : vpcs) {
      Optional<VpcPlan> was = Optional.ofNullable(all.get(each.namespace()));
      all.put(each.namespace(), each.applied(was));
    }
    return new HostPlan(List.copyOf(all.values()), unplanned);
  }

  /// The same as several changes, to be applied one after the other, each small enough to be told
  /// at once.
  public List<HostChange> pieces() {
    List<VpcChange> small = vpcs.stream().flatMap(it -> it.pieces(MOST).stream()).toList();
    List<HostChange> all =
        VpcChange.chunks(small, it -> it.weight() + 1, MOST).stream()
            .map(some -> new HostChange(some, gone, unplanned))
            .toList();
    return all.isEmpty() ? List.of(this) : all;
  }

  private static Map<String, VpcPlan> keyed(HostPlan plan) {
    Map<String, VpcPlan> all = LinkedHashMap.newLinkedHashMap(plan.vpcs().size());
    plan.vpcs().forEach(it -> all.put(it.namespace(), it));
    return all;
  }
}
