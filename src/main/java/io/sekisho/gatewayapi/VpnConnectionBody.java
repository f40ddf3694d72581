package io.sekisho.gatewayapi;

import io.sekisho.address.Prefix;
import io.sekisho.estate.Holdings;
import io.sekisho.gateway.IkePolicy;
import io.sekisho.gateway.IpsecPolicy;
import io.sekisho.gateway.VpnConnection;
import io.sekisho.gateway.VpnConnection.DeadPeerDetection;
import io.sekisho.gateway.VpnConnection.IkeIdentity;
import io.sekisho.gateway.VpnConnection.Traffic;
import io.sekisho.gateway.VpnConnection.Traffic.Announced;
import io.sekisho.gateway.VpnConnection.Traffic.Blocks;
import io.sekisho.gateway.VpnConnection.Traffic.Routed;
import io.sekisho.gateway.VpnGateway;
import io.sekisho.passage.PresharedKeys;
import io.sekisho.vpc.Resource;
import io.sekisho.vpcapi.Named;
import io.sekisho.vpcapi.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A connection of a VPN gateway as IBM shows one, but for its key.
///
/// @param psk stars
/// @param status down: nothing here makes tunnels
record VpnConnectionBody(
    boolean adminStateUp,
    String authenticationMode,
    Instant createdAt,
    Detection deadPeerDetection,
    Optional<Boolean> distributeTraffic,
    String establishMode,
    String href,
    String id,
    Optional<Named> ikePolicy,
    Optional<Named> ipsecPolicy,
    Local local,
    String mode,
    String name,
    Peer peer,
    String psk,
    String resourceType,
    Optional<String> routingProtocol,
    String status,
    List<Health.Reason> statusReasons,
    Optional<List<Tunnel>> tunnels) {
  static final String DOWN = "down";

  private static final String TYPE = "vpn_gateway_connection";

  /// How a dead peer is found out.
  record Detection(String action, int interval, int timeout) {
    static Detection of(DeadPeerDetection it) {
      return new Detection(word(it.action()), it.interval(), it.timeout());
    }
  }

  /// As whom a side presents itself.
  record Identity(String type, String value) {
    static Identity of(IkeIdentity it) {
      return new Identity(word(it.type()), it.value());
    }
  }

  /// This side.
  record Local(Optional<List<String>> cidrs, List<Identity> ikeIdentities) {
    static Local of(VpnConnection it) {
      return new Local(
          it.traffic() instanceof Blocks blocks
              ? Optional.of(texts(blocks.local()))
              : Optional.empty(),
          it.localIdentities().stream().map(Identity::of).toList());
    }
  }

  /// The other side.
  record Peer(
      Optional<String> address,
      Optional<Long> asn,
      Optional<List<String>> cidrs,
      Optional<String> fqdn,
      Identity ikeIdentity,
      String type) {
    static Peer of(VpnConnection it) {
      Optional<String> at = Optional.of(it.peer().at());
      boolean named = it.peer().named();
      return new Peer(
          named ? Optional.empty() : at,
          it.traffic() instanceof Announced all ? Optional.of(all.peerAsn()) : Optional.empty(),
          it.traffic() instanceof Blocks blocks
              ? Optional.of(texts(blocks.peer()))
              : Optional.empty(),
          named ? at : Optional.empty(),
          Identity.of(it.peer().identity()),
          named ? "fqdn" : "address");
    }
  }

  /// An address.
  record Address(String address) {}

  /// A tunnel of one of the gateway's members.
  record Tunnel(
      Optional<Address> neighborIp,
      Optional<String> protocolState,
      Address publicIp,
      String status,
      List<Health.Reason> statusReasons,
      Optional<Address> tunnelInterfaceIp) {
    static List<Tunnel> of(VpnGateway gateway, VpnConnection it) {
      List<Tunnel> all = new ArrayList<>();
      for (int i = 0; i < gateway.members().size(); i++) {
        Optional<VpnConnection.Tunnel> inner =
            it.traffic() instanceof Announced announced
                ? Optional.of(announced.tunnels().get(i))
                : Optional.empty();
        all.add(
            new Tunnel(
                inner.map(ips -> new Address(ips.neighborIp().toString())),
                inner.map(_ -> "idle"),
                new Address(gateway.members().get(i).publicIp().toString()),
                DOWN,
                reasons(it),
                inner.map(ips -> new Address(ips.interfaceIp().toString()))));
      }
      return all;
    }
  }

  private static List<Health.Reason> reasons(VpnConnection it) {
    return it.up()
        ? List.of(new Health.Reason("internal_error", "Nothing makes this tunnel yet."))
        : List.of();
  }

  static List<String> texts(List<Prefix> blocks) {
    return blocks.stream().map(Prefix::toString).toList();
  }

  private static String word(Enum<?> it) {
    return it.name().toLowerCase(Locale.ROOT);
  }

  /// Where it is, below `/v1`.
  static String path(VpnGateway gateway, VpnConnection it) {
    return VpnGatewayBody.ALL + "/" + gateway.id() + "/connections/" + it.id();
  }

  static Named named(Request request, VpnGateway gateway, VpnConnection it) {
    return new Named(
        Optional.empty(), request.href(path(gateway, it)), it.id(), it.name(), Optional.of(TYPE));
  }

  static VpnConnectionBody of(
      Request request, Holdings holdings, VpnGateway gateway, VpnConnection it) {
    boolean routed = gateway.routing().isPresent();
    return new VpnConnectionBody(
        it.up(),
        "psk",
        it.createdAt(),
        Detection.of(it.deadPeerDetection()),
        distributed(it.traffic()),
        word(it.establishMode()),
        request.href(path(gateway, it)),
        it.id(),
        it.ikePolicy()
            .map(id -> policy(request, "/ike_policies", holdings.get(IkePolicy.class, id))),
        it.ipsecPolicy()
            .map(id -> policy(request, "/ipsec_policies", holdings.get(IpsecPolicy.class, id))),
        Local.of(it),
        routed ? "route" : "policy",
        it.name(),
        Peer.of(it),
        PresharedKeys.SHOWN,
        TYPE,
        protocol(it.traffic()),
        DOWN,
        reasons(it),
        routed ? Optional.of(Tunnel.of(gateway, it)) : Optional.empty());
  }

  private static Named policy(Request request, String path, Resource it) {
    return Named.of(request, path, it).part(it.identity().crn().type().replace('-', '_'));
  }

  private static Optional<Boolean> distributed(Traffic it) {
    return switch (it) {
      case Blocks _ -> Optional.empty();
      case Routed(boolean distributed) -> Optional.of(distributed);
      case Announced announced -> Optional.of(announced.distributed());
    };
  }

  private static Optional<String> protocol(Traffic it) {
    return switch (it) {
      case Blocks _ -> Optional.empty();
      case Routed _ -> Optional.of("none");
      case Announced _ -> Optional.of("bgp");
    };
  }
}
