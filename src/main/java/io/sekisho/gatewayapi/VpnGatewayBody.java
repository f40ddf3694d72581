package io.sekisho.gatewayapi;

import io.sekisho.estate.Holdings;
import io.sekisho.gateway.VpnGateway;
import io.sekisho.gateway.VpnGateway.Member;
import io.sekisho.gateway.VpnGateway.Routing;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.Vpc;
import io.sekisho.vpcapi.Addressed;
import io.sekisho.vpcapi.Named;
import io.sekisho.vpcapi.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A VPN gateway as IBM shows one.
record VpnGatewayBody(
    Optional<List<String>> advertisedCidrs,
    List<Named> connections,
    Instant createdAt,
    String crn,
    List<Health.Reason> healthReasons,
    String healthState,
    String href,
    String id,
    List<Health.Reason> lifecycleReasons,
    String lifecycleState,
    Optional<Long> localAsn,
    List<MemberBody> members,
    String mode,
    String name,
    Named.Group resourceGroup,
    String resourceType,
    Named subnet,
    Named vpc) {
  static final String ALL = "/vpn_gateways";

  /// Half of it.
  record MemberBody(
      List<Health.Reason> healthReasons,
      String healthState,
      List<Health.Reason> lifecycleReasons,
      String lifecycleState,
      Addressed privateIp,
      VpnConnectionBody.Address publicIp,
      String role) {
    static List<MemberBody> of(Request request, VpnGateway gateway) {
      List<MemberBody> all = new ArrayList<>();
      for (Member it : gateway.members()) {
        boolean works = all.isEmpty() || gateway.routing().isPresent();
        all.add(
            new MemberBody(
                List.of(),
                Health.UNKNOWN,
                List.of(),
                "stable",
                Addressed.of(request, it.privateIp()),
                new VpnConnectionBody.Address(it.publicIp().toString()),
                works ? "active" : "standby"));
      }
      return all;
    }
  }

  static String mode(VpnGateway it) {
    return it.routing().isPresent() ? "route" : "policy";
  }

  static VpnGatewayBody of(Request request, Holdings holdings, VpnGateway it) {
    return new VpnGatewayBody(
        it.routing().map(Routing::advertisedCidrs).map(VpnConnectionBody::texts),
        it.connections().stream().map(each -> VpnConnectionBody.named(request, it, each)).toList(),
        it.identity().createdAt(),
        it.identity().crn().toString(),
        List.of(),
        Health.UNKNOWN,
        request.href(ALL + "/" + it.id()),
        it.id(),
        List.of(),
        "stable",
        it.routing().map(Routing::localAsn),
        MemberBody.of(request, it),
        mode(it),
        it.name(),
        Named.Group.of(request, holdings, it),
        VpnGateway.TYPE,
        Named.of(request, "/subnets", holdings.get(Subnet.class, it.subnet())).typed("subnet"),
        Named.of(request, "/vpcs", holdings.get(Vpc.class, it.vpc())).typed("vpc"));
  }
}
