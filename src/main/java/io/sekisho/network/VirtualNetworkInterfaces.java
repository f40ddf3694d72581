package io.sekisho.network;

import io.sekisho.audit.Action;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Estate;
import io.sekisho.estate.Holdings;
import io.sekisho.estate.Names;
import io.sekisho.estate.Placed;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.network.VirtualInterfaces.Prototype;
import io.sekisho.network.VirtualInterfaces.Setting;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.FloatingIp;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.ReservedIp;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.VirtualNetworkInterface;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Virtual network interfaces as IBM's API has them: those that stand alone, and those attached to
/// servers. What stands behind an older network interface is none.
public final class VirtualNetworkInterfaces {
  private static final int MOST_IPS = 8;

  private final Estate estate;

  public VirtualNetworkInterfaces(Estate estate) {
    this.estate = estate;
  }

  /// What is said of one that changes.
  public record Patch(
      Optional<Boolean> allowIpSpoofing,
      Optional<Boolean> autoDelete,
      Optional<Boolean> enableInfrastructureNat,
      Optional<String> name,
      Optional<String> protocolStateFilteringMode) {}

  /// All that an account has.
  public static List<Placed<VirtualNetworkInterface>> all(Holdings holdings) {
    return holdings.everywhere(VirtualNetworkInterface.class).stream()
        .filter(it -> !older(it))
        .toList();
  }

  /// The one that a path names.
  public static Placed<VirtualNetworkInterface> get(Holdings holdings, String id) {
    Placed<VirtualNetworkInterface> found = holdings.locate(VirtualNetworkInterface.class, id);
    if (older(found)) {
      throw new Refusal(
          Problem.of(Code.NOT_FOUND, "It is a network interface of a server: look there.")
              .parameter("id"));
    }
    return found;
  }

  private static boolean older(Placed<VirtualNetworkInterface> it) {
    return server(it).isPresent() && nic(it).orElseThrow().older();
  }

  /// The server that one is attached to.
  public static Optional<Compute> server(Placed<VirtualNetworkInterface> it) {
    return it.target().map(Compute.class::cast);
  }

  /// The attachment that one stands in.
  public static Optional<NetworkInterface> nic(Placed<VirtualNetworkInterface> it) {
    return server(it).stream()
        .flatMap(server -> server.interfaces().stream())
        .filter(nic -> nic.virtualNetworkInterface().id().equals(it.value().id()))
        .findFirst();
  }

  public Outcome<VirtualNetworkInterface> create(Actor actor, Prototype said) {
    return estate.write(
        actor,
        Action.INTERFACE_CREATE,
        "",
        scene -> {
          refuse(said.which().isPresent(), "id", "A new one gets its id from here.");
          refuse(
              said.autoDelete().orElse(false),
              "auto_delete",
              "What is attached to nothing goes with nothing: leave it out, or give false.");
          Setting setting = new Setting(Optional.empty(), false, Optional.empty(), "");
          return scene.put(new VirtualInterfaces(scene).make(said, setting));
        });
  }

  private static void refuse(boolean wrong, String field, String message) {
    if (wrong) {
      throw Refusal.invalid(field, message);
    }
  }

  /// @param seen the entity tag that the caller saw, if it said one
  public Outcome<VirtualNetworkInterface> update(
      Actor actor, String id, Patch said, Optional<String> seen) {
    return estate.write(
        actor,
        Action.INTERFACE_UPDATE,
        id,
        scene -> {
          Placed<VirtualNetworkInterface> place = get(scene, id);
          VirtualNetworkInterface before = scene.unchanged(place.value(), seen);
          VirtualNetworkInterface after = changed(scene, before, said);
          refuse(
              place.in().isEmpty() && after.autoDelete(),
              "auto_delete",
              "It is attached to nothing: attach it first.");
          if (before.autoDelete() && !after.autoDelete()) {
            new VirtualInterfaces(scene).expectRoom();
          }
          refuse(
              !after.enableInfrastructureNat()
                  && server(place).filter(Instance.class::isInstance).isPresent(),
              "enable_infrastructure_nat",
              "Only a bare metal server can do without, and it is attached to an instance.");
          return scene.replace(place, after);
        });
  }

  private static VirtualNetworkInterface changed(
      Scene scene, VirtualNetworkInterface it, Patch said) {
    VirtualInterfaces virtual = new VirtualInterfaces(scene);
    String name = Names.renamed(Names.unreserved(said.name()), it, virtual.naming(it.vpc()));
    VirtualNetworkInterface after =
        it.set(
            Scene.renamed(it.identity(), name),
            new VirtualNetworkInterface.Modes(
                said.allowIpSpoofing().orElse(it.allowIpSpoofing()),
                said.autoDelete().orElse(it.autoDelete()),
                said.enableInfrastructureNat().orElse(it.enableInfrastructureNat()),
                said.protocolStateFilteringMode().orElse(it.protocolStateFilteringMode())));
    virtual.check(after, "");
    return after;
  }

  /// @param seen the entity tag that the caller saw, if it said one
  public Outcome<VirtualNetworkInterface> delete(Actor actor, String id, Optional<String> seen) {
    return estate.write(
        actor,
        Action.INTERFACE_DELETE,
        id,
        scene -> {
          Placed<VirtualNetworkInterface> place = get(scene, id);
          VirtualNetworkInterface it = scene.unchanged(place.value(), seen);
          server(place)
              .ifPresent(
                  server -> {
                    throw Refusal.conflict(
                        "Virtual network interface %s can't be deleted while it is attached to %s."
                            .formatted(it.name(), server.name()));
                  });
          new VirtualInterfaces(scene).release(it);
          scene.delete(it);
          return it;
        });
  }

  /// Binds a reserved IP; one that is bound to it already stays so.
  public Outcome<ReservedIp> addIp(Actor actor, String id, String ipId) {
    return estate.write(
        actor,
        Action.RESERVED_IP_ATTACH,
        ipId,
        scene -> {
          Placed<VirtualNetworkInterface> place = get(scene, id);
          Placed<ReservedIp> found = scene.locate(ReservedIp.class, ipId);
          ReservedIp ip = found.value();
          if (found.target().isPresent()) {
            if (!found.target().get().id().equals(id)) {
              throw Refusal.conflict(
                  "Reserved IP %s is bound to %s already: unbind it there first."
                      .formatted(ip.name(), found.target().get().name()));
            }
            return ip;
          }
          scene.drop(ip);
          join(scene, place, ip);
          return ip;
        });
  }

  /// Puts a reserved IP in an interface.
  static void join(Scene scene, Placed<VirtualNetworkInterface> place, ReservedIp ip) {
    VirtualNetworkInterface it = place.value();
    if (!ip.subnet().equals(it.subnet())) {
      throw Refusal.conflict("Reserved IP %s is in another subnet.".formatted(ip.name()));
    }
    scene.expect("is.subnet.subnet.operate", scene.get(Subnet.class, ip.subnet()));
    scene.expectRoom(it.ips().size() + 1, MOST_IPS, "IPs of this interface");
    List<ReservedIp> ips = new ArrayList<>(it.ips());
    ips.add(ip);
    scene.replace(place, it.withIps(ips));
  }

  /// Unbinds a reserved IP, which goes if it is to go with what it is bound to.
  public Outcome<ReservedIp> removeIp(Actor actor, String id, String ipId) {
    return estate.write(
        actor,
        Action.RESERVED_IP_DETACH,
        ipId,
        scene -> {
          Placed<VirtualNetworkInterface> place = get(scene, id);
          VirtualNetworkInterface it = place.value();
          if (it.primaryIp().id().equals(ipId)) {
            throw Refusal.conflict("The primary IP can't be unbound.");
          }
          ReservedIp ip = ip(it, ipId);
          scene.replace(place, it.withIps(without(it.ips(), other -> other.id().equals(ipId))));
          if (ip.autoDelete()) {
            scene.tell(ip, "delete");
          } else {
            scene.release(ip);
          }
          return ip;
        });
  }

  /// One of its reserved IPs.
  public static ReservedIp ip(VirtualNetworkInterface it, String ipId) {
    return ips(it).stream()
        .filter(ip -> ip.id().equals(ipId))
        .findFirst()
        .orElseThrow(() -> nothing("reserved IP", ipId));
  }

  /// All its reserved IPs, the primary one first.
  public static List<ReservedIp> ips(VirtualNetworkInterface it) {
    List<ReservedIp> all = new ArrayList<>(List.of(it.primaryIp()));
    all.addAll(it.ips());
    return all;
  }

  /// One of its floating IPs.
  public static FloatingIp floatingIp(VirtualNetworkInterface it, String ipId) {
    return it.floatingIps().stream()
        .filter(ip -> ip.id().equals(ipId))
        .findFirst()
        .orElseThrow(() -> nothing("floating IP", ipId));
  }

  private static Refusal nothing(String what, String id) {
    return new Refusal(
        Problem.of(Code.NOT_FOUND, "It has no %s %s.".formatted(what, id)).parameter("id"));
  }

  private static <T> List<T> without(List<T> all, Predicate<T> which) {
    return all.stream().filter(which.negate()).toList();
  }
}
