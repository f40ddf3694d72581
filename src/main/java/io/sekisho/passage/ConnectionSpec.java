package io.sekisho.passage;

import io.sekisho.estate.Which;
import java.util.List;
import java.util.Optional;

/// What bodies say of VPN gateways' connections.
public final class ConnectionSpec {
  private ConnectionSpec() {}

  /// A new connection.
  public record Prototype(
      Optional<Boolean> adminStateUp,
      Optional<Detection> deadPeerDetection,
      Optional<Boolean> distributeTraffic,
      Optional<String> establishMode,
      Optional<Which> ikePolicy,
      Optional<Which> ipsecPolicy,
      Optional<Local> local,
      Optional<String> name,
      Peer peer,
      String psk,
      Optional<String> routingProtocol,
      Optional<List<Tunnel>> tunnels) {}

  /// One that changes.
  public record Patch(
      Optional<Boolean> adminStateUp,
      Optional<Detection> deadPeerDetection,
      Optional<Boolean> distributeTraffic,
      Optional<String> establishMode,
      Optional<Which> ikePolicy,
      Optional<Which> ipsecPolicy,
      Optional<String> name,
      Optional<PeerPatch> peer,
      Optional<String> psk,
      Optional<String> routingProtocol,
      Optional<List<Tunnel>> tunnels) {}

  /// How a dead peer is found out.
  public record Detection(
      Optional<String> action, Optional<Integer> interval, Optional<Integer> timeout) {}

  /// This side.
  public record Local(Optional<List<String>> cidrs, Optional<List<Identity>> ikeIdentities) {}

  /// The other side.
  public record Peer(
      Optional<String> address,
      Optional<Long> asn,
      Optional<List<String>> cidrs,
      Optional<String> fqdn,
      Optional<Identity> ikeIdentity) {}

  /// What may change of it.
  public record PeerPatch(Optional<String> address, Optional<Long> asn, Optional<String> fqdn) {}

  /// As whom a side presents itself.
  public record Identity(String type, String value) {}

  /// The addresses inside of a tunnel.
  public record Tunnel(Optional<Address> neighborIp, Optional<Address> tunnelInterfaceIp) {}

  /// An address.
  public record Address(String address) {}
}
