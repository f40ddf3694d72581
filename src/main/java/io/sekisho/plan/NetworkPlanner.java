package io.sekisho.plan;

import io.sekisho.address.Prefix;
import io.sekisho.catalog.Region;
import io.sekisho.mint.Surroundings;
import io.sekisho.plan.Scope.Named;
import io.sekisho.problem.Nearest;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.Vpc;
import io.sekisho.wire.Inventory.SubnetSpec;
import io.sekisho.wire.Inventory.VpcSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Plans VPCs and their subnets.
final class NetworkPlanner {
  private static final String VPC = "VPC";
  private static final String SUBNET = "subnet";
  private static final int SHORTEST = 9;
  private static final int LONGEST = 29;
  private static final int SHORTEST_V6 = 32;
  private static final int LONGEST_V6 = 120;

  /// Blocks that mean something else on every host: this network, loopback, link-local (where the
  /// metadata service itself lives), multicast and beyond.
  private static final List<Prefix> FOREIGN =
      List.of(
          Prefix.parse("0.0.0.0/8"),
          Prefix.parse("127.0.0.0/8"),
          Prefix.parse("169.254.0.0/16"),
          Prefix.parse("224.0.0.0/3"),
          Prefix.parse("::/16"),
          Prefix.parse("fd00:ec2::/32"),
          Prefix.parse("fe80::/10"),
          Prefix.parse("ff00::/8"));

  private final Scope scope;

  NetworkPlanner(Scope scope) {
    this.scope = scope;
  }

  void plan(List<VpcSpec> specs) {
    for (int i = 0; i < specs.size(); i++) {
      vpc(specs.get(i), scope.path + ".vpcs[" + i + "]");
    }
  }

  private void vpc(VpcSpec spec, String path) {
    if (!scope.first(VPC, spec.name(), path)) {
      return;
    }
    Optional<Vpc> before = scope.draft.vpcs.find(scope.account, spec.name());
    String region = spec.region().or(() -> before.map(Vpc::region)).orElseGet(scope::firstRegion);
    if (before.isEmpty()) {
      expectRegion(region, path);
    }
    if (before.isPresent() && !before.get().region().equals(region)) {
      scope.wrong(
          path + ".region",
          "can't become %s: the VPC is in %s. Delete the VPC first, or give it another name."
              .formatted(region, before.get().region()));
    }
    Vpc vpc =
        scope.put(
            scope.draft.vpcs,
            new Vpc(
                scope.identity(
                    before.map(Vpc::identity),
                    "vpc",
                    region,
                    new Named(spec.name(), spec.resourceGroup(), path),
                    scope.minter.regional(region)),
                before.map(Vpc::index).orElseGet(scope.draft::nextVpcIndex),
                before.map(Vpc::region).orElse(region),
                before.map(Vpc::addressPrefixes).orElse(List.of()),
                before.flatMap(Vpc::dns)));
    Surroundings around = surroundings(vpc);
    FilterPlanner filters = new FilterPlanner(scope, vpc, around);
    filters.plan(spec, path);
    Place place = new Place(vpc, around, filters);
    List<Planned> subnets = new ArrayList<>();
    for (int i = 0; i < spec.subnets().size(); i++) {
      String at = path + ".subnets[" + i + "]";
      subnet(place, spec.subnets().get(i), at).ifPresent(it -> subnets.add(new Planned(it, at)));
    }
    surround(vpc, before.isEmpty(), subnets);
  }

  private record Planned(Subnet subnet, String path) {}

  /// Where subnets are planned.
  private record Place(Vpc vpc, Surroundings around, FilterPlanner filters) {}

  private Surroundings surroundings(Vpc vpc) {
    return scope
        .draft
        .surroundings(vpc)
        .orElseGet(
            () -> {
              Surroundings made = Surroundings.of(vpc, scope.minter);
              made.all().forEach(scope.draft::put);
              return made;
            });
  }

  /// Puts address prefixes around the declared subnets.
  private void surround(Vpc vpc, boolean isNew, List<Planned> subnets) {
    List<Subnet> all = scope.draft.subnets(vpc);
    Vpc around =
        isNew ? Surroundings.withPrefixes(scope.draft.catalog(), vpc, all, scope.minter) : vpc;
    for (Planned each : subnets) {
      Optional<Vpc> next = Surroundings.around(around, each.subnet, all, scope.minter);
      if (next.isEmpty()) {
        scope.wrong(
            each.path + ".ipv4_cidr_block",
            "is %s, across an address prefix of another size or zone that other subnets use."
                .formatted(each.subnet.ipv4CidrBlock()));
      }
      around = next.orElse(around);
    }
    scope.put(scope.draft.vpcs, around);
  }

  private Optional<Subnet> subnet(Place place, SubnetSpec spec, String path) {
    Vpc vpc = place.vpc;
    if (!scope.first(SUBNET, spec.name(), path)) {
      return Optional.empty();
    }
    Optional<Prefix> ipv4 = block(spec.ipv4CidrBlock(), false, path + ".ipv4_cidr_block");
    Optional<Prefix> ipv6 =
        spec.ipv6CidrBlock().flatMap(text -> block(text, true, path + ".ipv6_cidr_block"));
    Optional<String> zone = zone(vpc, spec, path);
    if (ipv4.isEmpty() || zone.isEmpty() || (ipv6.isEmpty() && spec.ipv6CidrBlock().isPresent())) {
      scope.broken(SUBNET, spec.name());
      return Optional.empty();
    }
    Optional<Subnet> before = before(vpc, spec);
    Subnet subnet =
        place.around.around(
            new Subnet(
                scope.identity(
                    before.map(Subnet::identity),
                    SUBNET,
                    zone.get(),
                    new Named(spec.name(), spec.resourceGroup(), path),
                    scope.minter.zonal(zone.get())),
                vpc.id(),
                zone.get(),
                ipv4.get(),
                ipv6.or(() -> before.flatMap(Subnet::ipv6CidrBlock)),
                spec.networkAcl()
                    .flatMap(name -> place.filters.acl(name, path + ".network_acl"))
                    .or(() -> before.flatMap(Subnet::networkAcl)),
                before.flatMap(Subnet::routingTable),
                before.flatMap(Subnet::publicGateway)));
    if (before.isPresent() && !unmoved(before.get(), subnet, path)) {
      return Optional.empty();
    }
    refuseOverlap(subnet, path);
    return Optional.of(scope.put(scope.draft.subnets, subnet));
  }

  /// The subnet that has this name now: in this VPC, or else in the only one where one has it.
  private Optional<Subnet> before(Vpc vpc, SubnetSpec spec) {
    List<Subnet> all = scope.draft.subnets.all(scope.account, spec.name());
    return all.stream()
        .filter(it -> it.vpc().equals(vpc.id()))
        .findFirst()
        .or(() -> all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty());
  }

  private Optional<Prefix> block(String text, boolean v6, String path) {
    return scope.prefix(text, path).filter(block -> fits(block, v6, path));
  }

  private boolean fits(Prefix block, boolean v6, String path) {
    int shortest = v6 ? SHORTEST_V6 : SHORTEST;
    int longest = v6 ? LONGEST_V6 : LONGEST;
    if (block.first().v6() != v6) {
      scope.wrong(path, "is %s; it has to be an IPv%d block.".formatted(block, v6 ? 6 : 4));
      return false;
    }
    if (block.length() < shortest || block.length() > longest) {
      scope.wrong(
          path, "is %s; the length is between %d and %d.".formatted(block, shortest, longest));
      return false;
    }
    Optional<Prefix> foreign = FOREIGN.stream().filter(block::overlaps).findFirst();
    foreign.ifPresent(
        each ->
            scope.wrong(
                path,
                "is %s, which overlaps %s: those addresses have a meaning on every host."
                    .formatted(block, each)));
    return foreign.isEmpty();
  }

  private Optional<String> zone(Vpc vpc, SubnetSpec spec, String path) {
    Optional<String> before = before(vpc, spec).map(Subnet::zone);
    String zone = spec.zone().or(() -> before).orElse(vpc.region() + "-1");
    if (zone.matches(Pattern.quote(vpc.region()) + "-[1-9][0-9]?")) {
      if (before.isEmpty() && !scope.draft.catalog().has(zone)) {
        scope.wrong(
            path + ".zone",
            "is %s, which is not in the catalogue.%s"
                .formatted(
                    zone, Nearest.question(zone, scope.draft.catalog().zones(vpc.region()))));
      }
      return Optional.of(zone);
    }
    scope.wrong(
        path + ".zone",
        "is %s, which is not a zone of %s, the region of VPC %s; zones are named %s-1 and so on."
            .formatted(zone, vpc.region(), vpc.identity().name(), vpc.region()));
    return Optional.empty();
  }

  private void expectRegion(String region, String path) {
    List<String> all =
        scope.draft.catalog().regions(List.of(region + "-1")).stream().map(Region::name).toList();
    if (!all.contains(region)) {
      scope.wrong(
          path + ".region",
          "is %s, which is not in the catalogue.%s"
              .formatted(region, Nearest.question(region, all)));
    }
  }

  private boolean unmoved(Subnet before, Subnet after, String path) {
    boolean moved =
        !before.vpc().equals(after.vpc())
            || !before.zone().equals(after.zone())
            || !before.ipv4CidrBlock().equals(after.ipv4CidrBlock())
            || (before.ipv6CidrBlock().isPresent()
                && !before.ipv6CidrBlock().equals(after.ipv6CidrBlock()));
    if (moved) {
      String its = before.ipv6CidrBlock().map(block -> " and " + block).orElse("");
      scope.wrong(
          path,
          "can't be moved: subnet %s is %s%s in %s. Delete the subnet first, or use another name."
              .formatted(before.identity().name(), before.ipv4CidrBlock(), its, before.zone()));
    }
    return !moved;
  }

  private void refuseOverlap(Subnet subnet, String path) {
    for (Subnet other : scope.draft.subnets.of(scope.account)) {
      if (!other.vpc().equals(subnet.vpc()) || other.id().equals(subnet.id())) {
        continue;
      }
      if (other.ipv4CidrBlock().overlaps(subnet.ipv4CidrBlock())) {
        scope.wrong(path + ".ipv4_cidr_block", overlap(subnet.ipv4CidrBlock(), other));
      }
      if (subnet.ipv6CidrBlock().isPresent()
          && other.ipv6CidrBlock().filter(subnet.ipv6CidrBlock().get()::overlaps).isPresent()) {
        scope.wrong(path + ".ipv6_cidr_block", overlap(subnet.ipv6CidrBlock().get(), other));
      }
    }
  }

  private static String overlap(Prefix block, Subnet other) {
    return "is %s, which overlaps subnet %s (%s%s) of the same VPC."
        .formatted(
            block,
            other.identity().name(),
            other.ipv4CidrBlock(),
            other.ipv6CidrBlock().map(v6 -> ", " + v6).orElse(""));
  }
}
