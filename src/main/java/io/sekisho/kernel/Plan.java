package io.sekisho.kernel;

import io.sekisho.address.Ip;
import io.sekisho.nftables.GuestPorts;
import io.sekisho.nftables.GuestPorts.Limits;
import io.sekisho.nftables.GuestPorts.Port;
import io.sekisho.nftables.GuestPorts.Service;
import io.sekisho.vpc.MetadataService;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.Subject;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.Vpc;
import java.util.ArrayList;
import java.util.List;

/// What one VPC's namespace is to look like.
///
/// @param gateways of its subnets
record Plan(Vpc vpc, List<Ip> gateways, GuestPorts guests) {
  static Plan of(List<Subject> tenants, List<Subnet> subnets, Names names, Limits limits) {
    Vpc vpc = tenants.getFirst().vpc();
    List<Ip> gateways =
        subnets.stream()
            .filter(subnet -> subnet.vpc().equals(vpc.id()))
            .map(Subnet::gateway)
            .sorted()
            .toList();
    List<Port> ports = new ArrayList<>();
    for (Subject subject : tenants) {
      subject.compute().interfaces().forEach(nic -> ports.add(port(subject, nic, names)));
    }
    return new Plan(vpc, gateways, new GuestPorts(ports, limits));
  }

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
