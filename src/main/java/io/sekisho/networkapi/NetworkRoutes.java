package io.sekisho.networkapi;

import io.sekisho.estate.Estate;
import io.sekisho.network.AddressPrefixes;
import io.sekisho.network.FloatingIps;
import io.sekisho.network.FloatingPool;
import io.sekisho.network.PublicGateways;
import io.sekisho.network.ReservedIps;
import io.sekisho.network.Routes;
import io.sekisho.network.RoutingTables;
import io.sekisho.network.Subnets;
import io.sekisho.network.VirtualNetworkInterfaces;
import io.sekisho.network.Vpcs;
import io.sekisho.networkapi.ServerInterfaceRoutes.Side;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Route;
import java.util.ArrayList;
import java.util.List;

/// All routes of this room.
public final class NetworkRoutes {
  private NetworkRoutes() {}

  /// @param pool the public addresses that there are to give away
  public static List<Route> of(VpcRoutes routes, FloatingPool pool) {
    Estate estate = routes.estate();
    FloatingIps floating = new FloatingIps(estate, pool);
    VirtualNetworkInterfaces interfaces = new VirtualNetworkInterfaces(estate);
    List<Route> table = new ArrayList<>();
    table.addAll(new VpcsRoutes(routes, new Vpcs(estate)).table());
    table.addAll(new AddressPrefixRoutes(routes, new AddressPrefixes(estate)).table());
    table.addAll(new RoutingTableRoutes(routes, new RoutingTables(estate)).table());
    table.addAll(new RouteRoutes(routes, new Routes(estate)).table());
    table.addAll(new SubnetRoutes(routes, new Subnets(estate)).table());
    table.addAll(new SubnetPartRoutes(routes, new Subnets(estate)).table());
    table.addAll(new ReservedIpRoutes(routes, new ReservedIps(estate)).table());
    table.addAll(new PublicGatewayRoutes(routes, new PublicGateways(estate, pool)).table());
    table.addAll(new FloatingIpRoutes(routes, floating).table());
    table.addAll(new VirtualNetworkInterfaceRoutes(routes, interfaces).table());
    table.addAll(new VirtualInterfacePartRoutes(routes, interfaces, floating).table());
    for (Side side : List.of(Side.INSTANCES, Side.METAL)) {
      table.addAll(ServerInterfaceRoutes.table(routes, side));
      table.addAll(new InterfacePartRoutes(routes, floating, side).table());
    }
    return table;
  }
}
