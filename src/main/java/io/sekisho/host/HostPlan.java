package io.sekisho.host;

import io.sekisho.address.Ip;
import io.sekisho.nftables.GuestPorts;
import io.sekisho.nftables.GuestPorts.Limits;
import io.sekisho.nftables.GuestPorts.Port;
import io.sekisho.nftables.GuestPorts.Service;
import io.sekisho.snapshot.Snapshot;
import io.sekisho.vpc.MetadataService;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.Subject;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.Vpc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
  private static final int MOST = 4_096;

  private static final int MOST_PORTS = 20_000;
  private static final int LONGEST_REASON = 500;

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

  /// The plan for everything in a snapshot. A VPC that can't be planned, because two of its
  /// interfaces could not be told apart, does not keep the others from being planned.
  ///
  /// @param limits of each port
  public static HostPlan of(Snapshot snapshot, Names names, Limits limits) {
    Map<Vpc, List<Subject>> tenants = new LinkedHashMap<>();
    for (Subject subject : snapshot.subjects()) {
      tenants.computeIfAbsent(subject.vpc(), _ -> new ArrayList<>()).add(subject);
    }
    Map<String, List<Ip>> gateways = new HashMap<>();
    for (Subnet subnet : snapshot.contents().subnets()) {
      gateways.computeIfAbsent(subnet.vpc(), _ -> new ArrayList<>()).add(subnet.gateway());
    }
    List<VpcPlan> vpcs = new ArrayList<>();
    Map<String, String> unplanned = new LinkedHashMap<>();
    tenants.forEach(
        (vpc, subjects) -> {
          String namespace = names.namespace(vpc);
          try {
            GuestPorts guests = new GuestPorts(ports(subjects), limits);
            vpcs.add(new VpcPlan(namespace, gateways.getOrDefault(vpc.id(), List.of()), guests));
          } catch (IllegalArgumentException e) {
            String why = String.valueOf(e.getMessage());
            unplanned.put(namespace, why.substring(0, Math.min(why.length(), LONGEST_REASON)));
          }
        });
    return new HostPlan(vpcs, unplanned);
  }

  private static void expectUnplanned(String namespace, String why) {
    Names.expectVpc(namespace);
    if (why.length() > LONGEST_REASON) {
      throw new IllegalArgumentException("a reason of " + why.length() + " characters");
    }
  }

  private static List<Port> ports(List<Subject> subjects) {
    return subjects.stream()
        .flatMap(subject -> subject.compute().interfaces().stream().map(nic -> port(subject, nic)))
        .toList();
  }

  private static Port port(Subject subject, NetworkInterface nic) {
    MetadataService service = subject.compute().metadataService();
    return new Port(
        Names.tap(nic),
        nic.mac(),
        nic.addresses(),
        nic.mark(),
        service.responseHopLimit(),
        subject.served() ? served(service) : Service.OFF);
  }

  private static Service served(MetadataService service) {
    return switch (service.protocol()) {
      case HTTP -> Service.HTTP;
      case HTTPS -> Service.HTTPS;
    };
  }
}
