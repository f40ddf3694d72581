package io.sekisho.network;

import io.sekisho.address.Mac;
import io.sekisho.estate.Names;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.estate.Which;
import io.sekisho.filter.SecurityGroups;
import io.sekisho.network.Addresses.Wanted;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.ReservedIp;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.VirtualNetworkInterface;
import io.sekisho.vpc.Vpc;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Makes virtual network interfaces, and takes them apart again, as part of a write.
public final class VirtualInterfaces {
  static final String TYPE = "virtual-network-interface";

  private static final String ACTION = "is.virtual-network-interface.virtual-network-interface";
  private static final int MOST_IPS = 8;
  private static final int MOST_LASTING = 500;
  private static final Set<String> FILTERING = Set.of("auto", "enabled", "disabled");

  private final Scene scene;

  VirtualInterfaces(Scene scene) {
    this.scene = scene;
  }

  /// What is said of a virtual network interface: which one it is, or what a new one is like.
  ///
  /// @param ips those besides the primary one
  /// @param securityGroups the VPC's default one, if none are given
  /// @param subnet may be left out if `primary_ip` is a reserved IP that is there
  public record Prototype(
      Optional<String> id,
      Optional<String> crn,
      Optional<String> href,
      Optional<Boolean> allowIpSpoofing,
      Optional<Boolean> autoDelete,
      Optional<Boolean> enableInfrastructureNat,
      List<Wanted> ips,
      Optional<String> name,
      Optional<Wanted> primaryIp,
      Optional<String> protocolStateFilteringMode,
      Optional<Which> resourceGroup,
      Optional<List<Which>> securityGroups,
      Optional<Which> subnet) {

    /// How it is named, if it is there.
    Optional<Which> which() {
      return id.isEmpty() && crn.isEmpty() && href.isEmpty()
          ? Optional.empty()
          : Optional.of(new Which(id, crn, href, Optional.empty()));
    }

    /// What one of IBM's older network interfaces says, which knows less.
    static Prototype older(
        Optional<Boolean> allowIpSpoofing,
        Optional<Boolean> enableInfrastructureNat,
        Optional<Wanted> primaryIp,
        Optional<List<Which>> securityGroups,
        Optional<Which> subnet) {
      return new Prototype(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          allowIpSpoofing,
          Optional.empty(),
          enableInfrastructureNat,
          List.of(),
          Optional.empty(),
          primaryIp,
          Optional.empty(),
          Optional.empty(),
          securityGroups,
          subnet);
    }
  }

  /// What whoever asks for a new one has decided of it.
  ///
  /// @param identity of what has one already: IBM's older network interfaces
  /// @param autoDelete unless the body says
  /// @param group the id of the resource group unless the body says; of the default one, if empty
  /// @param field the member of the body that it stands in, with a dot; empty if it is the body
  record Setting(
      Optional<Identity> identity, boolean autoDelete, Optional<String> group, String field) {}

  /// A new one, which whoever asks puts down, or in what it is attached to.
  VirtualNetworkInterface make(Prototype said, Setting setting) {
    String field = setting.field;
    Subnet subnet = subnet(said, field);
    scene.expect("is.subnet.subnet.operate", subnet);
    Vpc vpc = scene.maybe(Vpc.class, subnet.vpc()).orElseThrow();
    if (said.ips().size() >= MOST_IPS) {
      throw Refusal.invalid(
          field + "ips", "At most %d, the primary one included.".formatted(MOST_IPS));
    }
    if (!said.autoDelete().orElse(setting.autoDelete)) {
      expectRoom();
    }
    VirtualNetworkInterface bare = bare(said, setting, vpc, subnet);
    List<ReservedIp> further = new ArrayList<>();
    for (int i = 0; i < said.ips().size(); i++) {
      String at = field + "ips[" + i + "]";
      further.add(bind(subnet, said.ips().get(i), at));
      scene.hold(bare.withIps(further));
    }
    VirtualNetworkInterface made = bare.withIps(further);
    check(made, field);
    return scene.hold(made);
  }

  /// Refuses one more that goes with no server: who may delete servers could heap them up.
  void expectRoom() {
    long lasting =
        scene.everywhere(VirtualNetworkInterface.class).stream()
            .filter(it -> !it.value().autoDelete())
            .count();
    scene.expectRoom(
        (int) lasting, MOST_LASTING, "virtual network interfaces that go with no server");
  }

  private VirtualNetworkInterface bare(Prototype said, Setting setting, Vpc vpc, Subnet subnet) {
    String field = setting.field;
    ReservedIp primary = bind(subnet, said.primaryIp().orElse(Wanted.ANY), field + "primary_ip");
    int mark = scene.nextMark();
    return scene.hold(
        new VirtualNetworkInterface(
            setting.identity.orElseGet(() -> identity(said, setting, subnet)),
            mark,
            VirtualNetworkInterface.mac(mark, mac -> taken(mac, vpc.id())),
            vpc.id(),
            subnet.zone(),
            subnet.id(),
            primary,
            List.of(),
            List.of(),
            List.of(),
            SecurityGroups.of(scene, vpc, said.securityGroups(), field + "security_groups"),
            said.allowIpSpoofing().orElse(false),
            said.autoDelete().orElse(setting.autoDelete),
            said.enableInfrastructureNat().orElse(true),
            said.protocolStateFilteringMode().orElse("auto")));
  }

  private Identity identity(Prototype said, Setting setting, Subnet subnet) {
    Optional<String> group = scene.group(said.resourceGroup()).or(setting::group);
    String name = Names.own(Names.unreserved(said.name()), naming(subnet.vpc()), "");
    return scene.zonal(TYPE, subnet.zone(), name, group);
  }

  /// Those in a VPC by name, attached or not.
  Function<String, List<VirtualNetworkInterface>> naming(String vpc) {
    return scene.naming(VirtualNetworkInterface.class, it -> it.vpc().equals(vpc));
  }

  private boolean taken(Mac mac, String vpc) {
    return scene.anywhere(VirtualNetworkInterface.class).stream()
        .anyMatch(it -> it.mac().equals(mac) && it.vpc().equals(vpc));
  }

  private ReservedIp bind(Subnet subnet, Wanted wanted, String field) {
    ReservedIp ip = new Addresses(scene, subnet).bind(scene, wanted, field);
    if (!wanted.isThere()) {
      scene.tell(ip, "create");
    }
    return ip;
  }

  /// The subnet that is named, or that of the reserved IP that is.
  private Subnet subnet(Prototype said, String field) {
    Optional<Subnet> named = scene.find(Subnet.class, said.subnet(), field + "subnet");
    Optional<Subnet> reserved =
        said.primaryIp()
            .filter(Wanted::isThere)
            .map(
                it ->
                    scene.locate(
                        ReservedIp.class,
                        new Which(it.id(), Optional.empty(), it.href(), Optional.empty()),
                        field + "primary_ip"))
            .map(it -> scene.get(Subnet.class, it.value().subnet()));
    return named
        .or(() -> reserved)
        .orElseThrow(() -> Refusal.missing(field + "subnet", "Say which subnet it is to be in."));
  }

  /// Refuses what can't be of one and the same.
  void check(VirtualNetworkInterface it, String field) {
    if (!FILTERING.contains(it.protocolStateFilteringMode())) {
      throw Refusal.invalid(
          field + "protocol_state_filtering_mode", "Give auto, enabled or disabled.");
    }
    if (it.allowIpSpoofing()) {
      scene.expect(ACTION + ".manage-ip-spoofing", it);
    }
    if (!it.enableInfrastructureNat()) {
      scene.expect(ACTION + ".manage-infrastructure-nat", it);
      if (it.allowIpSpoofing()) {
        throw Refusal.invalid(
            field + "allow_ip_spoofing", "Without enable_infrastructure_nat this is false.");
      }
    }
    if (!it.protocolStateFilteringMode().equals("auto")) {
      scene.expect(ACTION + ".manage-protocol-state-filtering-mode", it);
    }
    if (it.enableInfrastructureNat() && it.floatingIps().size() > 1) {
      throw Refusal.conflict(
          "With enable_infrastructure_nat it has one floating IP at most: unbind the others first.");
    }
  }

  /// Lets what stands in one go on by itself, as far as it does not go with it: floating IPs, and
  /// reserved IPs that are not deleted automatically.
  void release(VirtualNetworkInterface it) {
    it.floatingIps().forEach(scene::release);
    List<ReservedIp> ips = new ArrayList<>(List.of(it.primaryIp()));
    ips.addAll(it.ips());
    for (ReservedIp ip : ips) {
      if (ip.autoDelete()) {
        scene.tell(ip, "delete");
      } else {
        scene.release(ip);
      }
    }
  }
}
