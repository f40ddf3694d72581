package io.sekisho.computeapi;

import io.sekisho.compute.BareMetalServers;
import io.sekisho.compute.InstanceActions;
import io.sekisho.compute.Instances;
import io.sekisho.compute.Keys;
import io.sekisho.compute.PlacementGroups;
import io.sekisho.compute.Reinitialization;
import io.sekisho.compute.Templates;
import io.sekisho.compute.VolumeAttachments;
import io.sekisho.compute.Volumes;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Route;
import java.util.ArrayList;
import java.util.List;

/// All routes of this room.
public final class ComputeRoutes {
  private ComputeRoutes() {}

  public static List<Route> of(VpcRoutes routes) {
    List<Route> table = new ArrayList<>();
    table.addAll(new KeyRoutes(routes, new Keys(routes.estate())).table());
    table.addAll(new PlacementGroupRoutes(routes, new PlacementGroups(routes.estate())).table());
    table.addAll(new InstanceRoutes(routes, new Instances(routes.estate())).table());
    table.addAll(
        new InstancePartRoutes(
                routes, new InstanceActions(routes.estate()), new Reinitialization(routes.estate()))
            .table());
    table.addAll(new InstanceTemplateRoutes(routes, new Templates(routes.estate())).table());
    BareMetalServers metal = new BareMetalServers(routes.estate());
    table.addAll(new MetalRoutes(routes, metal).table());
    table.addAll(new MetalPartRoutes(routes, metal).table());
    table.addAll(new VolumeRoutes(routes, new Volumes(routes.estate())).table());
    table.addAll(
        new VolumeAttachmentRoutes(routes, new VolumeAttachments(routes.estate())).table());
    return table;
  }
}
