package io.sekisho.filterapi;

import io.sekisho.estate.Estate;
import io.sekisho.filter.NetworkAclRules;
import io.sekisho.filter.NetworkAcls;
import io.sekisho.filter.SecurityGroupRules;
import io.sekisho.filter.SecurityGroupTargets;
import io.sekisho.filter.SecurityGroups;
import io.sekisho.network.Subnets;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Route;
import java.util.ArrayList;
import java.util.List;

/// All routes of this room.
public final class FilterRoutes {
  private FilterRoutes() {}

  public static List<Route> of(VpcRoutes routes) {
    Estate estate = routes.estate();
    List<Route> table = new ArrayList<>();
    table.addAll(new SecurityGroupRoutes(routes, new SecurityGroups(estate)).table());
    table.addAll(
        new SecurityGroupPartRoutes(
                routes, new SecurityGroupRules(estate), new SecurityGroupTargets(estate))
            .table());
    table.addAll(
        new NetworkAclRoutes(routes, new NetworkAcls(estate), new Subnets(estate)).table());
    table.addAll(new NetworkAclRuleRoutes(routes, new NetworkAclRules(estate)).table());
    return table;
  }
}
