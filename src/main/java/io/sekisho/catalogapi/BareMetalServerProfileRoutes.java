package io.sekisho.catalogapi;

import io.sekisho.catalogapi.Facet.Amount;
import io.sekisho.catalogapi.Facet.Flag;
import io.sekisho.catalogapi.Facet.Range;
import io.sekisho.catalogapi.Facet.Text;
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
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Profiles of bare metal servers.
final class BareMetalServerProfileRoutes {
  private static final String ALL = "/bare_metal_server/profiles";
  private static final String ONE = ALL + "/{name}";

  private final VpcRoutes routes;

  BareMetalServerProfileRoutes(VpcRoutes routes) {
    this.routes = routes;
  }

  List<Route> table() {
    return List.of(
        routes
            .offer(ALL, Pages.PARAMETERS, this::list)
            .answering(200, Pages.shape("profiles", Body.class)),
        routes.offer(ONE, Set.of(), this::get).answering(200, Body.class));
  }

  /// A disk.
  record Disk(Amount quantity, Amount size, Texts supportedInterfaceTypes) {}

  /// A profile of bare metal servers as IBM shows one.
  record Body(
      Amount bandwidth,
      Texts consoleTypes,
      Text cpuArchitecture,
      Amount cpuCoreCount,
      Amount cpuSocketCount,
      List<Disk> disks,
      String family,
      String href,
      Amount memory,
      String name,
      Range networkAttachmentCount,
      Range networkInterfaceCount,
      Texts osArchitecture,
      Texts reservationTerms,
      String resourceType,
      Texts supportedTrustedPlatformModuleModes,
      Flag virtualNetworkInterfacesSupported) {

    /// What a name such as `bx2d-metal-96x384` says: 96 processors, two for each core, 384 GiB, and
    /// disks besides the one to boot from (`d`).
    private static final Pattern NAME =
        Pattern.compile(
            "([a-z])x(?<generation>\\d)(?<traits>[a-z]*)-metal-(?<vcpus>\\d+)x(?<memory>\\d+)");

    private static final int SOCKETS = 2;
    private static final int INTERFACES = 36;

    static Optional<Body> of(Request request, String name) {
      Matcher match = NAME.matcher(name);
      if (!match.matches()) {
        return Optional.empty();
      }
      boolean second = match.group("generation").equals("2");
      boolean more = match.group("traits").contains("d");
      Disk boot = disk(1, second ? 960 : 480, "sata");
      Disk data = second ? disk(8, 3_200, "nvme") : disk(4, 7_680, "nvme");
      return Optional.of(
          new Body(
              Facet.only(second ? 100_000 : 200_000),
              Facet.of(List.of("serial", "vnc")),
              Facet.only("amd64"),
              Facet.only(Integer.parseInt(match.group("vcpus")) / 2),
              Facet.only(SOCKETS),
              more ? List.of(boot, data) : List.of(boot),
              family(name),
              request.href(ALL + "/" + name),
              Facet.only(Integer.parseInt(match.group("memory"))),
              name,
              Facet.between(1, INTERFACES),
              Facet.between(1, INTERFACES),
              Facet.of("amd64", List.of("amd64")),
              Facet.of(List.of("one_year", "three_year")),
              "bare_metal_server_profile",
              Facet.of("disabled", List.of("disabled", "tpm_2")),
              new Flag("fixed", true)));
    }

    private static Disk disk(int quantity, int size, String type) {
      return new Disk(Facet.only(quantity), Facet.only(size), Facet.of(type, List.of(type)));
    }

    private static String family(String name) {
      return switch (name.charAt(0)) {
        case 'b' -> "balanced";
        case 'c' -> "compute";
        case 'm' -> "memory";
        case 'u' -> "ultra-high-memory";
        case 'v' -> "very-high-memory";
        default -> "custom";
      };
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
                        holdings.catalog().listedBareMetalServerProfiles().stream()
                            .flatMap(name -> Body.of(request, name).stream())
                            .toList(),
                        Body::name,
                        it -> it));
  }

  private Outcome<Reply> get(Actor actor, Request request) {
    String name = request.id();
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                Optional.of(name)
                    .filter(holdings.catalog()::offersBareMetalServerProfile)
                    .flatMap(it -> Body.of(request, it))
                    .map(it -> Reply.json(200, it))
                    .orElseThrow(() -> Refusal.missed("bare metal server profile", name)));
  }
}
