package io.sekisho.vpc;

import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A virtual private cloud: one private address space, one network namespace on each host.
///
/// @param index small number, unique in the fleet and never reused; names the namespace
/// @param addressPrefixes the blocks that its subnets are cut from, each in one zone
/// @param dns which DNS servers its guests are told; the system's, if nobody said
public record Vpc(
    Identity identity,
    int index,
    String region,
    List<AddressPrefix> addressPrefixes,
    Optional<Dns> dns)
    implements Resource {
  public Vpc {
    addressPrefixes = List.copyOf(addressPrefixes);
  }

  /// One with nothing in it yet.
  public Vpc(Identity identity, int index, String region) {
    this(identity, index, region, List.of(), Optional.empty());
  }

  /// A block that subnets of one zone are cut from.
  ///
  /// @param byDefault whether it is the one for subnets of its zone that name no block
  public record AddressPrefix(
      String id, String name, Prefix cidr, String zone, boolean byDefault, Instant createdAt) {}

  /// How names are resolved.
  ///
  /// @param hub whether other VPCs may be told to ask here
  /// @param servers those that were named; none, if the system's are asked
  public record Dns(boolean hub, List<DnsServer> servers) {
    public static final Dns SYSTEM = new Dns(false, List.of());

    public Dns {
      servers = List.copyOf(servers);
    }
  }

  /// @param zone where it is asked first; empty if everywhere
  public record DnsServer(Ip address, Optional<String> zone) {}

  @Override
  public String vpc() {
    return id();
  }

  /// The prefix that a block lies in, and in the same zone.
  public Optional<AddressPrefix> around(Prefix block, String zone) {
    return addressPrefixes.stream()
        .filter(it -> it.zone().equals(zone) && it.cidr().covers(block))
        .findFirst();
  }

  /// The same with other prefixes.
  public Vpc with(List<AddressPrefix> others) {
    return new Vpc(identity, index, region, others, dns);
  }

  public Reference reference() {
    return reference("vpc");
  }
}
