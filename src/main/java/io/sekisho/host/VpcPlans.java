package io.sekisho.host;

import io.sekisho.address.Ip;
import io.sekisho.nftables.GuestPorts;
import io.sekisho.nftables.GuestPorts.Limits;
import io.sekisho.nftables.GuestPorts.Port;
import io.sekisho.nftables.GuestPorts.Service;
import io.sekisho.policy.Envelopes;
import io.sekisho.policy.Inhabitants;
import io.sekisho.snapshot.Snapshot;
import io.sekisho.vpc.MetadataService;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.Subject;
import io.sekisho.vpc.Subnet;
import java.util.List;
import java.util.Optional;

/// Plans one VPC anew whenever something in it changes. Who stands in it is looked up again only
/// after [#moved].
final class VpcPlans {
  private final String vpc;
  private final Names names;
  private final Limits limits;
  private final Envelopes envelopes = new Envelopes();
  private Optional<Inhabitants> inhabitants = Optional.empty();
  private Optional<GuestPorts> guests = Optional.empty();

  /// @param vpc its id
  VpcPlans(String vpc, Names names, Limits limits) {
    this.vpc = vpc;
    this.names = names;
    this.limits = limits;
  }

  /// A compute resource or a subnet of it came, went or became another.
  void moved() {
    inhabitants = Optional.empty();
    guests = Optional.empty();
  }

  /// Impossible if two of its interfaces could not be told apart, or there is too much; nothing if
  /// it has none here.
  Optional<Planned> next(Snapshot now) {
    Inhabitants those = inhabitants.orElseGet(() -> Inhabitants.of(now, vpc));
    inhabitants = Optional.of(those);
    if (those.subjects().isEmpty()) {
      return Optional.empty();
    }
    String namespace = names.namespace(those.subjects().getFirst().vpc());
    try {
      GuestPorts there = guests.orElseGet(() -> new GuestPorts(ports(those), limits));
      guests = Optional.of(there);
      List<Ip> gateways = those.subnets().stream().map(Subnet::gateway).toList();
      VpcPlan plan = new VpcPlan(namespace, gateways, there, envelopes.next(now.contents(), those));
      plan.expectOrdinary();
      return Optional.of(Planned.Plan.of(plan, Burden.OF_A_VPC, Burden.OF_A_VPC, "of one VPC"));
    } catch (IllegalArgumentException e) {
      return Optional.of(new Planned.Impossible(namespace, String.valueOf(e.getMessage())));
    }
  }

  private static List<Port> ports(Inhabitants all) {
    return all.subjects().stream()
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
