package io.sekisho.networkapi;

import io.sekisho.estate.Holdings;
import io.sekisho.mint.Surroundings;
import io.sekisho.network.Vpcs;
import io.sekisho.vpc.Resource;
import io.sekisho.vpc.Vpc;
import io.sekisho.vpcapi.Named;
import io.sekisho.vpcapi.Request;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A VPC as IBM shows one.
///
/// @param cseSourceIps none: there are no cloud service endpoints here
/// @param publicAddressRanges none: there are no such ranges here
record VpcBody(
    boolean classicAccess,
    Instant createdAt,
    String crn,
    List<SourceIp> cseSourceIps,
    Named defaultNetworkAcl,
    Named defaultRoutingTable,
    Named defaultSecurityGroup,
    Dns dns,
    List<Reason> healthReasons,
    String healthState,
    String href,
    String id,
    String name,
    List<Named> publicAddressRanges,
    Named.Group resourceGroup,
    String resourceType,
    String status) {
  static final String ALL = "/vpcs";

  /// An address that a zone's packets to cloud services come from.
  record SourceIp(Address ip, Named.Zone zone) {}

  record Address(String address) {}

  /// Why something is not as healthy as it could be.
  record Reason(String code, String message) {}

  /// How names are resolved.
  record Dns(boolean enableHub, int resolutionBindingCount, Resolver resolver) {
    private static final List<String> PUBLIC = List.of("161.26.0.10", "161.26.0.11");
    private static final List<String> PRIVATE = List.of("161.26.0.7", "161.26.0.8");

    static Dns of(Request request, Holdings holdings, Vpc vpc) {
      Vpc.Dns it = vpc.dns().orElse(Vpc.Dns.SYSTEM);
      if (it.servers().isEmpty()) {
        boolean inside = Vpcs.resolvesPrivately(holdings, vpc);
        List<Server> servers =
            (inside ? PRIVATE : PUBLIC)
                .stream().map(address -> new Server(address, Optional.empty())).toList();
        String configuration = inside ? "private_resolver" : "default";
        return new Dns(
            it.hub(),
            0,
            new Resolver(Optional.of(configuration), Optional.empty(), servers, "system"));
      }
      List<Server> servers =
          it.servers().stream()
              .map(
                  each ->
                      new Server(
                          each.address().toString(),
                          each.zone().map(zone -> Named.Zone.of(request, zone))))
              .toList();
      return new Dns(
          it.hub(), 0, new Resolver(Optional.empty(), Optional.of(servers), servers, "manual"));
    }
  }

  /// @param configuration only of the system's
  /// @param manualServers only of a manual one
  record Resolver(
      Optional<String> configuration,
      Optional<List<Server>> manualServers,
      List<Server> servers,
      String type) {}

  record Server(String address, Optional<Named.Zone> zoneAffinity) {}

  static VpcBody of(Request request, Holdings holdings, Vpc it) {
    Surroundings around = Vpcs.surroundings(holdings, it);
    Resource table = around.table();
    return new VpcBody(
        false,
        it.identity().createdAt(),
        it.identity().crn().toString(),
        List.of(),
        Named.of(request, "/network_acls", around.acl()),
        Named.of(request, ALL + "/" + it.id() + "/routing_tables", table).typed("routing_table"),
        Named.of(request, "/security_groups", around.group()),
        Dns.of(request, holdings, it),
        List.of(),
        "ok",
        request.href(ALL + "/" + it.id()),
        it.id(),
        it.name(),
        List.of(),
        Named.Group.of(request, holdings, it),
        "vpc",
        "available");
  }
}
