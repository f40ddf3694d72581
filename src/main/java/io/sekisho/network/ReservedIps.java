package io.sekisho.network;

import io.sekisho.audit.Action;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Estate;
import io.sekisho.estate.Holdings;
import io.sekisho.estate.Holdings.Placed;
import io.sekisho.estate.Names;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.estate.Which;
import io.sekisho.network.Addresses.Wanted;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.ReservedIp;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.VirtualNetworkInterface;
import java.util.List;
import java.util.Optional;

/// The reserved IPs of a subnet, bound and unbound.
public final class ReservedIps {
  private static final String AUTO_DELETE = "auto_delete";
  private static final String OPERATE =
      "is.virtual-network-interface.virtual-network-interface.operate";

  private final Estate estate;

  public ReservedIps(Estate estate) {
    this.estate = estate;
  }

  /// What is said of a new one.
  ///
  /// @param target the virtual network interface that it is to be bound to
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
          Optional<Placed<VirtualNetworkInterface>> target =
              said.target().map(which -> target(scene, which));
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
          VirtualNetworkInterfaces.join(scene, target.get(), made);
          return made;
        });
  }

  private static Placed<VirtualNetworkInterface> target(Scene scene, Which which) {
    Placed<VirtualNetworkInterface> found =
        scene.locate(VirtualNetworkInterface.class, which, "target");
    scene.expect(OPERATE, found.value());
    return found;
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
          List<ReservedIp> others =
              new Addresses(scene, subnet).reserved().stream().map(Placed::value).toList();
          String name = Names.renamed(Names.unreserved(said.name()), before, others);
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
          if (!(place.target().get() instanceof VirtualNetworkInterface vni)
              || vni.primaryIp().id().equals(id)) {
            throw Refusal.conflict(
                "Reserved IP %s is needed by %s: unbind it, or delete that first."
                    .formatted(ip.name(), place.target().get().name()));
          }
          scene.replace(
              scene.locate(VirtualNetworkInterface.class, vni.id()),
              vni.withIps(vni.ips().stream().filter(it -> !it.id().equals(id)).toList()));
          scene.tell(ip, "delete");
          return ip;
        });
  }
}
