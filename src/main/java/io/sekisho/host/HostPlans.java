package io.sekisho.host;

import io.sekisho.nftables.GuestPorts.Limits;
import io.sekisho.policy.Envelopes;
import io.sekisho.snapshot.Snapshot;
import io.sekisho.snapshot.Snapshot.Changes;
import io.sekisho.vpc.Resource;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.Vpc;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Plans one snapshot after the other for a host. What is planned for a VPC stays as it is for as
/// long as nothing in it changes.
public final class HostPlans {
  private final Names names;
  private final Limits limits;
  private final SortedMap<String, Planned> planned = new TreeMap<>();
  private final Map<String, VpcPlans> plans = new HashMap<>();
  private Snapshot last = Snapshot.EMPTY;

  /// @param limits of each port
  public HostPlans(Names names, Limits limits) {
    this.names = names;
    this.limits = limits;
  }

  /// The plan for everything in a snapshot. A VPC that can't be planned, because two of its
  /// interfaces could not be told apart, does not keep the others from being planned.
  public synchronized HostPlan of(Snapshot now) {
    Optional<Changes> changes = now.since(last);
    if (changes.isEmpty()) {
      planned.clear();
      plans.clear();
    }
    changes
        .map(it -> touched(it, now))
        .orElseGet(() -> now.contents().vpcs().stream().map(Vpc::id).collect(Collectors.toSet()))
        .forEach(vpc -> plan(now, vpc));
    last = now;
    List<Planned> all = fitting(now);
    return new HostPlan(
        all.stream()
            .filter(Planned.Plan.class::isInstance)
            .map(it -> ((Planned.Plan) it).plan())
            .toList(),
        all.stream()
            .filter(Planned.Impossible.class::isInstance)
            .map(Planned.Impossible.class::cast)
            .collect(Collectors.toMap(Planned.Impossible::namespace, Planned.Impossible::why)));
  }

  /// As many of them as one host can have. The older VPCs come first: whoever makes more, or fills
  /// one of them, does not push out what is there.
  private List<Planned> fitting(Snapshot now) {
    int ports = planned.values().stream().mapToInt(Planned::ports).sum();
    if (planned.size() <= HostPlan.MOST && ports <= HostPlan.MOST_PORTS) {
      return List.copyOf(planned.values());
    }
    List<Planned> all = new ArrayList<>();
    int left = HostPlan.MOST_PORTS;
    for (Planned each : oldestFirst(now)) {
      boolean fits = each.ports() <= left;
      left -= fits ? each.ports() : 0;
      all.add(fits ? each : each.impossible("more than %d ports".formatted(HostPlan.MOST_PORTS)));
    }
    if (all.size() <= HostPlan.MOST) {
      return all;
    }
    // The first of those that are left out stands for all of them.
    List<Planned> some = new ArrayList<>(all.subList(0, HostPlan.MOST - 1));
    some.add(
        all.get(HostPlan.MOST - 1)
            .impossible("%d VPCs, but at most %d".formatted(all.size(), HostPlan.MOST - 1)));
    return some;
  }

  private List<Planned> oldestFirst(Snapshot now) {
    return planned.entrySet().stream()
        .sorted(
            Comparator.comparingInt(
                it -> now.contents().find(Vpc.class, it.getKey()).map(Vpc::index).orElse(0)))
        .map(Map.Entry::getValue)
        .toList();
  }

  /// The VPCs that have to be planned anew.
  private Set<String> touched(Changes changes, Snapshot now) {
    Set<String> moved = new HashSet<>();
    Set<String> touched = new HashSet<>();
    for (Snapshot each : List.of(last, now)) {
      changes.computes().stream()
          .flatMap(id -> each.subject(id).stream())
          .forEach(it -> moved.add(it.vpc().id()));
      changes.documents().stream()
          .flatMap(id -> each.contents().find(Resource.class, id).stream())
          .filter(Envelopes::dependOn)
          .forEach(it -> (it instanceof Subnet ? moved : touched).add(it.vpc()));
    }
    moved.forEach(it -> Optional.ofNullable(plans.get(it)).ifPresent(VpcPlans::moved));
    touched.addAll(moved);
    return touched;
  }

  private void plan(Snapshot now, String id) {
    plans
        .computeIfAbsent(id, it -> new VpcPlans(it, names, limits))
        .next(now)
        .ifPresentOrElse(
            it -> planned.put(id, it),
            () -> {
              planned.remove(id);
              plans.remove(id);
            });
  }
}
