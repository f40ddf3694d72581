package io.sekisho.host;

import io.sekisho.address.Ip;
import io.sekisho.address.Mac;
import io.sekisho.nftables.GuestPorts;
import io.sekisho.nftables.GuestPorts.Port;
import io.sekisho.policy.Envelope;
import io.sekisho.policy.Place;
import io.sekisho.policy.Segment;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
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

  /// Neither is near what API and inventories let a VPC have, and what they cost grows with their
  /// square.
  private static final int MOST_SEGMENTS = 1_000;

  private static final int MOST_NAMED = 1_000;

  /// @throws IllegalArgumentException if it has more of something than the kernel can take quickly;
  ///   rules apart
  void expectOrdinary() {
    if (envelope.segments().size() > MOST_SEGMENTS) {
      throw new IllegalArgumentException("more than %d subnets".formatted(MOST_SEGMENTS));
    }
    if (envelope.named().size() > MOST_NAMED) {
      throw new IllegalArgumentException(
          "more than %d security groups that rules name".formatted(MOST_NAMED));
    }
  }

  /// Names of the taps that may be there.
  public Set<String> devices() {
    return guests.ports().stream().map(Port::device).collect(Collectors.toSet());
  }

  /// The same with another envelope.
  VpcPlan with(Envelope other) {
    return new VpcPlan(namespace, gateways, guests, other);
  }

  /// How much there is to be told of it, in addresses, interfaces, memberships, subnets, groups and
  /// ACLs; rules apart.
  long parts() {
    long parts =
        gateways.size()
            + (long) guests.ports().size()
            + envelope.places().size()
            + envelope.segments().size()
            + envelope.groups().size()
            + envelope.acls().size();
    for (Port port : guests.ports()) {
      parts += port.addresses().size();
    }
    for (Place place : envelope.places()) {
      parts += place.addresses().size() + place.groups().size();
    }
    for (Segment segment : envelope.segments()) {
      parts += segment.blocks().size();
    }
    return parts;
  }

  /// How many rules its groups and ACLs have.
  long rules() {
    return envelope.groups().stream().mapToLong(Burden::rules).sum()
        + envelope.acls().stream().mapToLong(Burden::rules).sum();
  }

  /// The same while these addresses are nobody's.
  public VpcPlan without(Set<Ip> ips) {
    UnaryOperator<List<Ip>> others = all -> all.stream().filter(ip -> !ips.contains(ip)).toList();
    return new VpcPlan(
        namespace,
        gateways,
        new GuestPorts(
            guests.ports().stream().map(it -> it.at(others.apply(it.addresses()))).toList(),
            guests.limits()),
        new Envelope(
            envelope.places().stream().map(it -> it.at(others.apply(it.addresses()))).toList(),
            envelope.segments(),
            envelope.groups(),
            envelope.acls()));
  }

  /// Whether another plan has the same rules, however it is wired.
  public boolean ruledAs(VpcPlan other) {
    return guests.equals(other.guests) && envelope.equals(other.envelope);
  }

  /// Whether another plan has the same addresses, cards and taps, whatever its switches.
  public boolean wiredAs(VpcPlan other) {
    return gateways.equals(other.gateways)
        && (guests.ports().equals(other.guests.ports()) || wires(this).equals(wires(other)));
  }

  private static List<Wire> wires(VpcPlan plan) {
    return plan.guests.ports().stream()
        .map(port -> new Wire(port.device(), port.mac(), port.addresses()))
        .toList();
  }

  private record Wire(String device, Mac mac, List<Ip> addresses) {}
}
