package io.sekisho.passage;

import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;
import io.sekisho.audit.Action;
import io.sekisho.catalog.Region;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Estate;
import io.sekisho.estate.Holdings;
import io.sekisho.estate.Names;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.estate.Which;
import io.sekisho.gateway.VpnConnection;
import io.sekisho.gateway.VpnGateway;
import io.sekisho.gateway.VpnGateway.Member;
import io.sekisho.gateway.VpnGateway.Routing;
import io.sekisho.network.Addresses;
import io.sekisho.network.Addresses.Wanted;
import io.sekisho.network.FloatingPool;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.ReservedIp;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.Vpc;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// VPN gateways.
public final class VpnGateways {
  private static final int MOST_IN_A_REGION = 9;
  private static final int MOST_IN_A_ZONE = 3;
  private static final int MOST_ADVERTISED = 10;
  private static final int MEMBERS = 2;
  private static final String POLICY = "policy";
  private static final String ROUTE = "route";
  private static final String ADVERTISED = "advertised_cidrs";
  private static final String ASN = "local_asn";

  private final Estate estate;
  private final FloatingPool pool;
  private final PresharedKeys keys;

  /// @param pool the public addresses that there are to give away
  public VpnGateways(Estate estate, FloatingPool pool, PresharedKeys keys) {
    this.estate = estate;
    this.pool = pool;
    this.keys = keys;
  }

  /// What is said of a new one.
  ///
  /// @param mode `route`, unless said
  public record Prototype(
      Optional<List<String>> advertisedCidrs,
      Optional<Long> localAsn,
      Optional<String> mode,
      Optional<String> name,
      Optional<Which> resourceGroup,
      Which subnet) {}

  /// What is said of one that changes.
  public record Patch(Optional<Long> localAsn, Optional<String> name) {}

  public Outcome<VpnGateway> create(Actor actor, Prototype said) {
    return estate.write(
        actor,
        Action.VPN_GATEWAY_CREATE,
        "",
        scene -> {
          Subnet subnet = scene.find(Subnet.class, said.subnet(), "subnet");
          scene.expect("is.subnet.subnet.operate", subnet);
          Vpc vpc = scene.get(Vpc.class, subnet.vpc());
          scene.expect("is.vpc.vpc.operate", vpc);
          Optional<Routing> routing = routing(said);
          expectRoom(scene, subnet, routing.isPresent());
          return scene.put(
              new VpnGateway(
                  scene.regional(
                      "vpn",
                      vpc.region(),
                      Names.own(said.name(), within(scene, vpc.id()), ""),
                      scene.group(said.resourceGroup())),
                  vpc.id(),
                  subnet.zone(),
                  subnet.id(),
                  members(scene, subnet),
                  routing,
                  List.of()));
        });
  }

  private static Optional<Routing> routing(Prototype said) {
    return switch (said.mode().orElse(ROUTE)) {
      case ROUTE ->
          Optional.of(
              new Routing(
                  Asn.valid(said.localAsn().orElse(Asn.USUAL), ASN),
                  blocks(said.advertisedCidrs().orElse(List.of()), ADVERTISED, MOST_ADVERTISED)));
      case POLICY -> {
        refuseRouting(said.localAsn(), ASN);
        refuseRouting(said.advertisedCidrs(), ADVERTISED);
        yield Optional.empty();
      }
      default -> throw Refusal.invalid("mode", "Give route or policy.");
    };
  }

  private static void refuseRouting(Optional<?> said, String field) {
    if (said.isPresent()) {
      throw Refusal.invalid(field, "A gateway in policy mode has none: leave it out.");
    }
  }

  /// Several blocks, each once.
  static List<Prefix> blocks(List<String> said, String field, int most) {
    List<Prefix> all = new ArrayList<>();
    for (int i = 0; i < said.size(); i++) {
      String at = field + "[" + i + "]";
      Prefix block = Said.block(said.get(i), at);
      if (all.contains(block)) {
        throw Refusal.invalid(at, "%s is there twice.".formatted(block));
      }
      all.add(block);
    }
    if (all.size() > most) {
      throw Refusal.invalid(field, "At most %d.".formatted(most));
    }
    return all;
  }

  private static void expectRoom(Scene scene, Subnet subnet, boolean routed) {
    List<VpnGateway> all = scene.all(VpnGateway.class);
    String region = Region.of(subnet.zone());
    long inRegion = all.stream().filter(it -> Region.of(it.zone()).equals(region)).count();
    scene.expectRoom((int) inRegion, MOST_IN_A_REGION, "VPN gateways in region " + region);
    List<VpnGateway> inZone = all.stream().filter(it -> it.zone().equals(subnet.zone())).toList();
    scene.expectRoom(inZone.size(), MOST_IN_A_ZONE, "VPN gateways in zone " + subnet.zone());
    if (routed
        && inZone.stream()
            .anyMatch(it -> it.vpc().equals(subnet.vpc()) && it.routing().isPresent())) {
      throw Refusal.conflict(
          "The VPC has a VPN gateway in route mode in zone %s already: use that one."
              .formatted(subnet.zone()));
    }
  }

  private List<Member> members(Scene scene, Subnet subnet) {
    List<Member> all = new ArrayList<>();
    Set<Ip> taken = new HashSet<>();
    for (int i = 0; i < MEMBERS; i++) {
      ReservedIp ip = scene.hold(new Addresses(scene, subnet).bind(scene, Wanted.ANY, "subnet"));
      Ip address = pool.address(scene, subnet.zone(), taken);
      taken.add(address);
      scene.tell(ip, "create");
      all.add(new Member(ip, address));
    }
    return all;
  }

  private static List<VpnGateway> within(Holdings holdings, String vpc) {
    return holdings.all(VpnGateway.class, it -> it.vpc().equals(vpc));
  }

  public Outcome<VpnGateway> update(Actor actor, String id, Patch said) {
    return estate.write(
        actor,
        Action.VPN_GATEWAY_UPDATE,
        id,
        scene -> {
          VpnGateway it = scene.get(VpnGateway.class, id);
          if (it.routing().isEmpty()) {
            refuseRouting(said.localAsn(), ASN);
          }
          String name = Names.renamed(said.name(), it, within(scene, it.vpc()));
          return scene.put(
              new VpnGateway(
                  Scene.renamed(it.identity(), name),
                  it.vpc(),
                  it.zone(),
                  it.subnet(),
                  it.members(),
                  it.routing()
                      .map(
                          of ->
                              new Routing(
                                  Asn.valid(said.localAsn().orElse(of.localAsn()), ASN),
                                  of.advertisedCidrs())),
                  it.connections()));
        });
  }

  public Outcome<VpnGateway> delete(Actor actor, String id) {
    Outcome<VpnGateway> deleted =
        estate.write(
            actor,
            Action.VPN_GATEWAY_DELETE,
            id,
            scene -> {
              VpnGateway gateway = scene.get(VpnGateway.class, id);
              scene.delete(gateway);
              gateway.members().forEach(it -> scene.tell(it.privateIp(), "delete"));
              return gateway;
            });
    return deleted.map(
        gateway -> {
          gateway.connections().stream().map(VpnConnection::psk).forEach(keys::forget);
          return gateway;
        });
  }

  /// What a gateway in route mode tells its peers.
  ///
  /// @throws Refusal 409 if it is in policy mode
  public static Routing routed(VpnGateway gateway) {
    return gateway
        .routing()
        .orElseThrow(
            () ->
                Refusal.conflict(
                    "VPN gateway %s is in policy mode, and advertises nothing."
                        .formatted(gateway.name())));
  }

  /// Advertises a block; tells whether that is new.
  public Outcome<Boolean> advertise(Actor actor, String id, String cidr) {
    return estate.write(
        actor,
        Action.ADVERTISED_CIDR_CREATE,
        id,
        scene -> {
          VpnGateway gateway = scene.get(VpnGateway.class, id);
          Routing routing = routed(gateway);
          Prefix block = Said.block(cidr, "cidr");
          if (routing.advertisedCidrs().contains(block)) {
            return false;
          }
          List<Prefix> all = new ArrayList<>(routing.advertisedCidrs());
          scene.expectRoom(all.size(), MOST_ADVERTISED, "advertised CIDRs of the gateway");
          all.add(block);
          scene.put(gateway.with(new Routing(routing.localAsn(), all)));
          return true;
        });
  }

  /// Advertises a block no more.
  public Outcome<Prefix> conceal(Actor actor, String id, String cidr) {
    return estate.write(
        actor,
        Action.ADVERTISED_CIDR_DELETE,
        id,
        scene -> {
          VpnGateway gateway = scene.get(VpnGateway.class, id);
          Routing routing = routed(gateway);
          Prefix block = among(routing.advertisedCidrs(), cidr, gateway.name());
          List<Prefix> others =
              routing.advertisedCidrs().stream().filter(it -> !it.equals(block)).toList();
          scene.put(gateway.with(new Routing(routing.localAsn(), others)));
          return block;
        });
  }

  /// The block that a path names.
  ///
  /// @throws Refusal 404 if it is none of these
  public static Prefix among(List<Prefix> all, String cidr, String where) {
    return all.stream()
        .filter(it -> it.toString().equals(cidr))
        .findFirst()
        .orElseThrow(() -> Refusal.nothing("CIDR", cidr, where));
  }
}
