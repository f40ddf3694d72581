package io.sekisho.network;

import io.sekisho.audit.Action;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Estate;
import io.sekisho.estate.Names;
import io.sekisho.estate.Placed;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.estate.Which;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.FloatingIp;
import io.sekisho.vpc.PublicGateway;
import io.sekisho.vpc.Vpc;
import java.util.List;
import java.util.Optional;

/// Public gateways.
public final class PublicGateways {
  private static final String FLOATING_IP = "floating_ip";

  private final Estate estate;
  private final FloatingPool pool;

  /// @param pool the public addresses that there are to give away
  public PublicGateways(Estate estate, FloatingPool pool) {
    this.estate = estate;
    this.pool = pool;
  }

  /// What is said of a new one.
  public record Prototype(
      Optional<FloatingWish> floatingIp,
      Optional<String> name,
      Optional<Which> resourceGroup,
      Which vpc,
      Which zone) {}

  /// Which floating IP it is to have: one that is there and bound to nothing, or what one to be
  /// made is called.
  public record FloatingWish(
      Optional<String> address,
      Optional<String> crn,
      Optional<String> href,
      Optional<String> id,
      Optional<String> name,
      Optional<Which> resourceGroup) {
    boolean isThere() {
      return address.isPresent() || crn.isPresent() || href.isPresent() || id.isPresent();
    }
  }

  /// What is said of one that changes.
  public record Patch(Optional<String> name) {}

  public Outcome<PublicGateway> create(Actor actor, Prototype said) {
    return estate.write(
        actor,
        Action.PUBLIC_GATEWAY_CREATE,
        "",
        scene -> {
          Vpc vpc = scene.find(Vpc.class, said.vpc(), "vpc");
          scene.expect("is.vpc.vpc.operate", vpc);
          String zone = Zones.find(scene.catalog(), vpc, said.zone(), "zone");
          List<PublicGateway> others = of(scene, vpc.id());
          if (others.stream().anyMatch(it -> it.zone().equals(zone))) {
            throw Refusal.conflict(
                "VPC %s has a public gateway in zone %s already: use that one."
                    .formatted(vpc.name(), zone));
          }
          boolean there = said.floatingIp().filter(FloatingWish::isThere).isPresent();
          FloatingIp ip =
              there
                  ? taken(scene, zone, said.floatingIp().orElseThrow())
                  : made(scene, zone, said.floatingIp());
          return scene.put(
              new PublicGateway(
                  scene.zonal(
                      "public-gateway",
                      zone,
                      Names.own(said.name(), others, ""),
                      scene.group(said.resourceGroup())),
                  vpc.id(),
                  zone,
                  ip,
                  !there));
        });
  }

  private static List<PublicGateway> of(Scene scene, String vpc) {
    return scene.all(PublicGateway.class, it -> it.vpc().equals(vpc));
  }

  private FloatingIp made(Scene scene, String zone, Optional<FloatingWish> wish) {
    FloatingIp ip =
        pool.take(
            scene,
            zone,
            wish.flatMap(FloatingWish::name),
            scene.group(wish.flatMap(FloatingWish::resourceGroup)));
    scene.tell(ip, "create");
    return ip;
  }

  private static FloatingIp taken(Scene scene, String zone, FloatingWish wish) {
    Placed<FloatingIp> found = found(scene, wish);
    FloatingIp ip = found.value();
    scene.expect("is.floating-ip.floating-ip.operate", ip);
    if (found.target().isPresent()) {
      throw Refusal.conflict(
          "Floating IP %s is bound to %s already: unbind it there first."
              .formatted(ip.name(), found.target().get().name()));
    }
    if (!ip.zone().equals(zone)) {
      throw Refusal.invalid(
          FLOATING_IP, "Floating IP %s is in zone %s.".formatted(ip.name(), ip.zone()));
    }
    scene.drop(ip);
    return ip;
  }

  private static Placed<FloatingIp> found(Scene scene, FloatingWish wish) {
    if (wish.address().isEmpty()) {
      Which which = new Which(wish.id(), wish.crn(), wish.href(), Optional.empty());
      return scene.locate(FloatingIp.class, which, FLOATING_IP);
    }
    String address = Blocks.ip(wish.address().get(), FLOATING_IP).toString();
    return scene.everywhere(FloatingIp.class).stream()
        .filter(it -> it.value().address().toString().equals(address))
        .findFirst()
        .orElseThrow(
            () ->
                Refusal.invalid(
                    FLOATING_IP, "There is no floating IP %s in this account.".formatted(address)));
  }

  public Outcome<PublicGateway> update(Actor actor, String id, Patch said) {
    return estate.write(
        actor,
        Action.PUBLIC_GATEWAY_UPDATE,
        id,
        scene -> {
          PublicGateway before = scene.get(PublicGateway.class, id);
          String name = Names.renamed(said.name(), before, of(scene, before.vpc()));
          return scene.put(
              new PublicGateway(
                  Scene.renamed(before.identity(), name),
                  before.vpc(),
                  before.zone(),
                  before.floatingIp(),
                  before.made()));
        });
  }

  public Outcome<PublicGateway> delete(Actor actor, String id) {
    return estate.write(
        actor,
        Action.PUBLIC_GATEWAY_DELETE,
        id,
        scene -> {
          PublicGateway gateway = scene.get(PublicGateway.class, id);
          scene.delete(gateway);
          if (gateway.made()) {
            scene.tell(gateway.floatingIp(), "delete");
          } else {
            scene.release(gateway.floatingIp());
          }
          return gateway;
        });
  }
}
