package io.sekisho.network;

import io.sekisho.audit.Action;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Estate;
import io.sekisho.estate.Holdings;
import io.sekisho.estate.Names;
import io.sekisho.estate.Placed;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.estate.Which;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.FloatingIp;
import io.sekisho.vpc.Resource;
import io.sekisho.vpc.VirtualNetworkInterface;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Floating IPs: public addresses, bound to a virtual network interface or to one of the older
/// network interfaces, or to nothing.
public final class FloatingIps {
  private static final String TARGET = "target";
  private static final String OPERATE =
      "is.virtual-network-interface.virtual-network-interface.operate";
  private static final String OPERATE_IP = "is.floating-ip.floating-ip.operate";

  private final Estate estate;
  private final FloatingPool pool;

  public FloatingIps(Estate estate, FloatingPool pool) {
    this.estate = estate;
    this.pool = pool;
  }

  /// What is said of a new one.
  ///
  /// @param target what it is to be bound to, in whose zone it then is
  /// @param zone instead of a target
  public record Prototype(
      Optional<String> name,
      Optional<Which> resourceGroup,
      Optional<Which> target,
      Optional<Which> zone) {}

  /// What is said of one that changes.
  public record Patch(Optional<String> name, Optional<Which> target) {}

  public Outcome<FloatingIp> create(Actor actor, Prototype said) {
    return estate.write(
        actor,
        Action.FLOATING_IP_CREATE,
        "",
        scene -> {
          if (said.target().isPresent() == said.zone().isPresent()) {
            throw Refusal.invalid(TARGET, "Give a target or a zone, one of the two.");
          }
          Optional<Placed<VirtualNetworkInterface>> target =
              said.target().map(which -> target(scene, which));
          String zone =
              target
                  .map(it -> it.value().zone())
                  .orElseGet(() -> scene.zone(said.zone().orElseThrow(), "zone").name());
          FloatingIp made = pool.take(scene, zone, said.name(), scene.group(said.resourceGroup()));
          if (target.isEmpty()) {
            return scene.put(made);
          }
          scene.tell(made, "create");
          join(scene, made, target.get().value().id());
          return made;
        });
  }

  /// The interface that a body names.
  private static Placed<VirtualNetworkInterface> target(Holdings holdings, Which which) {
    which
        .byId()
        .flatMap(id -> attached(holdings, id))
        .ifPresent(
            vni -> {
              throw Refusal.invalid(
                  TARGET,
                  "A network attachment has none of its own: name virtual network interface %s."
                      .formatted(vni.id()));
            });
    Placed<VirtualNetworkInterface> found =
        holdings.locate(VirtualNetworkInterface.class, which, TARGET);
    holdings.expect(OPERATE, found.value());
    return found;
  }

  /// What stands behind the attachment of this id, if there is one.
  private static Optional<VirtualNetworkInterface> attached(Holdings holdings, String id) {
    return VirtualNetworkInterfaces.all(holdings).stream()
        .filter(
            it -> VirtualNetworkInterfaces.nic(it).filter(nic -> nic.id().equals(id)).isPresent())
        .map(Placed::value)
        .findFirst();
  }

  /// @param unbound whether the body says `"target": null`
  public Outcome<FloatingIp> update(Actor actor, String id, Patch said, boolean unbound) {
    return estate.write(
        actor,
        Action.FLOATING_IP_UPDATE,
        id,
        scene -> {
          Placed<FloatingIp> place = scene.locate(FloatingIp.class, id);
          FloatingIp before = place.value();
          List<FloatingIp> all = scene.anywhere(FloatingIp.class);
          FloatingIp after =
              new FloatingIp(
                  Scene.renamed(before.identity(), Names.renamed(said.name(), before, all)),
                  before.zone(),
                  before.address());
          if (!after.equals(before) || (said.target().isEmpty() && !unbound)) {
            scene.replace(place, after);
          }
          if (unbound && place.target().isPresent()) {
            part(scene, id);
          }
          said.target().ifPresent(which -> move(scene, id, target(scene, which).value().id()));
          return after;
        });
  }

  private static void move(Scene scene, String id, String vni) {
    Placed<FloatingIp> place = scene.locate(FloatingIp.class, id);
    if (place.target().filter(it -> it.id().equals(vni)).isPresent()) {
      return;
    }
    if (place.target().isPresent()) {
      part(scene, id);
    }
    take(scene, id, vni);
  }

  public Outcome<FloatingIp> delete(Actor actor, String id) {
    return estate.write(
        actor,
        Action.FLOATING_IP_DELETE,
        id,
        scene -> {
          Placed<FloatingIp> place = scene.locate(FloatingIp.class, id);
          if (place.target().isEmpty()) {
            scene.delete(place.value());
          } else {
            leave(scene, place);
            scene.tell(place.value(), "delete");
          }
          return place.value();
        });
  }

  /// Binds one to an interface.
  ///
  /// @param vni the id of the virtual network interface, or of the older network interface
  /// @param replacing whether it takes the place of what is bound there, and leaves its own
  public Outcome<FloatingIp> bind(Actor actor, String vni, String id, boolean replacing) {
    return estate.write(
        actor,
        Action.FLOATING_IP_ATTACH,
        id,
        scene -> {
          Placed<FloatingIp> place = scene.locate(FloatingIp.class, id);
          Placed<VirtualNetworkInterface> at = scene.locate(VirtualNetworkInterface.class, vni);
          if (place.target().filter(it -> it.id().equals(vni)).isPresent()) {
            return place.value();
          }
          scene.expect(OPERATE_IP, place.value());
          if (place.target().isPresent()) {
            if (!replacing) {
              throw Refusal.conflict(
                  "Floating IP %s is bound to %s already: unbind it there first."
                      .formatted(place.value().name(), place.target().get().name()));
            }
            part(scene, id);
          }
          if (replacing && at.value().enableInfrastructureNat()) {
            at.value().floatingIps().forEach(other -> part(scene, other.id()));
          }
          take(scene, id, vni);
          return place.value();
        });
  }

  /// Unbinds one from the interface that it is bound to.
  ///
  /// @param vni as for [#bind]
  public Outcome<FloatingIp> unbind(Actor actor, String vni, String id) {
    return estate.write(
        actor,
        Action.FLOATING_IP_DETACH,
        id,
        scene -> {
          Placed<VirtualNetworkInterface> at = scene.locate(VirtualNetworkInterface.class, vni);
          FloatingIp ip = VirtualNetworkInterfaces.floatingIp(at.value(), id);
          part(scene, ip.id());
          return ip;
        });
  }

  /// Puts one that is bound to nothing in an interface.
  private static void take(Scene scene, String id, String vni) {
    FloatingIp ip = scene.get(FloatingIp.class, id);
    scene.drop(ip);
    join(scene, ip, vni);
  }

  private static void join(Scene scene, FloatingIp ip, String vni) {
    Placed<VirtualNetworkInterface> place = scene.locate(VirtualNetworkInterface.class, vni);
    VirtualNetworkInterface it = place.value();
    if (!it.zone().equals(ip.zone())) {
      throw Refusal.conflict(
          "Floating IP %s is in zone %s, the interface in zone %s."
              .formatted(ip.name(), ip.zone(), it.zone()));
    }
    if (it.enableInfrastructureNat() && !it.floatingIps().isEmpty()) {
      throw Refusal.conflict(
          "The interface has floating IP %s: unbind that first."
              .formatted(it.floatingIps().getFirst().name()));
    }
    List<FloatingIp> ips = new ArrayList<>(it.floatingIps());
    ips.add(ip);
    scene.replace(place, it.withFloatingIps(ips));
  }

  /// Takes one out of what it is bound to.
  private static void part(Scene scene, String id) {
    Placed<FloatingIp> place = scene.locate(FloatingIp.class, id);
    leave(scene, place);
    scene.release(place.value());
  }

  private static void leave(Scene scene, Placed<FloatingIp> place) {
    Resource target = place.target().orElseThrow();
    if (!(target instanceof VirtualNetworkInterface it)) {
      throw Refusal.conflict(
          "Floating IP %s is needed by %s: delete that first."
              .formatted(place.value().name(), target.name()));
    }
    Placed<VirtualNetworkInterface> at = scene.locate(VirtualNetworkInterface.class, it.id());
    scene.replace(
        at,
        it.withFloatingIps(
            it.floatingIps().stream().filter(ip -> !ip.id().equals(place.value().id())).toList()));
  }
}
