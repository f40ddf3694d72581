package io.sekisho.catalogapi;

import io.sekisho.catalog.OperatingSystem;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Refusal;
import io.sekisho.problem.Outcome;
import io.sekisho.vpcapi.Pages;
import io.sekisho.vpcapi.Request;
import io.sekisho.vpcapi.SystemBody;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import java.util.List;
import java.util.Set;

/// Operating systems of images.
final class OperatingSystemRoutes {
  private static final String ALL = "/operating_systems";
  private static final String ONE = ALL + "/{name}";

  private final VpcRoutes routes;

  OperatingSystemRoutes(VpcRoutes routes) {
    this.routes = routes;
  }

  List<Route> table() {
    return List.of(
        routes
            .offer(ALL, Pages.PARAMETERS, this::list)
            .answering(200, Pages.shape("operating_systems", SystemBody.class)),
        routes.offer(ONE, Set.of(), this::get).answering(200, SystemBody.class));
  }

  private Outcome<Reply> list(Actor actor, Request request) {
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                new Pages(request, ALL, "operating_systems")
                    .parts(
                        holdings.catalog().offeredOperatingSystems(),
                        OperatingSystem::name,
                        it -> SystemBody.of(request, it)));
  }

  private Outcome<Reply> get(Actor actor, Request request) {
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                holdings
                    .catalog()
                    .operatingSystem(request.id())
                    .map(it -> Reply.json(200, SystemBody.of(request, it)))
                    .orElseThrow(() -> Refusal.missed("operating system", request.id())));
  }
}
