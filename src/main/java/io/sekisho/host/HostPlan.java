package io.sekisho.host;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// All that is to be in force on one host: these namespaces, and no others of ours. A VPC without
/// compute resources has none.
///
/// @param vpcs one plan for each namespace
/// @param unplanned namespaces of whose VPCs something is left out, and why. Those for which there
///   is no plan at all are to stay as they are
public record HostPlan(List<VpcPlan> vpcs, Map<String, String> unplanned) {
  public static final HostPlan EMPTY = new HostPlan(List.of(), Map.of());

  /// Far more than one host has.
  static final int MOST = 4_096;

  static final int MOST_PORTS = 20_000;

  /// Interfaces, their addresses and memberships, subnets, groups and ACLs: twenty thousand
  /// interfaces that have as much as they can have.
  static final int MOST_PARTS = 500_000;

  static final int LONGEST_REASON = 500;

  /// On the way from one plan to another, piece by piece, there may be both.
  private static final int BOTH = 2;

  public HostPlan {
    unplanned.forEach(HostPlan::expectUnplanned);
    if (vpcs.stream().mapToInt(vpc -> vpc.guests().ports().size()).sum() > MOST_PORTS) {
      throw new IllegalArgumentException("more than " + MOST_PORTS + " guests' ports on one host");
    }
    if (vpcs.stream().mapToLong(VpcPlan::rules).sum() > BOTH * Burden.OF_A_HOST.rules()
        || vpcs.stream().mapToLong(VpcPlan::parts).sum() > BOTH * MOST_PARTS) {
      throw new IllegalArgumentException("more rules, addresses or subnets than one host can have");
    }
    Set<String> names = new HashSet<>(unplanned.keySet());
    vpcs.forEach(vpc -> names.add(vpc.namespace()));
    if (names.size() > MOST) {
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

  /// For whoever has to put it into force, whoever made it.
  ///
  /// @throws IllegalArgumentException if the kernel would be at it for too long
  public void expectBearable() {
    Burden all = Burden.NONE;
    for (VpcPlan vpc : vpcs) {
      vpc.expectOrdinary();
      Burden burden = Burden.of(vpc.envelope());
      if (!Burden.OF_A_VPC.covers(burden)) {
        throw new IllegalArgumentException(vpc.namespace() + " has too many rules");
      }
      all = all.plus(burden);
    }
    if (!Burden.OF_A_HOST.covers(all)) {
      throw new IllegalArgumentException("too many rules for one host");
    }
  }
}
