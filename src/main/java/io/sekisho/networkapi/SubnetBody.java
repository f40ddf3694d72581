package io.sekisho.networkapi;

import io.sekisho.estate.Holdings;
import io.sekisho.firewall.NetworkAcl;
import io.sekisho.network.Addresses;
import io.sekisho.network.Subnets;
import io.sekisho.vpc.PublicGateway;
import io.sekisho.vpc.RoutingTable;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.Vpc;
import io.sekisho.vpcapi.Named;
import io.sekisho.vpcapi.Request;
import java.time.Instant;
import java.util.Optional;

/// A subnet as IBM shows one.
record SubnetBody(
    long availableIpv4AddressCount,
    Instant createdAt,
    String crn,
    String href,
    String id,
    String ipVersion,
    String ipv4CidrBlock,
    String name,
    Named networkAcl,
    Optional<Named> publicGateway,
    Named.Group resourceGroup,
    String resourceType,
    Named routingTable,
    String status,
    long totalIpv4AddressCount,
    Named vpc,
    Named.Zone zone) {
  static final String ALL = "/subnets";

  static SubnetBody of(Request request, Holdings holdings, Subnet it) {
    NetworkAcl acl = Subnets.aclOf(holdings, it);
    RoutingTable table = Subnets.tableOf(holdings, it);
    return new SubnetBody(
        Addresses.room(it) - Addresses.taken(holdings, it),
        it.identity().createdAt(),
        it.identity().crn().toString(),
        request.href(ALL + "/" + it.id()),
        it.id(),
        "ipv4",
        it.ipv4CidrBlock().toString(),
        it.name(),
        Named.of(request, "/network_acls", acl),
        it.publicGateway()
            .flatMap(id -> holdings.maybe(PublicGateway.class, id))
            .map(gateway -> Named.of(request, "/public_gateways", gateway).typed("public_gateway")),
        Named.Group.of(request, holdings, it),
        "subnet",
        Named.of(request, RoutingTableBody.all(it.vpc()), table).typed("routing_table"),
        "available",
        1L << (Integer.SIZE - it.ipv4CidrBlock().length()),
        Named.of(request, VpcBody.ALL, holdings.get(Vpc.class, it.vpc())).typed("vpc"),
        Named.Zone.of(request, it.zone()));
  }

  /// How others name one.
  static Named reference(Request request, Subnet it) {
    return Named.of(request, ALL, it).typed("subnet");
  }
}
