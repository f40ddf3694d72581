package io.sekisho.kernel;

import io.sekisho.address.Ip;
import io.sekisho.address.Mac;
import io.sekisho.nftables.GuestPorts;
import io.sekisho.nftables.GuestPorts.Limits;
import io.sekisho.nftables.GuestPorts.Port;
import io.sekisho.nftables.GuestPorts.Service;
import io.sekisho.vpc.MetadataService;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What one VPC's namespace is to look like.
///
/// @param tenants the compute resources in it; at least one
/// @param gateways of its subnets
/// @param guests what follows from the tenants for the ruleset
record Plan(List<Subject> tenants, List<Ip> gateways, GuestPorts guests) {
  static Plan of(List<Subject> tenants, List<Ip> gateways, Names names, Limits limits) {
    List<Port> ports = new ArrayList<>();
    for (Subject subject : tenants) {
      subject.compute().interfaces().forEach(nic -> ports.add(port(subject, nic, names)));
    }
    return new Plan(tenants, gateways, new GuestPorts(ports, limits));
  }

  /// Names of the taps that may be there.
  Set<String> devices() {
    return guests.ports().stream().map(Port::device).collect(Collectors.toSet());
  }

  /// Whether another plan has the same addresses, cards and taps, whatever its switches.
  boolean wiredAs(Plan other) {
    return gateways.equals(other.gateways) && wires(this).equals(wires(other));
  }

  private static List<Wire> wires(Plan plan) {
    return plan.guests.ports().stream()
        .map(port -> new Wire(port.device(), port.mac(), port.addresses()))
        .toList();
  }

  private record Wire(String device, Mac mac, List<Ip> addresses) {}

  private static Port port(Subject subject, NetworkInterface nic, Names names) {
    MetadataService service = subject.compute().metadataService();
    return new Port(
        names.tap(nic),
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
