package io.sekisho.host;

import io.sekisho.nftables.GuestPorts.Limits;
import io.sekisho.policy.Envelopes;
import io.sekisho.snapshot.Snapshot;
import io.sekisho.snapshot.Snapshot.Changes;
import io.sekisho.vpc.Resource;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.Vpc;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    List<VpcPlan> whole = new ArrayList<>();
    Map<String, String> left = new HashMap<>();
    for (Planned each : fitting(now)) {
      switch (each) {
        case Planned.Plan it -> {
          whole.add(it.plan());
          if (!it.left().isEmpty()) {
            left.put(it.namespace(), it.left());
          }
        }
        case Planned.Impossible it -> left.put(it.namespace(), it.why());
      }
    }
    return new HostPlan(whole, left);
  }

  /// As many of them as one host can have, and as much of each. The older VPCs come first: whoever
  /// makes more, or fills one of them, does not push out what is there.
  private Collection<Planned> fitting(Snapshot now) {
    if (planned.size() <= HostPlan.MOST && fit(planned.values())) {
      return planned.values();
    }
    Map<String, Planned> all = new LinkedHashMap<>();
    long ports = HostPlan.MOST_PORTS;
    long parts = HostPlan.MOST_PARTS;
    for (String id : oldestFirst(now)) {
      Planned each = Objects.requireNonNull(planned.get(id));
      if (each.ports() > ports) {
        each = each.impossible("more than %d ports".formatted(HostPlan.MOST_PORTS));
      } else if (each.parts() > parts) {
        each = each.impossible("more than %d addresses and subnets".formatted(HostPlan.MOST_PARTS));
      }
      ports -= each.ports();
      parts -= each.parts();
      all.put(id, each);
    }
    List<Planned> fitting =
        List.copyOf(Shares.fit(Burden.OF_A_HOST, all, id -> account(now, id)).values());
    if (fitting.size() <= HostPlan.MOST) {
      return fitting;
    }
    // The first of those that are left out stands for all of them.
    List<Planned> some = new ArrayList<>(fitting.subList(0, HostPlan.MOST - 1));
    some.add(
        fitting
            .get(HostPlan.MOST - 1)
            .impossible("%d VPCs, but at most %d".formatted(fitting.size(), HostPlan.MOST - 1)));
    return some;
  }

  /// Whether all of them have room on one host.
  private static boolean fit(Collection<Planned> all) {
    long ports = 0;
    long parts = 0;
    Burden burden = Burden.NONE;
    for (Planned each : all) {
      ports += each.ports();
      parts += each.parts();
      burden = burden.plus(each.burden());
    }
    return ports <= HostPlan.MOST_PORTS
        && parts <= HostPlan.MOST_PARTS
        && Burden.OF_A_HOST.covers(burden);
  }

  private static String account(Snapshot now, String vpc) {
    return now.contents()
        .find(Vpc.class, vpc)
        .map(it -> it.identity().account().value())
        .orElse("");
  }

  private List<String> oldestFirst(Snapshot now) {
    return planned.keySet().stream()
        .sorted(
            Comparator.comparingInt(
                id -> now.contents().find(Vpc.class, id).map(Vpc::index).orElse(0)))
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
