package io.sekisho.passage;

import io.sekisho.address.Prefix;
import io.sekisho.estate.Refusal;
import io.sekisho.gateway.VpnConnection.DeadPeerDetection;
import io.sekisho.gateway.VpnConnection.IkeIdentity;
import io.sekisho.gateway.VpnConnection.Peer;
import io.sekisho.gateway.VpnConnection.Traffic;
import io.sekisho.gateway.VpnConnection.Traffic.Announced;
import io.sekisho.gateway.VpnConnection.Traffic.Blocks;
import io.sekisho.gateway.VpnConnection.Traffic.Routed;
import io.sekisho.gateway.VpnConnection.Tunnel;
import io.sekisho.gateway.VpnGateway;
import io.sekisho.passage.ConnectionSpec.Detection;
import io.sekisho.passage.ConnectionSpec.Identity;
import io.sekisho.passage.ConnectionSpec.Patch;
import io.sekisho.passage.ConnectionSpec.PeerPatch;
import io.sekisho.passage.ConnectionSpec.Prototype;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads what is said of a connection into what it is.
final class ConnectionReader {
  static final DeadPeerDetection USUAL =
      new DeadPeerDetection(DeadPeerDetection.Action.RESTART, 2, 10);

  private static final int LAST_SECOND = 86_399;
  private static final Pattern FQDN =
      Pattern.compile(
          "(?=.{1,253}$)([A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z]{2,63}");
  private static final Pattern HOSTNAME =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
  private static final String CIDRS = "peer.cidrs";
  private static final String PROTOCOL = "routing_protocol";
  private static final String DISTRIBUTE = "distribute_traffic";
  private static final String TUNNELS = "tunnels";
  private static final String ASN = "peer.asn";

  private ConnectionReader() {}

  static DeadPeerDetection detection(Optional<Detection> said, DeadPeerDetection before) {
    if (said.isEmpty()) {
      return before;
    }
    Detection it = said.get();
    DeadPeerDetection made =
        new DeadPeerDetection(
            it.action()
                .map(
                    word ->
                        Said.word(
                            DeadPeerDetection.Action.class, word, "dead_peer_detection.action"))
                .orElse(before.action()),
            Said.number(
                it.interval().orElse(before.interval()),
                1,
                LAST_SECOND,
                "dead_peer_detection.interval"),
            Said.number(
                it.timeout().orElse(before.timeout()),
                2,
                LAST_SECOND,
                "dead_peer_detection.timeout"));
    if (made.interval() > made.timeout()) {
      throw Refusal.invalid("dead_peer_detection.interval", "It is not longer than timeout.");
    }
    return made;
  }

  static Peer peer(ConnectionSpec.Peer said) {
    if (said.address().isPresent() == said.fqdn().isPresent()) {
      throw Refusal.invalid("peer", "Give address or fqdn, one of the two.");
    }
    boolean named = said.fqdn().isPresent();
    String at = named ? fqdn(said.fqdn().get()) : address(said.address().orElseThrow());
    return new Peer(
        at,
        named,
        said.ikeIdentity().map(it -> identity(it, "peer.ike_identity")).orElse(as(at, named)));
  }

  private static String address(String said) {
    return Said.ip(said, "peer.address").toString();
  }

  private static String fqdn(String said) {
    return matching(FQDN, said, "peer.fqdn");
  }

  private static String matching(Pattern pattern, String said, String field) {
    if (!pattern.matcher(said).matches()) {
      throw Refusal.invalid(field, "%s is no such name.".formatted(said));
    }
    return said;
  }

  private static IkeIdentity as(String at, boolean named) {
    return new IkeIdentity(named ? IkeIdentity.Type.FQDN : IkeIdentity.Type.IPV4_ADDRESS, at);
  }

  /// The same peer where a patch says it is. As whom it presents itself changes along, if that was
  /// where it is.
  static Peer peer(Peer before, PeerPatch said) {
    Optional<String> other = before.named() ? said.address() : said.fqdn();
    if (other.isPresent()) {
      throw Refusal.invalid(
          before.named() ? "peer.address" : "peer.fqdn",
          "The peer is known by %s: give another one of those."
              .formatted(before.named() ? "fqdn" : "address"));
    }
    String at =
        said.address()
            .map(ConnectionReader::address)
            .or(() -> said.fqdn().map(ConnectionReader::fqdn))
            .orElse(before.at());
    boolean usual = before.identity().equals(as(before.at(), before.named()));
    return new Peer(at, before.named(), usual ? as(at, before.named()) : before.identity());
  }

  /// As whom a gateway presents itself: one identity for each member that is at work.
  static List<IkeIdentity> identities(VpnGateway gateway, Optional<List<Identity>> said) {
    int working = gateway.routing().isPresent() ? gateway.members().size() : 1;
    if (said.isEmpty()) {
      return gateway.members().stream()
          .limit(working)
          .map(it -> as(it.publicIp().toString(), false))
          .toList();
    }
    if (said.get().size() != working) {
      throw Refusal.invalid(
          "local.ike_identities",
          "Give %d, one for each member of the gateway that is at work.".formatted(working));
    }
    List<IkeIdentity> all = new ArrayList<>();
    for (int i = 0; i < working; i++) {
      all.add(identity(said.get().get(i), "local.ike_identities[" + i + "]"));
    }
    return all;
  }

  private static IkeIdentity identity(Identity said, String field) {
    IkeIdentity.Type type = Said.word(IkeIdentity.Type.class, said.type(), field + ".type");
    String at = field + ".value";
    return new IkeIdentity(
        type,
        switch (type) {
          case FQDN -> matching(FQDN, said.value(), at);
          case HOSTNAME -> matching(HOSTNAME, said.value(), at);
          case IPV4_ADDRESS -> Said.ip(said.value(), at).toString();
          case KEY_ID -> base64(said.value(), at);
        });
  }

  private static String base64(String said, String field) {
    try {
      if (Base64.getDecoder().decode(said).length > 0) {
        return said;
      }
    } catch (IllegalArgumentException _) {
      // As for nothing at all.
    }
    throw Refusal.invalid(field, "It is in base64.");
  }

  static Traffic traffic(VpnGateway gateway, Prototype said) {
    Optional<List<String>> local = said.local().flatMap(ConnectionSpec.Local::cidrs);
    if (gateway.routing().isEmpty()) {
      refuse(said.routingProtocol(), PROTOCOL, "route");
      refuse(said.distributeTraffic(), DISTRIBUTE, "route");
      refuse(said.tunnels(), TUNNELS, "route");
      refuse(said.peer().asn(), ASN, "route");
      return new Blocks(blocks(local, "local.cidrs"), blocks(said.peer().cidrs(), CIDRS));
    }
    refuse(local, "local.cidrs", "policy");
    refuse(said.peer().cidrs(), CIDRS, "policy");
    return routed(
        said.routingProtocol().orElse("none"),
        said.distributeTraffic().orElse(false),
        said.peer().asn(),
        said.tunnels().map(all -> tunnels(all, List.of())));
  }

  private static void refuse(Optional<?> said, String field, String mode) {
    if (said.isPresent()) {
      throw Refusal.invalid(
          field, "Only a connection of a gateway in %s mode has it: leave it out.".formatted(mode));
    }
  }

  private static List<Prefix> blocks(Optional<List<String>> said, String field) {
    List<Prefix> all = VpnGateways.blocks(Said.needed(said, field), field, ConnectionCidrs.MOST);
    if (all.isEmpty()) {
      throw Refusal.invalid(field, "Give one at least.");
    }
    return all;
  }

  private static Traffic routed(
      String protocol, boolean distributed, Optional<Long> asn, Optional<List<Tunnel>> tunnels) {
    return switch (protocol) {
      case "none" -> {
        if (asn.isPresent() || tunnels.isPresent()) {
          throw Refusal.invalid(
              PROTOCOL, "An asn and tunnels are for bgp: give that, or none of them.");
        }
        yield new Routed(distributed);
      }
      case "bgp" ->
          new Announced(
              distributed, Asn.valid(Said.needed(asn, ASN), ASN), Said.needed(tunnels, TUNNELS));
      default -> throw Refusal.invalid(PROTOCOL, "Give bgp or none.");
    };
  }

  private static List<Tunnel> tunnels(List<ConnectionSpec.Tunnel> said, List<Tunnel> before) {
    if (said.size() != 2) {
      throw Refusal.invalid(TUNNELS, "Give two, one for each member of the gateway.");
    }
    List<Tunnel> all = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      String at = TUNNELS + "[" + i + "].";
      Optional<Tunnel> old = before.stream().skip(i).findFirst();
      Optional<ConnectionSpec.Address> own = said.get(i).tunnelInterfaceIp();
      Optional<ConnectionSpec.Address> other = said.get(i).neighborIp();
      Tunnel made =
          new Tunnel(
              own.map(it -> Said.ip(it.address(), at + "tunnel_interface_ip"))
                  .or(() -> old.map(Tunnel::interfaceIp))
                  .orElseThrow(() -> Refusal.missing(at + "tunnel_interface_ip", "Give it.")),
              other
                  .map(it -> Said.ip(it.address(), at + "neighbor_ip"))
                  .or(() -> old.map(Tunnel::neighborIp))
                  .orElseThrow(() -> Refusal.missing(at + "neighbor_ip", "Give it.")));
      if (made.interfaceIp().equals(made.neighborIp())) {
        throw Refusal.invalid(at + "neighbor_ip", "It is the tunnel's own address.");
      }
      all.add(made);
    }
    return all;
  }

  /// What goes through a connection after a patch.
  static Traffic traffic(Traffic before, Patch said) {
    Optional<Long> asn = said.peer().flatMap(PeerPatch::asn);
    return switch (before) {
      case Blocks _ -> {
        refuse(said.routingProtocol(), PROTOCOL, "route");
        refuse(said.distributeTraffic(), DISTRIBUTE, "route");
        refuse(said.tunnels(), TUNNELS, "route");
        refuse(asn, ASN, "route");
        yield before;
      }
      case Routed(boolean distributed) ->
          routed(
              said.routingProtocol().orElse("none"),
              said.distributeTraffic().orElse(distributed),
              asn,
              said.tunnels().map(all -> tunnels(all, List.of())));
      case Announced(boolean distributed, long peerAsn, List<Tunnel> old) -> {
        boolean ends = said.routingProtocol().filter("none"::equals).isPresent();
        Optional<List<Tunnel>> now = said.tunnels().map(all -> tunnels(all, old));
        yield routed(
            said.routingProtocol().orElse("bgp"),
            said.distributeTraffic().orElse(distributed),
            ends ? asn : asn.or(() -> Optional.of(peerAsn)),
            ends ? now : now.or(() -> Optional.of(old)));
      }
    };
  }
}
