package io.sekisho.catalogapi;

import io.sekisho.compute.Images;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Route;
import java.util.ArrayList;
import java.util.List;

/// All routes of this room.
public final class CatalogRoutes {
  private CatalogRoutes() {}

  public static List<Route> of(VpcRoutes routes) {
    List<Route> table = new ArrayList<>();
    table.addAll(new RegionRoutes(routes).table());
    table.addAll(new InstanceProfileRoutes(routes).table());
    table.addAll(new BareMetalServerProfileRoutes(routes).table());
    table.addAll(new VolumeProfileRoutes(routes).table());
    table.addAll(new OperatingSystemRoutes(routes).table());
    table.addAll(new ImageRoutes(routes, new Images(routes.estate())).table());
    return table;
  }
}
