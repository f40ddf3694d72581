package io.sekisho.catalogapi;

import io.sekisho.catalog.VolumeProfile;
import io.sekisho.catalogapi.Facet.Amount;
import io.sekisho.catalogapi.Facet.Range;
import io.sekisho.catalogapi.Facet.Texts;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Refusal;
import io.sekisho.problem.Outcome;
import io.sekisho.vpcapi.Pages;
import io.sekisho.vpcapi.Request;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import java.util.List;
import java.util.Set;

/// Profiles of volumes.
final class VolumeProfileRoutes {
  private static final String ALL = "/volume/profiles";
  private static final String ONE = ALL + "/{name}";

  private final VpcRoutes routes;

  VolumeProfileRoutes(VpcRoutes routes) {
    this.routes = routes;
  }

  List<Route> table() {
    return List.of(
        routes
            .offer(ALL, Pages.PARAMETERS, this::list)
            .answering(200, Pages.shape("profiles", Body.class)),
        routes.offer(ONE, Set.of(), this::get).answering(200, Body.class));
  }

  /// A profile of volumes as IBM shows one.
  record Body(
      Texts adjustableCapacityStates,
      Texts adjustableIopsStates,
      Range bandwidth,
      Range bootCapacity,
      Range capacity,
      String family,
      String href,
      Range iops,
      String name,
      Amount storageGeneration) {
    private static final List<String> ANY = List.of("attached", "unattached");

    static Body of(Request request, VolumeProfile it) {
      return new Body(
          Facet.of(ANY),
          Facet.of(it.choosesIops() ? ANY : List.of()),
          range(it.bandwidth(), it.choosesBandwidth()),
          range(it.bootCapacity(), true),
          range(it.capacity(), true),
          it.family(),
          request.href(ALL + "/" + it.name()),
          Facet.dependent(it.iops().min(), it.iops().max()),
          it.name(),
          Facet.only(it.generation()));
    }

    private static Range range(VolumeProfile.Range it, boolean free) {
      return free
          ? Facet.between(
              it.min(), it.max(), 1, Math.clamp(VolumeProfile.USUAL_CAPACITY, it.min(), it.max()))
          : Facet.dependent(it.min(), it.max());
    }
  }

  private Outcome<Reply> list(Actor actor, Request request) {
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                new Pages(request, ALL, "profiles")
                    .parts(
                        holdings.catalog().offeredVolumeProfiles(),
                        VolumeProfile::name,
                        it -> Body.of(request, it)));
  }

  private Outcome<Reply> get(Actor actor, Request request) {
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                holdings
                    .catalog()
                    .volumeProfile(request.id())
                    .map(it -> Reply.json(200, Body.of(request, it)))
                    .orElseThrow(() -> Refusal.missed("volume profile", request.id())));
  }
}
