package io.sekisho.host;

import io.sekisho.address.Ip;
import io.sekisho.address.Mac;
import io.sekisho.nftables.GuestPorts;
import io.sekisho.nftables.GuestPorts.Port;
import io.sekisho.policy.Envelope;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What one VPC's namespace is to look like.
///
/// @param namespace its name
/// @param gateways of the VPC's subnets: the host answers for them
/// @param guests who is plugged in, and what each may ask of the host
/// @param envelope what filters between them
public record VpcPlan(String namespace, List<Ip> gateways, GuestPorts guests, Envelope envelope) {
  public VpcPlan {
    Names.expectVpc(namespace);
    gateways = List.copyOf(gateways);
  }

  /// Names of the taps that may be there.
  public Set<String> devices() {
    return guests.ports().stream().map(Port::device).collect(Collectors.toSet());
  }

  /// Whether another plan has the same rules, however it is wired.
  public boolean ruledAs(VpcPlan other) {
    return guests.equals(other.guests) && envelope.equals(other.envelope);
  }

  /// Whether another plan has the same addresses, cards and taps, whatever its switches.
  public boolean wiredAs(VpcPlan other) {
    return gateways.equals(other.gateways) && wires(this).equals(wires(other));
  }

  private static List<Wire> wires(VpcPlan plan) {
    return plan.guests.ports().stream()
        .map(port -> new Wire(port.device(), port.mac(), port.addresses()))
        .toList();
  }

  private record Wire(String device, Mac mac, List<Ip> addresses) {}
}
