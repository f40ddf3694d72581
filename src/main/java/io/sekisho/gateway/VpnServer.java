package io.sekisho.gateway;

import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Reference;
import io.sekisho.vpc.ReservedIp;
import io.sekisho.vpc.Resource;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The way into a VPC for people, each with a client of its own.
///
/// @param vpc the VPC's id
/// @param certificate the CRN of what it shows its clients
/// @param members one in each of its subnets
public record VpnServer(
    Identity identity,
    String vpc,
    String certificate,
    List<Authentication> authentication,
    List<Member> members,
    List<Reference> securityGroups,
    Settings settings,
    List<Route> routes)
    implements Resource.Guarded {
  public static final String TYPE = "vpn_server";

  public VpnServer {
    authentication = List.copyOf(authentication);
    members = List.copyOf(members);
    securityGroups = List.copyOf(securityGroups);
    routes = List.copyOf(routes);
  }

  /// What a client has to show.
  public sealed interface Authentication {
    /// A certificate.
    ///
    /// @param clientCa the CRN of who has to have signed it
    /// @param crl those that are not good any more, in PEM
    record ByCertificate(String clientCa, Optional<String> crl) implements Authentication {}

    /// A user of IAM.
    record ByUser() implements Authentication {}
  }

  /// The server in one of its subnets.
  ///
  /// @param publicIp where clients find it
  public record Member(String subnet, ReservedIp privateIp, Ip publicIp) {}

  /// How it serves.
  ///
  /// @param clientPool what clients get their addresses of
  /// @param clientDnsServers whom clients ask for names
  /// @param clientIdleTimeout in seconds; 0 for never
  /// @param splitTunnel whether clients send only here what the routes say
  public record Settings(
      Prefix clientPool,
      List<Ip> clientDnsServers,
      int clientIdleTimeout,
      boolean splitTunnel,
      int port,
      Protocol protocol) {
    public Settings {
      clientDnsServers = List.copyOf(clientDnsServers);
    }
  }

  /// How clients reach it.
  public enum Protocol {
    TCP,
    UDP
  }

  /// What becomes of a client's packets to some destination; all others are dropped.
  public record Route(
      String id, String name, Instant createdAt, Prefix destination, Action action) {}

  /// What is done with a packet.
  public enum Action {
    DELIVER,
    DROP,
    /// Deliver it with an address of the server in place of the client's.
    TRANSLATE
  }

  @Override
  public Set<String> needs() {
    Set<String> all = new HashSet<>(Set.of(vpc));
    members.forEach(it -> all.add(it.subnet()));
    securityGroups.forEach(it -> all.add(it.id()));
    return all;
  }

  @Override
  public List<Resource> bound() {
    return members.stream().<Resource>map(Member::privateIp).toList();
  }

  @Override
  public VpnServer with(Resource part) {
    return members(
        members.stream()
            .map(
                it ->
                    part instanceof ReservedIp ip && ip.id().equals(it.privateIp().id())
                        ? new Member(it.subnet(), ip, it.publicIp())
                        : it)
            .toList());
  }

  /// The same with other members.
  public VpnServer members(List<Member> others) {
    return new VpnServer(
        identity, vpc, certificate, authentication, others, securityGroups, settings, routes);
  }

  @Override
  public List<Ip> publicIps() {
    return members.stream().map(Member::publicIp).toList();
  }

  @Override
  public VpnServer withSecurityGroups(List<Reference> others) {
    return new VpnServer(
        identity, vpc, certificate, authentication, members, others, settings, routes);
  }

  /// The same with other routes.
  public VpnServer with(List<Route> others) {
    return new VpnServer(
        identity, vpc, certificate, authentication, members, securityGroups, settings, others);
  }

  public Optional<Route> route(String routeId) {
    return routes.stream().filter(it -> it.id().equals(routeId)).findFirst();
  }
}
