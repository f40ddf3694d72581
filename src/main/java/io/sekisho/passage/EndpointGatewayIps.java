package io.sekisho.passage;

import io.sekisho.audit.Action;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Estate;
import io.sekisho.estate.Placed;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.estate.Which;
import io.sekisho.gateway.EndpointGateway;
import io.sekisho.network.Addresses;
import io.sekisho.network.Addresses.Wanted;
import io.sekisho.network.ReservedIps;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.ReservedIp;
import io.sekisho.vpc.Subnet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The reserved IPs of endpoint gateways.
public final class EndpointGatewayIps {
  private final Estate estate;

  public EndpointGatewayIps(Estate estate) {
    this.estate = estate;
  }

  /// Which reserved IP a gateway is to have: one that is there, or what one to be made is like.
  ///
  /// @param subnet of one to be made
  public record Wish(
      Optional<String> id,
      Optional<String> href,
      Optional<String> address,
      Optional<Boolean> autoDelete,
      Optional<String> name,
      Optional<Which> subnet) {}

  /// A gateway with reserved IPs that leave their documents, or get none, in this write.
  static EndpointGateway with(Scene scene, EndpointGateway bare, List<Wish> said) {
    EndpointGateway filled = bare;
    for (int i = 0; i < said.size(); i++) {
      String at = "ips[" + i + "]";
      Wish wish = said.get(i);
      Wanted wanted =
          new Wanted(wish.id(), wish.href(), wish.address(), wish.autoDelete(), wish.name());
      Subnet subnet = subnet(scene, wish, wanted.isThere(), at);
      scene.expect("is.subnet.subnet.operate", subnet);
      ReservedIp ip = new Addresses(scene, subnet).bind(scene, wanted, at);
      filled = scene.hold(ReservedIps.joined(scene, filled, ip));
    }
    return filled;
  }

  private static Subnet subnet(Scene scene, Wish wish, boolean isThere, String at) {
    if (isThere && wish.subnet().isPresent()) {
      throw Refusal.invalid(at, "Name a reserved IP, or say what a new one is like.");
    }
    if (!isThere) {
      return scene.find(Subnet.class, Said.needed(wish.subnet(), at + ".subnet"), at + ".subnet");
    }
    Which which = new Which(wish.id(), Optional.empty(), wish.href(), Optional.empty());
    return scene.get(Subnet.class, scene.locate(ReservedIp.class, which, at).value().subnet());
  }

  /// One of a gateway's.
  ///
  /// @throws Refusal 404 if it has none such
  public static ReservedIp get(EndpointGateway gateway, String id) {
    return gateway.ips().stream()
        .filter(ip -> ip.id().equals(id))
        .findFirst()
        .orElseThrow(
            () -> Refusal.nothing("reserved IP", id, "endpoint gateway " + gateway.name()));
  }

  /// Binds one; if it is bound to this gateway already, it stays so.
  public Outcome<Placed<ReservedIp>> add(Actor actor, String id, String ipId) {
    return estate.write(
        actor,
        Action.RESERVED_IP_ATTACH,
        ipId,
        scene -> {
          EndpointGateway gateway = scene.get(EndpointGateway.class, id);
          Placed<ReservedIp> found = scene.locate(ReservedIp.class, ipId);
          ReservedIp ip = found.value();
          if (found.target().filter(it -> it.id().equals(id)).isEmpty()) {
            scene.expect("is.subnet.subnet.operate", scene.get(Subnet.class, ip.subnet()));
            ReservedIps.unbind(scene, found);
            scene.put(ReservedIps.joined(scene, gateway, ip));
          }
          return scene.locate(ReservedIp.class, ipId);
        });
  }

  /// Unbinds one, which goes if it is to go with what it is bound to.
  public Outcome<ReservedIp> remove(Actor actor, String id, String ipId) {
    return estate.write(
        actor,
        Action.RESERVED_IP_DETACH,
        ipId,
        scene -> {
          EndpointGateway gateway = scene.get(EndpointGateway.class, id);
          ReservedIp ip = get(gateway, ipId);
          List<ReservedIp> others = new ArrayList<>(gateway.ips());
          others.remove(ip);
          scene.put(gateway.withIps(others));
          leave(scene, ip);
          return ip;
        });
  }

  /// What becomes of one that was unbound.
  static void leave(Scene scene, ReservedIp ip) {
    if (ip.autoDelete()) {
      scene.tell(ip, "delete");
    } else {
      scene.release(ip);
    }
  }
}
