package io.sekisho.host;

import java.util.List;
import java.util.Map;

/// All that is to be in force on one host: these namespaces, and no others of ours. A VPC without
/// compute resources has none.
///
/// @param vpcs one plan for each namespace
/// @param unplanned namespaces for which there can be no plan, and why: they are to stay as they
///   are
public record HostPlan(List<VpcPlan> vpcs, Map<String, String> unplanned) {
  public static final HostPlan EMPTY = new HostPlan(List.of(), Map.of());

  /// Far more than one host has.
  static final int MOST = 4_096;

  static final int MOST_PORTS = 20_000;
  static final int LONGEST_REASON = 500;

  public HostPlan {
    unplanned.forEach(HostPlan::expectUnplanned);
    if (vpcs.stream().mapToInt(vpc -> vpc.guests().ports().size()).sum() > MOST_PORTS) {
      throw new IllegalArgumentException("more than " + MOST_PORTS + " guests' ports on one host");
    }
    if (vpcs.size() + unplanned.size() > MOST) {
      throw new IllegalArgumentException("more than " + MOST + " VPCs on one host");
    }
    vpcs = List.copyOf(vpcs);
    unplanned = Map.copyOf(unplanned);
  }

  private static void expectUnplanned(String namespace, String why) {
    Names.expectVpc(namespace);
    if (why.length() > LONGEST_REASON) {
      throw new IllegalArgumentException("a reason of " + why.length() + " characters");
    }
  }
}
