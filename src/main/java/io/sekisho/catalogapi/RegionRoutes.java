package io.sekisho.catalogapi;

import io.sekisho.catalog.Region;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Holdings;
import io.sekisho.estate.Refusal;
import io.sekisho.problem.Outcome;
import io.sekisho.vpcapi.Request;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import io.sekisho.web.Shape;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Regions and their zones.
final class RegionRoutes {
  private static final String REGIONS = "/regions";
  private static final String REGION = REGIONS + "/{name}";
  private static final String ZONES = "/regions/{region_name}/zones";
  private static final String ZONE = ZONES + "/{name}";

  private final VpcRoutes routes;

  RegionRoutes(VpcRoutes routes) {
    this.routes = routes;
  }

  List<Route> table() {
    return List.of(
        routes
            .offer(REGIONS, Set.of(), this::regions)
            .answering(200, Shape.list("regions", Body.class)),
        routes.offer(REGION, Set.of(), this::region).answering(200, Body.class),
        routes.offer(ZONES, Set.of(), this::zones).answering(200, Shape.list("zones", Zone.class)),
        routes.offer(ZONE, Set.of(), this::zone).answering(200, Zone.class));
  }

  /// A region as IBM shows one.
  ///
  /// @param endpoint where its resources are to be asked for: here, as those of all regions
  record Body(String endpoint, String href, String name, String status) {
    static Body of(Request request, Region it) {
      String own = request.href(REGIONS + "/" + it.name());
      return new Body(own.replaceFirst("/v1/.*", ""), own, it.name(), it.status());
    }
  }

  private record Regions(List<Body> regions) {}

  /// A zone as IBM shows one.
  record Zone(
      Optional<String> dataCenter,
      String href,
      String name,
      Reference region,
      String status,
      Optional<String> universalName) {
    static Zone of(Request request, Region region, Region.Zone it) {
      String own = REGIONS + "/" + region.name();
      return new Zone(
          it.dataCenter(),
          request.href(own + "/zones/" + it.name()),
          it.name(),
          new Reference(request.href(own), region.name()),
          it.status(),
          it.dataCenter().map(center -> region.name() + "-" + center + "-a"));
    }
  }

  private record Zones(List<Zone> zones) {}

  /// How others name a region.
  record Reference(String href, String name) {}

  private Outcome<Reply> regions(Actor actor, Request request) {
    return read(
        actor,
        holdings ->
            new Regions(holdings.regions().stream().map(it -> Body.of(request, it)).toList()));
  }

  private Outcome<Reply> region(Actor actor, Request request) {
    return read(actor, holdings -> Body.of(request, region(holdings, request.id())));
  }

  private Outcome<Reply> zones(Actor actor, Request request) {
    return read(
        actor,
        holdings -> {
          Region region = region(holdings, request.id());
          return new Zones(
              region.zones().stream().map(it -> Zone.of(request, region, it)).toList());
        });
  }

  private Outcome<Reply> zone(Actor actor, Request request) {
    return read(
        actor,
        holdings -> {
          Region region = region(holdings, request.id());
          return region
              .zone(request.second())
              .map(it -> Zone.of(request, region, it))
              .orElseThrow(() -> Refusal.missed("zone", request.second()));
        });
  }

  private Outcome<Reply> read(Actor actor, Function<Holdings, ?> work) {
    return routes.estate().read(actor, work).map(body -> Reply.json(200, body));
  }

  private static Region region(Holdings holdings, String name) {
    return holdings.regions().stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseThrow(() -> Refusal.missed("region", name));
  }
}
