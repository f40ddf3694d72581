package io.sekisho.catalogapi;

import io.sekisho.catalog.Catalog;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Holdings;
import io.sekisho.estate.Refusal;
import io.sekisho.mint.HardwareProfile;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.Hardware;
import io.sekisho.vpc.Instance;
import io.sekisho.vpcapi.Pages;
import io.sekisho.vpcapi.Request;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Profiles of instances.
final class InstanceProfileRoutes {
  private static final String ALL = "/instance/profiles";
  private static final String ONE = ALL + "/{name}";

  /// From this version on IBM lists them page by page.
  private static final LocalDate PAGED = LocalDate.of(2026, 4, 7);

  private final VpcRoutes routes;

  InstanceProfileRoutes(VpcRoutes routes) {
    this.routes = routes;
  }

  List<Route> table() {
    return List.of(
        routes
            .offer(ALL, Pages.PARAMETERS, this::list)
            .answering(200, Pages.shape("profiles", InstanceProfileBody.class)),
        routes.offer(ONE, Set.of(), this::get).answering(200, InstanceProfileBody.class));
  }

  private record Profiles(List<InstanceProfileBody> profiles) {}

  private Outcome<Reply> list(Actor actor, Request request) {
    return routes
        .estate()
        .read(
            actor,
            holdings -> {
              List<InstanceProfileBody> all =
                  holdings.catalog().listedInstanceProfiles().stream()
                      .flatMap(
                          name ->
                              HardwareProfile.parse(name)
                                  .map(it -> InstanceProfileBody.of(request, name, it))
                                  .stream())
                      .toList();
              return request.version().isBefore(PAGED)
                  ? Reply.json(200, new Profiles(all))
                  : new Pages(request, ALL, "profiles")
                      .parts(all, InstanceProfileBody::name, it -> it);
            });
  }

  private Outcome<Reply> get(Actor actor, Request request) {
    String name = request.id();
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                profile(holdings, name)
                    .map(it -> Reply.json(200, InstanceProfileBody.of(request, name, it)))
                    .orElseThrow(() -> Refusal.missed("instance profile", name)));
  }

  /// One of the catalogue's, or one that an inventory gave to an instance of the account.
  private static Optional<HardwareProfile> profile(Holdings holdings, String name) {
    Catalog catalog = holdings.catalog();
    Optional<HardwareProfile> known =
        catalog.offersInstanceProfile(name) ? HardwareProfile.parse(name) : Optional.empty();
    return known.or(
        () ->
            holdings.all(Instance.class, it -> it.profile().equals(name)).stream()
                .findFirst()
                .map(it -> of(it.hardware())));
  }

  private static HardwareProfile of(Hardware it) {
    return new HardwareProfile(
        it.vcpu().count(),
        it.memory(),
        it.vcpu().manufacturer(),
        it.gpu(),
        it.disks().size(),
        it.disks().stream().mapToInt(Hardware.Disk::size).max().orElse(0));
  }
}
