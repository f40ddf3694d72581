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
import io.sekisho.network.Addresses.Wanted;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.ReservedIp;
import io.sekisho.vpc.Resource;
import io.sekisho.vpc.Resource.Reserving;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.VirtualNetworkInterface;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The reserved IPs of a subnet, bound and unbound.
public final class ReservedIps {
  private static final String AUTO_DELETE = "auto_delete";

  private final Estate estate;

  public ReservedIps(Estate estate) {
    this.estate = estate;
  }

  /// What is said of a new one.
  ///
  /// @param target the virtual network interface or endpoint gateway that it is to be bound to
  public record Prototype(
      Optional<String> address,
      Optional<Boolean> autoDelete,
      Optional<String> name,
      Optional<Which> target) {}

  /// What is said of one that changes.
  public record Patch(Optional<Boolean> autoDelete, Optional<String> name) {}

  public Outcome<ReservedIp> create(Actor actor, String subnetId, Prototype said) {
    return estate.write(
        actor,
        Action.RESERVED_IP_CREATE,
        "",
        scene -> {
          Subnet subnet = scene.get(Subnet.class, subnetId);
          Optional<Placed<Reserving>> target = said.target().map(which -> target(scene, which));
          expectBound(target.isPresent(), said.autoDelete().orElse(false));
          ReservedIp made =
              new Addresses(scene, subnet)
                  .make(
                      scene,
                      new Wanted(
                          Optional.empty(),
                          Optional.empty(),
                          said.address(),
                          said.autoDelete(),
                          said.name()),
                      false,
                      "address");
          if (target.isEmpty()) {
            return scene.put(made);
          }
          scene.tell(made, "create");
          join(scene, target.get(), made);
          return made;
        });
  }

  private static Placed<Reserving> target(Scene scene, Which which) {
    Placed<Reserving> found = scene.locate(Reserving.class, which, "target");
    String type = found.value().identity().crn().type();
    scene.expect("is.%1$s.%1$s.operate".formatted(type), found.value());
    return found;
  }

  private static void join(Scene scene, Placed<Reserving> place, ReservedIp ip) {
    if (place.value() instanceof VirtualNetworkInterface vni) {
      VirtualNetworkInterfaces.join(scene, new Placed<>(vni, place.in()), ip);
    } else {
      scene.replace(place, joined(scene, place.value(), ip));
    }
  }

  /// Something that has reserved IPs of several subnets of its VPC, one in a zone, with one more.
  ///
  /// @throws Refusal 400 or 409 if it can't have that one
  public static <T extends Reserving> T joined(Scene scene, T to, ReservedIp ip) {
    Subnet subnet = scene.get(Subnet.class, ip.subnet());
    if (!subnet.vpc().equals(to.vpc())) {
      throw Refusal.invalid(
          "ips", "Reserved IP %s is in another VPC than %s.".formatted(ip.name(), to.name()));
    }
    for (ReservedIp other : to.ips()) {
      if (scene.get(Subnet.class, other.subnet()).zone().equals(subnet.zone())) {
        throw Refusal.conflict(
            "%s has reserved IP %s in zone %s already: unbind that first."
                .formatted(to.name(), other.name(), subnet.zone()));
      }
    }
    List<ReservedIp> all = new ArrayList<>(to.ips());
    all.add(ip);
    @SuppressWarnings("unchecked") // it is the same with other IPs
    T after = (T) to.withIps(all);
    return after;
  }

  /// Takes one out of its document, or of what it is bound to and not needed by, for something else
  /// to have it in this write.
  public static void unbind(Scene scene, Placed<ReservedIp> place) {
    if (place.target().isEmpty()) {
      scene.drop(place.value());
    } else {
      leave(scene, place);
    }
  }

  private static void leave(Scene scene, Placed<ReservedIp> place) {
    ReservedIp ip = place.value();
    Resource target = place.target().orElseThrow();
    if (!(target instanceof Reserving it) || it.ips().stream().noneMatch(ip::equals)) {
      throw Refusal.conflict(
          "Reserved IP %s is needed by %s: unbind it, or delete that first."
              .formatted(ip.name(), target.name()));
    }
    scene.replace(
        scene.locate(Reserving.class, it.id()),
        it.withIps(it.ips().stream().filter(other -> !other.equals(ip)).toList()));
  }

  private static void expectBound(boolean bound, boolean autoDelete) {
    if (autoDelete && !bound) {
      throw Refusal.invalid(
          AUTO_DELETE, "What is bound to nothing goes with nothing: leave it out, or give false.");
    }
  }

  /// The one that a path names.
  ///
  /// @throws Refusal 404 if the subnet has none such
  public static Placed<ReservedIp> get(Holdings holdings, Subnet subnet, String id) {
    Placed<ReservedIp> found = holdings.locate(ReservedIp.class, id);
    if (!found.value().subnet().equals(subnet.id())) {
      throw Refusal.nothing("reserved IP", id, "subnet " + subnet.name());
    }
    return found;
  }

  private static Placed<ReservedIp> mine(Scene scene, Subnet subnet, String id) {
    if (ProviderIps.of(subnet).stream().anyMatch(it -> it.id().equals(id))) {
      throw Refusal.conflict("It is the provider's: it stays as it is.");
    }
    return get(scene, subnet, id);
  }

  public Outcome<ReservedIp> update(Actor actor, String subnetId, String id, Patch said) {
    return estate.write(
        actor,
        Action.RESERVED_IP_UPDATE,
        id,
        scene -> {
          Subnet subnet = scene.get(Subnet.class, subnetId);
          Placed<ReservedIp> place = mine(scene, subnet, id);
          ReservedIp before = place.value();
          expectBound(place.target().isPresent(), said.autoDelete().orElse(before.autoDelete()));
          String name =
              Names.renamed(
                  Names.unreserved(said.name()), before, new Addresses(scene, subnet).naming());
          return scene.replace(
              place,
              new ReservedIp(
                  Scene.renamed(before.identity(), name),
                  before.subnet(),
                  before.address(),
                  said.autoDelete().orElse(before.autoDelete())));
        });
  }

  public Outcome<ReservedIp> delete(Actor actor, String subnetId, String id) {
    return estate.write(
        actor,
        Action.RESERVED_IP_DELETE,
        id,
        scene -> {
          Placed<ReservedIp> place = mine(scene, scene.get(Subnet.class, subnetId), id);
          ReservedIp ip = place.value();
          if (place.target().isEmpty()) {
            scene.delete(ip);
            return ip;
          }
          leave(scene, place);
          scene.tell(ip, "delete");
          return ip;
        });
  }
}
