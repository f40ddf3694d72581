package io.sekisho.network;

import io.sekisho.estate.Names;
import io.sekisho.estate.Placed;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.estate.Which;
import io.sekisho.iam.ComputeType;
import io.sekisho.network.Addresses.Wanted;
import io.sekisho.network.VirtualInterfaces.Prototype;
import io.sekisho.network.VirtualInterfaces.Setting;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.VirtualNetworkInterface;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The interfaces of one server, as part of a write that makes or changes it: either network
/// attachments, with a virtual network interface each, or IBM's older network interfaces. Whoever
/// asks puts them in the server, and the server down.
public final class Interfaces {
  private static final String OPERATE =
      "is.virtual-network-interface.virtual-network-interface.operate";
  private static final String OLDER = "network-interface";
  private static final int PORT_SPEED = 1000;

  private final Scene scene;
  private final Server server;
  private final VirtualInterfaces virtual;

  public Interfaces(Scene scene, Server server) {
    this.scene = scene;
    this.server = server;
    this.virtual = new VirtualInterfaces(scene);
  }

  /// Whose interfaces they are.
  ///
  /// @param vpc the id of its VPC; empty if its first interface decides
  /// @param group the id of its resource group; of the account's default one, if empty
  public record Server(
      ComputeType type, String zone, Optional<String> vpc, Optional<String> group) {}

  /// What is said of a network attachment.
  public record AttachmentPrototype(
      Optional<String> name, Optional<Prototype> virtualNetworkInterface) {}

  /// What is said of one of IBM's older network interfaces.
  public record InterfacePrototype(
      Optional<Boolean> allowIpSpoofing,
      Optional<String> name,
      Optional<Wanted> primaryIp,
      Optional<List<Which>> securityGroups,
      Optional<Which> subnet) {}

  /// A new network attachment.
  ///
  /// @param others what the server has already
  /// @param field the member of the body, with a dot; empty if it is the body
  public NetworkInterface attach(
      List<NetworkInterface> others, AttachmentPrototype said, String field) {
    String at = field + "virtual_network_interface";
    Prototype wanted =
        said.virtualNetworkInterface()
            .orElseThrow(
                () ->
                    Refusal.missing(at, "Say which virtual network interface, or of which kind."));
    Identity own = identity(said.name(), others, "network-attachment");
    VirtualNetworkInterface vni =
        wanted
            .which()
            .map(which -> taken(which, others, at))
            .orElseGet(
                () -> made(wanted, new Setting(Optional.empty(), true, server.group, at + ".")));
    return nic(own, vni, at + ".");
  }

  /// A new network interface in IBM's older form.
  ///
  /// @param others what the server has already
  /// @param field the member of the body, with a dot; empty if it is the body
  public NetworkInterface add(
      List<NetworkInterface> others, InterfacePrototype said, String field) {
    return add(
        identity(said.name(), others, OLDER),
        Prototype.older(
            said.allowIpSpoofing(),
            Optional.empty(),
            said.primaryIp(),
            said.securityGroups(),
            said.subnet()),
        field);
  }

  /// The same of a bare metal server.
  ///
  /// @param primary whether it is to be the primary one
  public NetworkInterface add(
      List<NetworkInterface> others,
      MetalPrototypes.Interface said,
      boolean primary,
      String field) {
    return add(identity(said.name(), others, OLDER), said.checked(primary, field), field);
  }

  private NetworkInterface add(Identity own, Prototype wanted, String field) {
    VirtualNetworkInterface vni =
        virtual.make(wanted, new Setting(Optional.of(own), true, server.group, field));
    return nic(own, vni, field);
  }

  private VirtualNetworkInterface made(Prototype wanted, Setting setting) {
    VirtualNetworkInterface vni = virtual.make(wanted, setting);
    scene.tell(vni, "create");
    return vni;
  }

  private VirtualNetworkInterface taken(Which which, List<NetworkInterface> others, String field) {
    Placed<VirtualNetworkInterface> found =
        scene.locate(VirtualNetworkInterface.class, which, field);
    VirtualNetworkInterface vni = found.value();
    if (found.target().isPresent()) {
      throw Refusal.conflict(
          "Virtual network interface %s is attached to %s already."
              .formatted(vni.name(), found.target().get().name()));
    }
    if (others.stream().anyMatch(it -> it.virtualNetworkInterface().id().equals(vni.id()))) {
      throw Refusal.invalid(
          field,
          "Virtual network interface %s is in another attachment of the same server: name it once."
              .formatted(vni.name()));
    }
    scene.expect(OPERATE, vni);
    scene.drop(vni);
    return scene.hold(vni);
  }

  private Identity identity(Optional<String> name, List<NetworkInterface> others, String type) {
    Set<String> names = others.stream().map(NetworkInterface::name).collect(Collectors.toSet());
    return scene.zonal(type, server.zone, Names.own(name, names), server.group);
  }

  private NetworkInterface nic(Identity own, VirtualNetworkInterface vni, String field) {
    if (!vni.zone().equals(server.zone)) {
      throw Refusal.invalid(
          field + "subnet",
          "It is in zone %s, the server in zone %s.".formatted(vni.zone(), server.zone));
    }
    if (server.vpc.filter(vpc -> !vpc.equals(vni.vpc())).isPresent()) {
      throw Refusal.invalid(
          field + "subnet", "It is in another VPC than the server's other interfaces.");
    }
    if (server.type == ComputeType.VSI && !vni.enableInfrastructureNat()) {
      throw Refusal.invalid(
          field + "enable_infrastructure_nat", "Only a bare metal server can do without.");
    }
    return new NetworkInterface(own.id(), own.name(), PORT_SPEED, own.createdAt(), vni);
  }

  /// What becomes of what stood in an interface that its server no longer has: a virtual network
  /// interface goes, or goes on by itself; so do its addresses.
  public void detach(NetworkInterface nic) {
    VirtualNetworkInterface vni = nic.virtualNetworkInterface();
    if (nic.older() || vni.autoDelete()) {
      virtual.release(vni);
      if (!nic.older()) {
        scene.tell(vni, "delete");
      }
    } else {
      scene.release(vni);
    }
  }
}
