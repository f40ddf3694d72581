package io.sekisho.gateway;

import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.ReservedIp;
import io.sekisho.vpc.Resource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The way from a VPC to other networks, through tunnels.
///
/// @param vpc the VPC's id
/// @param subnet the id of the one that it stands in
/// @param members two; without routing, the first one works and the second one waits
/// @param routing empty if its connections say themselves what goes through them: policy mode
public record VpnGateway(
    Identity identity,
    String vpc,
    String zone,
    String subnet,
    List<Member> members,
    Optional<Routing> routing,
    List<VpnConnection> connections)
    implements Resource {
  public static final String TYPE = "vpn_gateway";

  public VpnGateway {
    members = List.copyOf(members);
    connections = List.copyOf(connections);
  }

  /// Half of a gateway.
  ///
  /// @param publicIp where peers find it
  public record Member(ReservedIp privateIp, Ip publicIp) {}

  /// What goes through its connections is told by routes: route mode.
  ///
  /// @param localAsn its number as an autonomous system
  /// @param advertisedCidrs what peers are told besides
  public record Routing(long localAsn, List<Prefix> advertisedCidrs) {
    public Routing {
      advertisedCidrs = List.copyOf(advertisedCidrs);
    }
  }

  @Override
  public Set<String> needs() {
    Set<String> all = new HashSet<>(Set.of(vpc, subnet));
    for (VpnConnection each : connections) {
      each.ikePolicy().ifPresent(all::add);
      each.ipsecPolicy().ifPresent(all::add);
    }
    return all;
  }

  @Override
  public List<Resource> bound() {
    return members.stream().<Resource>map(Member::privateIp).toList();
  }

  @Override
  public VpnGateway with(Resource part) {
    List<Member> others =
        members.stream()
            .map(
                it ->
                    part instanceof ReservedIp ip && ip.id().equals(it.privateIp().id())
                        ? new Member(ip, it.publicIp())
                        : it)
            .toList();
    return new VpnGateway(identity, vpc, zone, subnet, others, routing, connections);
  }

  @Override
  public List<Ip> publicIps() {
    return members.stream().map(Member::publicIp).toList();
  }

  /// The same with other connections.
  public VpnGateway with(List<VpnConnection> others) {
    return new VpnGateway(identity, vpc, zone, subnet, members, routing, others);
  }

  /// The same with other routing.
  public VpnGateway with(Routing other) {
    return new VpnGateway(identity, vpc, zone, subnet, members, Optional.of(other), connections);
  }

  public Optional<VpnConnection> connection(String connectionId) {
    return connections.stream().filter(it -> it.id().equals(connectionId)).findFirst();
  }
}
