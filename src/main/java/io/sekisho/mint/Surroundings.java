package io.sekisho.mint;

import io.sekisho.catalog.Catalog;
import io.sekisho.firewall.NetworkAcl;
import io.sekisho.firewall.SecurityGroup;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Resource;
import io.sekisho.vpc.RoutingTable;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.Vpc;
import io.sekisho.vpc.Vpc.AddressPrefix;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// What a VPC has from the beginning, and its subnets lie in and name: address prefixes, a routing
/// table, a network ACL, a security group.
///
/// @param table the default routing table
/// @param acl the default network ACL
/// @param group the default security group
public record Surroundings(RoutingTable table, NetworkAcl acl, SecurityGroup group) {

  /// Those of a new VPC.
  public static Surroundings of(Vpc vpc, Minter minter) {
    Supplier<String> ids = () -> minter.regional(vpc.region());
    return new Surroundings(
        RoutingTable.byDefault(identity(vpc, "routing-table", minter), vpc.id()),
        NetworkAcl.byDefault(identity(vpc, "network-acl", minter), vpc.id(), ids),
        SecurityGroup.byDefault(identity(vpc, "security-group", minter), vpc.id(), ids));
  }

  private static Identity identity(Vpc vpc, String type, Minter minter) {
    return minter.identity(
        minter.regional(vpc.region()),
        type,
        vpc.region(),
        vpc.account(),
        Words.of(minter.uuid()),
        vpc.identity().resourceGroup());
  }

  /// Those that a VPC has, if it has them yet.
  public static Optional<Surroundings> find(Vpc vpc, Collection<? extends Resource> all) {
    Optional<RoutingTable> table = Optional.empty();
    Optional<NetworkAcl> acl = Optional.empty();
    Optional<SecurityGroup> group = Optional.empty();
    for (Resource each : all) {
      if (each.partOf().equals(vpc.id())) {
        switch (each) {
          case RoutingTable it when it.byDefault() -> table = Optional.of(it);
          case NetworkAcl it when it.byDefault() -> acl = Optional.of(it);
          case SecurityGroup it when it.byDefault() -> group = Optional.of(it);
          default -> {}
        }
      }
    }
    return table.isPresent() && acl.isPresent() && group.isPresent()
        ? Optional.of(new Surroundings(table.get(), acl.get(), group.get()))
        : Optional.empty();
  }

  public List<Resource> all() {
    return List.of(table, acl, group);
  }

  /// A subnet that uses these unless it names others.
  public Subnet around(Subnet it) {
    return new Subnet(
        it.identity(),
        it.vpc(),
        it.zone(),
        it.ipv4CidrBlock(),
        it.ipv6CidrBlock(),
        it.networkAcl().or(() -> Optional.of(acl.id())),
        it.routingTable().or(() -> Optional.of(table.id())),
        it.publicGateway());
  }

  /// A VPC with the prefixes that each zone of its region has from the beginning.
  ///
  /// @param subnets that it has already: where one lies in another zone's block, or across, that
  ///   block is none of its prefixes
  public static Vpc withPrefixes(Catalog catalog, Vpc vpc, List<Subnet> subnets, Minter minter) {
    List<AddressPrefix> all = new ArrayList<>(vpc.addressPrefixes());
    List<String> zones = catalog.zones(vpc.region());
    for (int i = 0; i < zones.size(); i++) {
      String zone = zones.get(i);
      AddressPrefix prefix =
          new AddressPrefix(
              minter.regional(vpc.region()),
              Words.of(minter.uuid()),
              Regions.block(vpc.region(), i),
              zone,
              true,
              minter.now());
      if (subnets.stream().allMatch(subnet -> agree(prefix, subnet))) {
        all.add(prefix);
      }
    }
    Vpc made = vpc.with(all);
    for (Subnet subnet : subnets) {
      made = around(made, subnet, subnets, minter).orElse(made);
    }
    return made;
  }

  private static boolean agree(AddressPrefix prefix, Subnet subnet) {
    return !prefix.cidr().overlaps(subnet.ipv4CidrBlock())
        || (prefix.cidr().covers(subnet.ipv4CidrBlock()) && prefix.zone().equals(subnet.zone()));
  }

  /// A VPC with a prefix around a subnet that was declared wherever it pleased. Prefixes that are
  /// in its way and that no other subnet uses give way.
  ///
  /// @param subnets all of the VPC
  /// @return nothing if it can't be, for another subnet uses a prefix that is in the way
  public static Optional<Vpc> around(Vpc vpc, Subnet subnet, List<Subnet> subnets, Minter minter) {
    if (vpc.around(subnet.ipv4CidrBlock(), subnet.zone()).isPresent()) {
      return Optional.of(vpc);
    }
    List<AddressPrefix> all = new ArrayList<>();
    for (AddressPrefix each : vpc.addressPrefixes()) {
      if (agree(each, subnet)) {
        all.add(each);
      } else if (subnets.stream()
          .anyMatch(
              it -> !it.id().equals(subnet.id()) && each.cidr().overlaps(it.ipv4CidrBlock()))) {
        return Optional.empty();
      }
    }
    all.add(
        new AddressPrefix(
            minter.regional(vpc.region()),
            Words.of(minter.uuid()),
            subnet.ipv4CidrBlock(),
            subnet.zone(),
            false,
            minter.now()));
    return Optional.of(vpc.with(all));
  }
}
