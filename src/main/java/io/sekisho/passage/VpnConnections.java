package io.sekisho.passage;

import io.sekisho.audit.Action;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Estate;
import io.sekisho.estate.Names;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.estate.Which;
import io.sekisho.gateway.IkePolicy;
import io.sekisho.gateway.IpsecPolicy;
import io.sekisho.gateway.VpnConnection;
import io.sekisho.gateway.VpnConnection.EstablishMode;
import io.sekisho.gateway.VpnGateway;
import io.sekisho.passage.ConnectionSpec.Patch;
import io.sekisho.passage.ConnectionSpec.Prototype;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Outcome.Granted;
import io.sekisho.vpc.Resource;
import io.sekisho.vpc.RoutingTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The connections of VPN gateways.
public final class VpnConnections {
  /// What a patch may take back.
  public static final Set<String> REMOVABLE = Set.of("ike_policy", "ipsec_policy");

  private static final int MOST = 10;

  private final Estate estate;
  private final PresharedKeys keys;

  public VpnConnections(Estate estate, PresharedKeys keys) {
    this.estate = estate;
    this.keys = keys;
  }

  /// The one that a path names.
  ///
  /// @throws Refusal 404 if there is none
  public static VpnConnection get(VpnGateway gateway, String id) {
    return gateway
        .connection(id)
        .orElseThrow(() -> Refusal.nothing("connection", id, "VPN gateway " + gateway.name()));
  }

  public Outcome<VpnConnection> create(Actor actor, String gatewayId, Prototype said) {
    String key = keys.keep(said.psk());
    Outcome<VpnConnection> made =
        estate.write(
            actor,
            Action.VPN_CONNECTION_CREATE,
            gatewayId,
            scene -> {
              VpnGateway gateway = scene.get(VpnGateway.class, gatewayId);
              VpnConnection connection = made(scene, gateway, said, key);
              scene.put(put(gateway, connection));
              return connection;
            });
    if (!(made instanceof Granted<VpnConnection>)) {
      keys.forget(key);
    }
    return made;
  }

  private static VpnConnection made(Scene scene, VpnGateway gateway, Prototype said, String key) {
    scene.expectRoom(gateway.connections().size(), MOST, "connections of the gateway");
    PresharedKeys.expectValid(said.psk());
    return new VpnConnection(
        scene.regionalPart(gateway.identity().crn().location()),
        Names.own(said.name(), names(gateway, "")),
        scene.now(),
        said.adminStateUp().orElse(true),
        key,
        said.establishMode().map(VpnConnections::mode).orElse(EstablishMode.BIDIRECTIONAL),
        ConnectionReader.detection(said.deadPeerDetection(), ConnectionReader.USUAL),
        ConnectionReader.peer(said.peer()),
        ConnectionReader.identities(
            gateway, said.local().flatMap(ConnectionSpec.Local::ikeIdentities)),
        policy(scene, IkePolicy.class, said.ikePolicy(), "ike_policy"),
        policy(scene, IpsecPolicy.class, said.ipsecPolicy(), "ipsec_policy"),
        ConnectionReader.traffic(gateway, said));
  }

  private static EstablishMode mode(String said) {
    return Said.word(EstablishMode.class, said, "establish_mode");
  }

  private static Set<String> names(VpnGateway gateway, String but) {
    return gateway.connections().stream()
        .filter(it -> !it.id().equals(but))
        .map(VpnConnection::name)
        .collect(Collectors.toSet());
  }

  private static <T extends Resource> Optional<String> policy(
      Scene scene, Class<T> type, Optional<Which> said, String field) {
    Optional<T> policy = scene.find(type, said, field);
    policy.ifPresent(it -> scene.expect("is.vpn.vpn.read", it));
    return policy.map(Resource::id);
  }

  /// A gateway with a connection in its place, or as its last one.
  static VpnGateway put(VpnGateway gateway, VpnConnection connection) {
    ConnectionCidrs.check(gateway, connection);
    List<VpnConnection> all = new ArrayList<>(gateway.connections());
    int place = all.stream().map(VpnConnection::id).toList().indexOf(connection.id());
    if (place < 0) {
      all.add(connection);
    } else {
      all.set(place, connection);
    }
    return gateway.with(all);
  }

  /// Where a connection is.
  ///
  /// @param seen the entity tag that the caller saw, if it said one
  public record Spot(String gateway, String id, Optional<String> seen) {
    VpnConnection in(Scene scene, VpnGateway whole) {
      VpnConnection found = get(whole, id);
      scene.unchanged(whole, found, seen);
      return found;
    }
  }

  /// @param removed what is taken back
  public Outcome<VpnConnection> update(Actor actor, Spot spot, Patch said, Set<String> removed) {
    Optional<String> wanted = said.psk().filter(it -> !it.equals(PresharedKeys.SHOWN));
    Optional<String> key = wanted.map(keys::keep);
    String[] old = {""};
    Outcome<VpnConnection> outcome =
        estate.write(
            actor,
            Action.VPN_CONNECTION_UPDATE,
            spot.gateway(),
            scene -> {
              VpnGateway gateway = scene.get(VpnGateway.class, spot.gateway());
              VpnConnection before = spot.in(scene, gateway);
              wanted.ifPresent(PresharedKeys::expectValid);
              VpnConnection after =
                  changed(scene, gateway, before, said, key.orElse(before.psk()), removed);
              scene.put(put(gateway, after));
              old[0] = before.psk();
              return after;
            });
    boolean done = outcome instanceof Granted<VpnConnection>;
    key.ifPresent(name -> keys.forget(done ? old[0] : name));
    return outcome;
  }

  private static VpnConnection changed(
      Scene scene,
      VpnGateway gateway,
      VpnConnection it,
      Patch said,
      String key,
      Set<String> removed) {
    Optional<String> ike = policy(scene, IkePolicy.class, said.ikePolicy(), "ike_policy");
    Optional<String> ipsec = policy(scene, IpsecPolicy.class, said.ipsecPolicy(), "ipsec_policy");
    return new VpnConnection(
        it.id(),
        said.name().isEmpty() ? it.name() : Names.own(said.name(), names(gateway, it.id())),
        it.createdAt(),
        said.adminStateUp().orElse(it.up()),
        key,
        said.establishMode().map(VpnConnections::mode).orElse(it.establishMode()),
        ConnectionReader.detection(said.deadPeerDetection(), it.deadPeerDetection()),
        said.peer().map(peer -> ConnectionReader.peer(it.peer(), peer)).orElse(it.peer()),
        it.localIdentities(),
        removed.contains("ike_policy") ? Optional.empty() : ike.or(it::ikePolicy),
        removed.contains("ipsec_policy") ? Optional.empty() : ipsec.or(it::ipsecPolicy),
        ConnectionReader.traffic(it.traffic(), said));
  }

  public Outcome<VpnConnection> delete(Actor actor, Spot spot) {
    return estate
        .write(
            actor,
            Action.VPN_CONNECTION_DELETE,
            spot.gateway(),
            scene -> {
              VpnGateway gateway = scene.get(VpnGateway.class, spot.gateway());
              VpnConnection connection = spot.in(scene, gateway);
              expectUnrouted(scene, connection);
              scene.put(
                  gateway.with(
                      gateway.connections().stream()
                          .filter(it -> !it.id().equals(connection.id()))
                          .toList()));
              return connection;
            })
        .map(
            connection -> {
              keys.forget(connection.psk());
              return connection;
            });
  }

  private static void expectUnrouted(Scene scene, VpnConnection connection) {
    for (RoutingTable table : scene.all(RoutingTable.class)) {
      for (RoutingTable.Route route : table.routes()) {
        if (route.tunnel().filter(it -> it.connection().equals(connection.id())).isPresent()) {
          throw Refusal.conflict(
              "Route %s of routing table %s leads to connection %s: delete that first."
                  .formatted(route.name(), table.name(), connection.name()));
        }
      }
    }
  }
}
