package io.sekisho.gatewayapi;

import io.sekisho.estate.Estate;
import io.sekisho.network.FloatingPool;
import io.sekisho.passage.ConnectionCidrs;
import io.sekisho.passage.EndpointGatewayIps;
import io.sekisho.passage.EndpointGateways;
import io.sekisho.passage.FlowLogCollectors;
import io.sekisho.passage.IkePolicies;
import io.sekisho.passage.IpsecPolicies;
import io.sekisho.passage.PresharedKeys;
import io.sekisho.passage.ResourceBindings;
import io.sekisho.passage.VpnConnections;
import io.sekisho.passage.VpnGateways;
import io.sekisho.passage.VpnServerRoutes;
import io.sekisho.passage.VpnServers;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Route;
import java.util.ArrayList;
import java.util.List;

/// All routes of this room.
public final class GatewayRoutes {
  private GatewayRoutes() {}

  /// @param pool the public addresses that there are to give away
  /// @param keys those that VPN gateways share with their peers
  public static List<Route> of(VpcRoutes routes, FloatingPool pool, PresharedKeys keys) {
    Estate estate = routes.estate();
    List<Route> table = new ArrayList<>();
    table.addAll(new EndpointGatewayRoutes(routes, new EndpointGateways(estate)).table());
    table.addAll(
        new EndpointGatewayPartRoutes(
                routes, new EndpointGatewayIps(estate), new ResourceBindings(estate))
            .table());
    table.addAll(new FlowLogCollectorRoutes(routes, new FlowLogCollectors(estate)).table());
    table.addAll(IkePolicyRoutes.table(routes, new IkePolicies(estate)));
    table.addAll(IpsecPolicyRoutes.table(routes, new IpsecPolicies(estate)));
    table.addAll(new VpnGatewayRoutes(routes, new VpnGateways(estate, pool, keys)).table());
    table.addAll(
        new VpnConnectionRoutes(
                routes, new VpnConnections(estate, keys), new ConnectionCidrs(estate))
            .table());
    table.addAll(new VpnServersRoutes(routes, new VpnServers(estate, pool)).table());
    table.addAll(new VpnServerPartRoutes(routes, new VpnServerRoutes(estate)).table());
    return table;
  }
}
