package io.sekisho.gatewayapi;

import io.sekisho.estate.Holdings;
import io.sekisho.gateway.VpnServer;
import io.sekisho.gateway.VpnServer.Authentication.ByCertificate;
import io.sekisho.gateway.VpnServer.Authentication.ByUser;
import io.sekisho.gateway.VpnServer.Route;
import io.sekisho.gateway.VpnServer.Settings;
import io.sekisho.passage.VpnServerSpec.Certificate;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.Vpc;
import io.sekisho.vpcapi.Addressed;
import io.sekisho.vpcapi.Named;
import io.sekisho.vpcapi.Request;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A VPN server as IBM shows one.
record VpnServerBody(
    Certificate certificate,
    List<Authentication> clientAuthentication,
    boolean clientAutoDelete,
    int clientAutoDeleteTimeout,
    List<VpnConnectionBody.Address> clientDnsServerIps,
    int clientIdleTimeout,
    String clientIpPool,
    Instant createdAt,
    String crn,
    boolean enableSplitTunneling,
    List<Health.Reason> healthReasons,
    String healthState,
    String hostname,
    String href,
    String id,
    List<Health.Reason> lifecycleReasons,
    String lifecycleState,
    String name,
    int port,
    List<Addressed> privateIps,
    String protocol,
    Named.Group resourceGroup,
    String resourceType,
    List<Named> securityGroups,
    List<Named> subnets,
    Named vpc) {
  static final String ALL = "/vpn_servers";

  /// What clients have to show.
  record Authentication(
      Optional<Certificate> clientCa,
      Optional<String> crl,
      Optional<Provider> identityProvider,
      String method) {
    static Authentication of(VpnServer.Authentication it) {
      return switch (it) {
        case ByCertificate(String clientCa, Optional<String> crl) ->
            new Authentication(
                Optional.of(new Certificate(clientCa)), crl, Optional.empty(), "certificate");
        case ByUser() ->
            new Authentication(
                Optional.empty(), Optional.empty(), Optional.of(new Provider("iam")), "username");
      };
    }
  }

  /// Who knows users.
  record Provider(String providerType) {}

  static VpnServerBody of(Request request, Holdings holdings, VpnServer it) {
    Settings settings = it.settings();
    return new VpnServerBody(
        new Certificate(it.certificate()),
        it.authentication().stream().map(Authentication::of).toList(),
        true,
        1,
        settings.clientDnsServers().stream()
            .map(ip -> new VpnConnectionBody.Address(ip.toString()))
            .toList(),
        settings.clientIdleTimeout(),
        settings.clientPool().toString(),
        it.identity().createdAt(),
        it.identity().crn().toString(),
        settings.splitTunnel(),
        List.of(),
        Health.UNKNOWN,
        "%s.%s.vpn-server.internal".formatted(it.id(), it.identity().crn().location()),
        request.href(ALL + "/" + it.id()),
        it.id(),
        List.of(),
        "stable",
        it.name(),
        settings.port(),
        it.members().stream().map(each -> Addressed.of(request, each.privateIp())).toList(),
        settings.protocol().name().toLowerCase(Locale.ROOT),
        Named.Group.of(request, holdings, it),
        VpnServer.TYPE,
        it.securityGroups().stream()
            .map(group -> Named.of(request, "/security_groups", group))
            .toList(),
        it.members().stream().map(each -> subnet(request, holdings, each.subnet())).toList(),
        Named.of(request, "/vpcs", holdings.get(Vpc.class, it.vpc())).typed("vpc"));
  }

  private static Named subnet(Request request, Holdings holdings, String id) {
    return Named.of(request, "/subnets", holdings.get(Subnet.class, id)).typed("subnet");
  }

  /// A route of one.
  record RouteBody(
      String action,
      Instant createdAt,
      String destination,
      List<Health.Reason> healthReasons,
      String healthState,
      String href,
      String id,
      List<Health.Reason> lifecycleReasons,
      String lifecycleState,
      String name,
      String resourceType) {
    static RouteBody of(Request request, VpnServer server, Route it) {
      return new RouteBody(
          it.action().name().toLowerCase(Locale.ROOT),
          it.createdAt(),
          it.destination().toString(),
          List.of(),
          Health.UNKNOWN,
          request.href(ALL + "/" + server.id() + "/routes/" + it.id()),
          it.id(),
          List.of(),
          "stable",
          it.name(),
          "vpn_server_route");
    }
  }
}
