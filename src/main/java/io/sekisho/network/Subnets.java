package io.sekisho.network;

import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;
import io.sekisho.audit.Action;
import io.sekisho.catalog.Catalog;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Estate;
import io.sekisho.estate.Holdings;
import io.sekisho.estate.Names;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.estate.Which;
import io.sekisho.firewall.NetworkAcl;
import io.sekisho.mint.Surroundings;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.PublicGateway;
import io.sekisho.vpc.Resource;
import io.sekisho.vpc.RoutingTable;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.Vpc;
import io.sekisho.vpc.Vpc.AddressPrefix;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// Subnets, and what they use: a network ACL, a routing table, a public gateway.
public final class Subnets {
  private static final int MOST = 100;
  private static final int SMALLEST = 8;
  private static final int LARGEST = 1 << 23;
  private static final String CIDR = "ipv4_cidr_block";
  private static final String COUNT = "total_ipv4_address_count";
  private static final String ZONE = "zone";
  private static final String ACL = "network_acl";
  private static final String TABLE = "routing_table";
  private static final String GATEWAY = "public_gateway";

  private final Estate estate;

  public Subnets(Estate estate) {
    this.estate = estate;
  }

  /// What is said of a new subnet.
  ///
  /// @param ipv4CidrBlock its block, or else
  /// @param totalIpv4AddressCount how large a block of its zone's default prefix it is to have
  public record Prototype(
      Optional<String> ipVersion,
      Optional<String> ipv4CidrBlock,
      Optional<String> name,
      Optional<Which> networkAcl,
      Optional<Which> publicGateway,
      Optional<Which> resourceGroup,
      Optional<Which> routingTable,
      Optional<Integer> totalIpv4AddressCount,
      Which vpc,
      Optional<Which> zone) {}

  /// What is said of a subnet that changes.
  public record Patch(
      Optional<String> name,
      Optional<Which> networkAcl,
      Optional<Which> publicGateway,
      Optional<Which> routingTable) {}

  /// Where a subnet is.
  private record Place(Prefix block, String zone) {}

  /// The subnets of a VPC.
  static List<Subnet> of(Holdings holdings, Vpc vpc) {
    return holdings.all(Subnet.class, it -> it.vpc().equals(vpc.id()));
  }

  public Outcome<Subnet> create(Actor actor, Prototype said) {
    return estate.write(
        actor,
        Action.SUBNET_CREATE,
        "",
        scene -> {
          Vpc vpc = scene.find(Vpc.class, said.vpc(), "vpc");
          scene.expect("is.vpc.vpc.operate", vpc);
          if (said.ipVersion().filter(it -> !it.equals("ipv4")).isPresent()) {
            throw Refusal.invalid("ip_version", "It is always ipv4.");
          }
          List<Subnet> others = of(scene, vpc);
          scene.expectRoom(others.size(), MOST, "subnets in the VPC");
          Place place = place(scene.catalog(), vpc, others, said);
          Surroundings around = Vpcs.surroundings(scene, vpc);
          Subnet bare =
              new Subnet(
                  scene.zonal(
                      "subnet",
                      place.zone,
                      Names.own(said.name(), others, ""),
                      scene.group(said.resourceGroup())),
                  vpc.id(),
                  place.zone,
                  place.block,
                  Optional.empty());
          Use use =
              new Use(
                  said.networkAcl().map(which -> acl(scene, bare, which)),
                  said.routingTable().map(which -> table(scene, bare, which)),
                  said.publicGateway().map(which -> gateway(scene, bare, which)));
          return scene.put(around.around(use.by(bare, bare.identity())));
        });
  }

  private static Place place(Catalog catalog, Vpc vpc, List<Subnet> others, Prototype said) {
    if (said.ipv4CidrBlock().isPresent() == said.totalIpv4AddressCount().isPresent()) {
      throw Refusal.invalid(CIDR, "Give either %s or %s, one of the two.".formatted(CIDR, COUNT));
    }
    return said.ipv4CidrBlock().isPresent()
        ? named(catalog, vpc, others, said.ipv4CidrBlock().get(), said.zone())
        : counted(catalog, vpc, others, said.totalIpv4AddressCount().orElseThrow(), said.zone());
  }

  private static Place named(
      Catalog catalog, Vpc vpc, List<Subnet> others, String cidr, Optional<Which> zone) {
    Prefix block = Blocks.usable(cidr, CIDR);
    AddressPrefix prefix =
        vpc.addressPrefixes().stream()
            .filter(it -> it.cidr().covers(block))
            .findFirst()
            .orElseThrow(
                () ->
                    Refusal.invalid(
                        CIDR,
                        "%s lies in no address prefix of VPC %s: make one first."
                            .formatted(block, vpc.name())));
    if (zone.isPresent() && !Zones.find(catalog, vpc, zone.get(), ZONE).equals(prefix.zone())) {
      throw Refusal.invalid(
          ZONE,
          "%s lies in %s, a prefix of zone %s.".formatted(block, prefix.cidr(), prefix.zone()));
    }
    Optional<Subnet> other =
        others.stream().filter(it -> it.ipv4CidrBlock().overlaps(block)).findFirst();
    if (other.isPresent()) {
      throw Refusal.conflict(
          "%s overlaps subnet %s (%s): choose another block."
              .formatted(block, other.get().name(), other.get().ipv4CidrBlock()));
    }
    return new Place(block, prefix.zone());
  }

  private static Place counted(
      Catalog catalog, Vpc vpc, List<Subnet> others, int count, Optional<Which> which) {
    if (Integer.bitCount(count) != 1 || count < SMALLEST || count > LARGEST) {
      throw Refusal.invalid(COUNT, "It is a power of 2 from 8 to 8388608.");
    }
    String zone =
        Zones.find(
            catalog,
            vpc,
            which.orElseThrow(() -> Refusal.missing(ZONE, "Say in which zone.")),
            ZONE);
    AddressPrefix prefix =
        vpc.addressPrefixes().stream()
            .filter(it -> it.byDefault() && it.zone().equals(zone))
            .findFirst()
            .orElseThrow(
                () ->
                    Refusal.invalid(
                        COUNT,
                        "VPC %s has no default address prefix in zone %s: name a block."
                            .formatted(vpc.name(), zone)));
    int length = Integer.SIZE - Integer.numberOfTrailingZeros(count);
    Ip last = prefix.cidr().last();
    if (length >= prefix.cidr().length()) {
      for (Ip ip = prefix.cidr().first(); ip.compareTo(last) < 0; ip = ip.plus(count)) {
        Prefix block = new Prefix(ip, length);
        if (others.stream().noneMatch(it -> it.ipv4CidrBlock().overlaps(block))) {
          return new Place(block, zone);
        }
      }
    }
    throw Refusal.conflict(
        "%s, the default prefix of zone %s, has no %d addresses in a row left."
            .formatted(prefix.cidr(), zone, count));
  }

  /// What a subnet is to use from now on; what is not said stays.
  private record Use(
      Optional<NetworkAcl> acl, Optional<RoutingTable> table, Optional<PublicGateway> gateway) {
    Subnet by(Subnet it, Identity identity) {
      return new Subnet(
          identity,
          it.vpc(),
          it.zone(),
          it.ipv4CidrBlock(),
          it.ipv6CidrBlock(),
          acl.map(Resource::id).or(it::networkAcl),
          table.map(Resource::id).or(it::routingTable),
          gateway.map(Resource::id).or(it::publicGateway));
    }
  }

  private static NetworkAcl acl(Scene scene, Subnet subnet, Which which) {
    NetworkAcl acl = within(scene, subnet, scene.find(NetworkAcl.class, which, ACL), ACL);
    scene.expect("is.network-acl.network-acl.operate", acl);
    return acl;
  }

  private static RoutingTable table(Scene scene, Subnet subnet, Which which) {
    RoutingTable table = within(scene, subnet, scene.find(RoutingTable.class, which, TABLE), TABLE);
    scene.expect("is.vpc.routing-table.operate", table);
    if (table.ingress().any()) {
      throw Refusal.invalid(
          TABLE,
          "Routing table %s is for what enters the VPC, not for subnets.".formatted(table.name()));
    }
    return table;
  }

  private static PublicGateway gateway(Scene scene, Subnet subnet, Which which) {
    PublicGateway gateway =
        within(scene, subnet, scene.find(PublicGateway.class, which, GATEWAY), GATEWAY);
    scene.expect("is.public-gateway.public-gateway.operate", gateway);
    if (!gateway.zone().equals(subnet.zone())) {
      throw Refusal.invalid(
          GATEWAY,
          "Public gateway %s is in zone %s, the subnet in zone %s."
              .formatted(gateway.name(), gateway.zone(), subnet.zone()));
    }
    return gateway;
  }

  private static <T extends Resource> T within(Scene scene, Subnet subnet, T found, String field) {
    if (!found.vpc().equals(subnet.vpc())) {
      throw Refusal.invalid(
          field,
          "%s is in another VPC than %s."
              .formatted(found.name(), scene.get(Vpc.class, subnet.vpc()).name()));
    }
    return found;
  }

  /// @param detached whether the body says `"public_gateway": null`
  public Outcome<Subnet> update(Actor actor, String id, Patch said, boolean detached) {
    return estate.write(
        actor,
        Action.SUBNET_UPDATE,
        id,
        scene -> {
          Subnet before = scene.get(Subnet.class, id);
          List<Subnet> others = scene.all(Subnet.class, it -> it.vpc().equals(before.vpc()));
          Use use =
              new Use(
                  said.networkAcl().map(which -> acl(scene, before, which)),
                  said.routingTable().map(which -> table(scene, before, which)),
                  said.publicGateway().map(which -> gateway(scene, before, which)));
          Subnet after =
              use.by(
                  before,
                  Scene.renamed(before.identity(), Names.renamed(said.name(), before, others)));
          return scene.put(detached ? without(after) : after);
        });
  }

  private static Subnet without(Subnet it) {
    return new Subnet(
        it.identity(),
        it.vpc(),
        it.zone(),
        it.ipv4CidrBlock(),
        it.ipv6CidrBlock(),
        it.networkAcl(),
        it.routingTable(),
        Optional.empty());
  }

  public Outcome<Subnet> delete(Actor actor, String id) {
    return estate.write(
        actor,
        Action.SUBNET_DELETE,
        id,
        scene -> {
          Subnet subnet = scene.get(Subnet.class, id);
          scene.delete(subnet);
          return subnet;
        });
  }

  /// Lets a subnet use another network ACL.
  public Outcome<Subnet> useAcl(Actor actor, String id, Which which) {
    return use(
        actor,
        Action.SUBNET_ACL_REPLACE,
        id,
        (scene, subnet) ->
            new Use(Optional.of(acl(scene, subnet, which)), Optional.empty(), Optional.empty()));
  }

  /// Lets a subnet use another routing table.
  public Outcome<Subnet> useTable(Actor actor, String id, Which which) {
    return use(
        actor,
        Action.SUBNET_TABLE_ATTACH,
        id,
        (scene, subnet) ->
            new Use(Optional.empty(), Optional.of(table(scene, subnet, which)), Optional.empty()));
  }

  /// Lets a subnet use a public gateway.
  public Outcome<Subnet> useGateway(Actor actor, String id, Which which) {
    return use(
        actor,
        Action.SUBNET_GATEWAY_ATTACH,
        id,
        (scene, subnet) ->
            new Use(
                Optional.empty(), Optional.empty(), Optional.of(gateway(scene, subnet, which))));
  }

  /// Lets a subnet use no public gateway.
  public Outcome<Subnet> dropGateway(Actor actor, String id) {
    return estate.write(
        actor,
        Action.SUBNET_GATEWAY_DETACH,
        id,
        scene -> {
          Subnet before = scene.get(Subnet.class, id);
          gatewayOf(scene, before);
          return scene.put(without(before));
        });
  }

  /// The public gateway that a subnet uses.
  ///
  /// @throws Refusal 404 if it uses none
  public static PublicGateway gatewayOf(Holdings holdings, Subnet subnet) {
    return subnet
        .publicGateway()
        .flatMap(id -> holdings.maybe(PublicGateway.class, id))
        .orElseThrow(
            () -> Refusal.nothing("public gateway", "of its own", "subnet " + subnet.name()));
  }

  /// The network ACL that a subnet uses.
  public static NetworkAcl aclOf(Holdings holdings, Subnet subnet) {
    return holdings.get(NetworkAcl.class, subnet.networkAcl().orElseThrow());
  }

  /// The routing table that a subnet uses.
  public static RoutingTable tableOf(Holdings holdings, Subnet subnet) {
    return holdings.get(RoutingTable.class, subnet.routingTable().orElseThrow());
  }

  private Outcome<Subnet> use(
      Actor actor, Action action, String id, BiFunction<Scene, Subnet, Use> what) {
    return estate.write(
        actor,
        action,
        id,
        scene -> {
          Subnet before = scene.get(Subnet.class, id);
          return scene.put(what.apply(scene, before).by(before, before.identity()));
        });
  }
}
