package io.sekisho.gatewayapi;

import io.sekisho.estate.Holdings;
import io.sekisho.gateway.VpnConnection;
import io.sekisho.gateway.VpnGateway;
import io.sekisho.vpcapi.Named;
import io.sekisho.vpcapi.Request;
import java.util.List;
import java.util.function.Predicate;

/// A connection that uses a policy.
record PolicyUser(VpnGateway gateway, VpnConnection connection) {
  static List<PolicyUser> of(Holdings holdings, Predicate<VpnConnection> which) {
    return holdings.all(VpnGateway.class).stream()
        .flatMap(
            gateway ->
                gateway.connections().stream().filter(which).map(it -> new PolicyUser(gateway, it)))
        .toList();
  }

  Named named(Request request) {
    return VpnConnectionBody.named(request, gateway, connection);
  }

  VpnConnectionBody shown(Request request, Holdings holdings) {
    return VpnConnectionBody.of(request, holdings, gateway, connection);
  }
}
