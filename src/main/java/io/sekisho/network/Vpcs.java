package io.sekisho.network;

import io.sekisho.audit.Action;
import io.sekisho.catalog.Catalog;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Estate;
import io.sekisho.estate.Holdings;
import io.sekisho.estate.Names;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.estate.Which;
import io.sekisho.iam.Cap;
import io.sekisho.mint.Surroundings;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.Resource;
import io.sekisho.vpc.Vpc;
import io.sekisho.vpc.Vpc.Dns;
import io.sekisho.vpc.Vpc.DnsServer;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// VPCs.
public final class Vpcs {
  private static final int MOST_SERVERS = 8;
  private static final String SERVERS = "dns.resolver.manual_servers";
  private static final String TYPE = "dns.resolver.type";
  private static final String MANUAL = "manual";
  private static final String SYSTEM = "system";

  private final Estate estate;

  public Vpcs(Estate estate) {
    this.estate = estate;
  }

  /// What is said of a new VPC.
  ///
  /// @param addressPrefixManagement `auto` or `manual`
  public record Prototype(
      Optional<String> addressPrefixManagement,
      Optional<Boolean> classicAccess,
      Optional<DnsWish> dns,
      Optional<String> name,
      Optional<Which> resourceGroup) {}

  /// What is said of a VPC that changes.
  public record Patch(Optional<DnsWish> dns, Optional<String> name) {
    /// Whether it has a list in it, which is replaced as a whole.
    public boolean replacesList() {
      return dns.flatMap(DnsWish::resolver).flatMap(ResolverWish::manualServers).isPresent();
    }
  }

  /// How names are to be resolved.
  public record DnsWish(Optional<Boolean> enableHub, Optional<ResolverWish> resolver) {}

  /// @param type `system` or `manual`
  public record ResolverWish(
      Optional<List<ServerWish>> manualServers, Optional<String> type, Optional<Which> vpc) {}

  /// @param zoneAffinity the zone that it is for first
  public record ServerWish(Optional<String> address, Optional<Which> zoneAffinity) {}

  /// What a VPC has for what names none.
  public static Surroundings surroundings(Holdings holdings, Vpc vpc) {
    return Surroundings.find(vpc, holdings.parts(vpc.id())).orElseThrow();
  }

  /// Whether the system's resolver of a VPC knows names that others do not: those of endpoint
  /// gateways.
  public static boolean resolvesPrivately(Holdings holdings, Vpc vpc) {
    return !holdings
        .all(
            Resource.class,
            it ->
                it.vpc().equals(vpc.id()) && it.identity().crn().type().equals("endpoint-gateway"))
        .isEmpty();
  }

  public Outcome<Vpc> create(Actor actor, Prototype said) {
    return estate.write(
        actor,
        Action.VPC_CREATE,
        "",
        scene -> {
          boolean prefixes = isAuto(said.addressPrefixManagement());
          if (said.classicAccess().orElse(false)) {
            throw Refusal.invalid(
                "classic_access", "There is no classic infrastructure here: leave it out.");
          }
          List<Vpc> others = scene.all(Vpc.class);
          scene.expectRoom(others.size(), Cap.VPCS.most(), "VPCs");
          String region = scene.region();
          Vpc bare =
              new Vpc(
                  scene.regional(
                      "vpc",
                      region,
                      Names.own(said.name(), others, ""),
                      scene.group(said.resourceGroup())),
                  scene.nextVpcIndex(),
                  region);
          Vpc named =
              new Vpc(
                  bare.identity(),
                  bare.index(),
                  region,
                  List.of(),
                  dns(scene.catalog(), bare, said.dns(), false));
          Vpc made =
              scene.put(
                  prefixes
                      ? Surroundings.withPrefixes(scene.catalog(), named, List.of(), scene.minter())
                      : named);
          Surroundings.of(made, scene.minter()).all().forEach(scene::put);
          return made;
        });
  }

  private static boolean isAuto(Optional<String> management) {
    return switch (management.orElse("auto")) {
      case "auto" -> true;
      case MANUAL -> false;
      default ->
          throw Refusal.invalid("address_prefix_management", "It is one of auto and manual.");
    };
  }

  /// @param serversRemoved whether the body says `"manual_servers": null`
  /// @param seen the entity tag that the caller saw
  public Outcome<Vpc> update(
      Actor actor, String id, Patch said, boolean serversRemoved, Optional<String> seen) {
    return estate.write(
        actor,
        Action.VPC_UPDATE,
        id,
        scene -> {
          Vpc before = scene.unchanged(scene.get(Vpc.class, id), seen);
          String name = Names.renamed(said.name(), before, scene.naming(Vpc.class));
          return scene.put(
              new Vpc(
                  Scene.renamed(before.identity(), name),
                  before.index(),
                  before.region(),
                  before.addressPrefixes(),
                  dns(scene.catalog(), before, said.dns(), serversRemoved)));
        });
  }

  public Outcome<Vpc> delete(Actor actor, String id, Optional<String> seen) {
    return estate.write(
        actor,
        Action.VPC_DELETE,
        id,
        scene -> {
          Vpc vpc = scene.unchanged(scene.get(Vpc.class, id), seen);
          scene.delete(vpc);
          return vpc;
        });
  }

  private static Optional<Dns> dns(
      Catalog catalog, Vpc vpc, Optional<DnsWish> wish, boolean serversRemoved) {
    if (wish.isEmpty()) {
      return vpc.dns();
    }
    Dns before = vpc.dns().orElse(Dns.SYSTEM);
    Optional<ResolverWish> resolver = wish.get().resolver();
    List<DnsServer> servers =
        resolver
            .flatMap(ResolverWish::manualServers)
            .map(all -> servers(catalog, vpc, all))
            .orElse(serversRemoved ? List.of() : before.servers());
    String type =
        resolver.flatMap(ResolverWish::type).orElse(before.servers().isEmpty() ? SYSTEM : MANUAL);
    if (resolver.flatMap(ResolverWish::vpc).isPresent() || type.equals("delegated")) {
      throw Refusal.invalid(
          TYPE, "No VPC resolves names for another one here: choose system or manual.");
    }
    if (!Set.of(SYSTEM, MANUAL).contains(type)) {
      throw Refusal.invalid(TYPE, "It is one of system and manual.");
    }
    if (type.equals(MANUAL) == servers.isEmpty()) {
      throw Refusal.invalid(
          SERVERS,
          servers.isEmpty()
              ? "Name the servers of a manual resolver."
              : "Only a manual resolver has them: give null.");
    }
    return Optional.of(new Dns(wish.get().enableHub().orElse(before.hub()), servers));
  }

  private static List<DnsServer> servers(Catalog catalog, Vpc vpc, List<ServerWish> all) {
    if (all.size() > MOST_SERVERS) {
      throw Refusal.invalid(SERVERS, "At most %d servers.".formatted(MOST_SERVERS));
    }
    List<DnsServer> servers =
        all.stream()
            .map(
                each ->
                    new DnsServer(
                        Blocks.ip(
                            each.address()
                                .orElseThrow(() -> Refusal.missing(SERVERS, "Give its address.")),
                            SERVERS),
                        each.zoneAffinity().map(which -> Zones.find(catalog, vpc, which, SERVERS))))
            .toList();
    List<String> zones = servers.stream().flatMap(it -> it.zone().stream()).toList();
    boolean each = zones.size() == Zones.of(catalog, vpc).size() && servers.size() == zones.size();
    if (!zones.isEmpty() && (!each || new HashSet<>(zones).size() < zones.size())) {
      throw Refusal.invalid(
          SERVERS, "Either no server is for a zone, or there is exactly one for each.");
    }
    return servers;
  }
}
