package io.sekisho.passage;

import io.sekisho.address.Prefix;
import io.sekisho.audit.Action;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Estate;
import io.sekisho.estate.Refusal;
import io.sekisho.gateway.VpnConnection;
import io.sekisho.gateway.VpnConnection.Traffic.Blocks;
import io.sekisho.gateway.VpnGateway;
import io.sekisho.problem.Outcome;
import java.util.ArrayList;
import java.util.List;

/// The blocks between which the connections of a gateway in policy mode carry packets.
public final class ConnectionCidrs {
  /// On each side of a connection.
  static final int MOST = 15;

  private static final int MOST_OF_A_GATEWAY = 50;

  private final Estate estate;

  public ConnectionCidrs(Estate estate) {
    this.estate = estate;
  }

  /// Which end of a connection.
  public enum Side {
    LOCAL(Action.LOCAL_CIDR_CREATE, Action.LOCAL_CIDR_DELETE),
    PEER(Action.PEER_CIDR_CREATE, Action.PEER_CIDR_DELETE);

    private final Action create;
    private final Action delete;

    Side(Action create, Action delete) {
      this.create = create;
      this.delete = delete;
    }
  }

  /// Where some blocks are.
  public record Spot(String gateway, String connection, Side side) {}

  /// The blocks on one side of a connection.
  ///
  /// @throws Refusal 409 if routes say what goes through it
  public static List<Prefix> of(VpnConnection connection, Side side) {
    return side == Side.LOCAL ? blocks(connection).local() : blocks(connection).peer();
  }

  private static Blocks blocks(VpnConnection connection) {
    if (connection.traffic() instanceof Blocks blocks) {
      return blocks;
    }
    throw Refusal.conflict(
        "Connection %s is of a gateway in route mode, and has no CIDRs."
            .formatted(connection.name()));
  }

  /// Adds a block; tells whether that is new.
  public Outcome<Boolean> add(Actor actor, Spot spot, String cidr) {
    return estate.write(
        actor,
        spot.side().create,
        spot.gateway(),
        scene -> {
          VpnGateway gateway = scene.get(VpnGateway.class, spot.gateway());
          VpnConnection before = VpnConnections.get(gateway, spot.connection());
          List<Prefix> all = new ArrayList<>(of(before, spot.side()));
          Prefix block = Said.block(cidr, "cidr");
          if (all.contains(block)) {
            return false;
          }
          scene.expectRoom(all.size(), MOST, "CIDRs on this side of the connection");
          all.add(block);
          scene.put(VpnConnections.put(gateway, with(before, spot.side(), all)));
          return true;
        });
  }

  public Outcome<Prefix> remove(Actor actor, Spot spot, String cidr) {
    return estate.write(
        actor,
        spot.side().delete,
        spot.gateway(),
        scene -> {
          VpnGateway gateway = scene.get(VpnGateway.class, spot.gateway());
          VpnConnection before = VpnConnections.get(gateway, spot.connection());
          List<Prefix> all = new ArrayList<>(of(before, spot.side()));
          Prefix block = VpnGateways.among(all, cidr, "connection " + before.name());
          all.remove(block);
          if (all.isEmpty()) {
            throw Refusal.conflict("It is the last one: add another one first.");
          }
          scene.put(VpnConnections.put(gateway, with(before, spot.side(), all)));
          return block;
        });
  }

  private static VpnConnection with(VpnConnection it, Side side, List<Prefix> all) {
    Blocks blocks = blocks(it);
    Blocks after =
        side == Side.LOCAL ? new Blocks(all, blocks.peer()) : new Blocks(blocks.local(), all);
    return new VpnConnection(
        it.id(),
        it.name(),
        it.createdAt(),
        it.up(),
        it.psk(),
        it.establishMode(),
        it.deadPeerDetection(),
        it.peer(),
        it.localIdentities(),
        it.ikePolicy(),
        it.ipsecPolicy(),
        after);
  }

  /// Insists that a gateway can have a connection beside its others.
  static void check(VpnGateway gateway, VpnConnection connection) {
    if (!(connection.traffic() instanceof Blocks own)) {
      return;
    }
    expectApart(own.local(), own.peer(), "local and peer CIDRs of the connection");
    int total = own.local().size() + own.peer().size();
    for (VpnConnection other : gateway.connections()) {
      if (!other.id().equals(connection.id()) && other.traffic() instanceof Blocks theirs) {
        expectApart(own.peer(), theirs.peer(), "peer CIDRs of connection " + other.name());
        total += theirs.local().size() + theirs.peer().size();
      }
    }
    if (total > MOST_OF_A_GATEWAY) {
      throw Refusal.conflict(
          "The connections of a gateway have at most %d CIDRs.".formatted(MOST_OF_A_GATEWAY));
    }
  }

  private static void expectApart(List<Prefix> some, List<Prefix> others, String what) {
    for (Prefix each : some) {
      if (others.stream().anyMatch(each::overlaps)) {
        throw Refusal.conflict("%s overlaps the %s.".formatted(each, what));
      }
    }
  }
}
