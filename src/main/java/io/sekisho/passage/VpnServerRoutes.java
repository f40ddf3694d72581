package io.sekisho.passage;

import io.sekisho.address.Prefix;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Estate;
import io.sekisho.estate.Names;
import io.sekisho.estate.Refusal;
import io.sekisho.gateway.VpnServer;
import io.sekisho.gateway.VpnServer.Action;
import io.sekisho.gateway.VpnServer.Route;
import io.sekisho.problem.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The routes of VPN servers.
public final class VpnServerRoutes {
  private static final int MOST = 50;

  private final Estate estate;

  public VpnServerRoutes(Estate estate) {
    this.estate = estate;
  }

  /// What is said of a new one.
  ///
  /// @param action `deliver`, unless said
  public record Prototype(Optional<String> action, String destination, Optional<String> name) {}

  /// What is said of one that changes.
  public record Patch(Optional<String> name) {}

  /// The one that a path names.
  ///
  /// @throws Refusal 404 if there is none
  public static Route get(VpnServer server, String id) {
    return server
        .route(id)
        .orElseThrow(() -> Refusal.nothing("route", id, "VPN server " + server.name()));
  }

  public Outcome<Route> create(Actor actor, String serverId, Prototype said) {
    return estate.write(
        actor,
        io.sekisho.audit.Action.VPN_SERVER_ROUTE_CREATE,
        serverId,
        scene -> {
          VpnServer server = scene.get(VpnServer.class, serverId);
          scene.expectRoom(server.routes().size(), MOST, "routes of the VPN server");
          Prefix destination = Said.block(said.destination(), "destination");
          if (server.routes().stream().anyMatch(it -> it.destination().equals(destination))) {
            throw Refusal.conflict(
                "The VPN server has a route to %s already.".formatted(destination));
          }
          Route made =
              new Route(
                  scene.regionalPart(server.identity().crn().location()),
                  Names.own(said.name(), VpnServers.names(server, "")),
                  scene.now(),
                  destination,
                  said.action()
                      .map(it -> Said.word(Action.class, it, "action"))
                      .orElse(Action.DELIVER));
          List<Route> all = new ArrayList<>(server.routes());
          all.add(made);
          scene.put(server.with(all));
          return made;
        });
  }

  public Outcome<Route> update(Actor actor, String serverId, String id, Patch said) {
    return estate.write(
        actor,
        io.sekisho.audit.Action.VPN_SERVER_ROUTE_UPDATE,
        serverId,
        scene -> {
          VpnServer server = scene.get(VpnServer.class, serverId);
          Route before = get(server, id);
          String name =
              said.name().isEmpty()
                  ? before.name()
                  : Names.own(said.name(), VpnServers.names(server, id));
          Route after =
              new Route(id, name, before.createdAt(), before.destination(), before.action());
          scene.put(
              server.with(
                  server.routes().stream().map(it -> it.id().equals(id) ? after : it).toList()));
          return after;
        });
  }

  public Outcome<Route> delete(Actor actor, String serverId, String id) {
    return estate.write(
        actor,
        io.sekisho.audit.Action.VPN_SERVER_ROUTE_DELETE,
        serverId,
        scene -> {
          VpnServer server = scene.get(VpnServer.class, serverId);
          Route route = get(server, id);
          scene.put(
              server.with(server.routes().stream().filter(it -> !it.id().equals(id)).toList()));
          return route;
        });
  }
}
