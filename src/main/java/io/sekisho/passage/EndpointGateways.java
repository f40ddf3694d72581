package io.sekisho.passage;

import io.sekisho.audit.Action;
import io.sekisho.catalog.Service;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Estate;
import io.sekisho.estate.Holdings;
import io.sekisho.estate.Names;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.estate.Which;
import io.sekisho.filter.SecurityGroups;
import io.sekisho.gateway.EndpointGateway;
import io.sekisho.gateway.EndpointGateway.DnsMode;
import io.sekisho.gateway.EndpointGateway.Target;
import io.sekisho.gateway.EndpointGateway.Target.CloudService;
import io.sekisho.gateway.EndpointGateway.Target.InfrastructureService;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.Vpc;
import java.util.List;
import java.util.Optional;

/// Endpoint gateways.
public final class EndpointGateways {
  private static final String TARGET = "target";
  private static final String DNS_MODE = "dns_resolution_binding_mode";
  private static final String ALLOW_DNS = "allow_dns_resolution_binding";
  private static final String ALLOW_RESOURCE = "allow_resource_binding";

  private final Estate estate;

  public EndpointGateways(Estate estate) {
    this.estate = estate;
  }

  /// What is said of a new one.
  ///
  /// @param allowDnsResolutionBinding what earlier versions say in place of the mode
  /// @param allowResourceBinding the same
  public record Prototype(
      Optional<Boolean> allowDnsResolutionBinding,
      Optional<Boolean> allowResourceBinding,
      Optional<String> dnsResolutionBindingMode,
      List<EndpointGatewayIps.Wish> ips,
      Optional<String> name,
      Optional<Which> resourceGroup,
      Optional<List<Which>> securityGroups,
      Wanted target,
      Which vpc) {}

  /// Which service it is to lead to.
  public record Wanted(
      Optional<String> crn, Optional<String> name, Optional<String> resourceType) {}

  /// What is said of one that changes.
  public record Patch(
      Optional<Boolean> allowDnsResolutionBinding,
      Optional<Boolean> allowResourceBinding,
      Optional<String> dnsResolutionBindingMode,
      Optional<String> name) {}

  /// @param earlier whether the version asked for is one from before there were modes
  public Outcome<EndpointGateway> create(Actor actor, Prototype said, boolean earlier) {
    return estate.write(
        actor,
        Action.ENDPOINT_GATEWAY_CREATE,
        "",
        scene -> {
          Vpc vpc = scene.find(Vpc.class, said.vpc(), "vpc");
          scene.expect("is.vpc.vpc.operate", vpc);
          List<EndpointGateway> others = within(scene, vpc.id());
          Target target = target(scene, said.target());
          Service service = service(scene, target).orElseThrow();
          expectAlone(scene, others, target, service);
          Wishes wishes =
              new Wishes(
                  said.dnsResolutionBindingMode(),
                  said.allowDnsResolutionBinding(),
                  said.allowResourceBinding());
          EndpointGateway bare =
              new EndpointGateway(
                  scene.regional(
                      "endpoint-gateway",
                      vpc.region(),
                      Names.own(said.name(), others, ""),
                      scene.group(said.resourceGroup())),
                  vpc.id(),
                  target,
                  wishes.mode(earlier, DnsMode.PRIMARY),
                  List.of(),
                  SecurityGroups.of(scene, vpc, said.securityGroups(), "security_groups"),
                  List.of());
          expectMode(vpc, bare, service);
          return scene.put(EndpointGatewayIps.with(scene, bare, said.ips()));
        });
  }

  private static List<EndpointGateway> within(Holdings holdings, String vpc) {
    return holdings.all(EndpointGateway.class, it -> it.vpc().equals(vpc));
  }

  private static Target target(Holdings holdings, Wanted said) {
    Target target =
        switch (Said.needed(said.resourceType(), "target.resource_type")) {
          case "provider_cloud_service" -> new CloudService(Said.needed(said.crn(), "target.crn"));
          case "provider_infrastructure_service" ->
              new InfrastructureService(Said.needed(said.name(), "target.name"));
          case "private_path_service_gateway" ->
              throw Refusal.invalid(TARGET, "There are no private path service gateways here.");
          default ->
              throw Refusal.invalid(
                  "target.resource_type",
                  "Give provider_cloud_service or provider_infrastructure_service.");
        };
    boolean foreign =
        target instanceof CloudService ? said.name().isPresent() : said.crn().isPresent();
    if (foreign) {
      throw Refusal.invalid(
          TARGET, "A cloud service is named by its crn, one of the infrastructure by its name.");
    }
    if (service(holdings, target).isEmpty()) {
      throw Refusal.invalid(
          TARGET,
          "There is no such service: those that there are stand as services in the catalog of an"
              + " inventory.");
    }
    return target;
  }

  /// The service that a gateway leads to; empty if there is none such any more.
  public static Optional<Service> service(Holdings holdings, Target target) {
    return holdings.catalog().offeredServices().stream()
        .filter(
            it ->
                switch (target) {
                  case CloudService(String crn) -> it.answersTo(crn);
                  case InfrastructureService(String name) ->
                      it.crn().isEmpty() && it.name().equals(name);
                })
        .findFirst();
  }

  private static void expectAlone(
      Holdings holdings, List<EndpointGateway> others, Target target, Service service) {
    for (EndpointGateway other : others) {
      if (other.target().equals(target)) {
        throw Refusal.conflict(
            "Endpoint gateway %s of this VPC leads to the same target: use that one."
                .formatted(other.name()));
      }
      if (service(holdings, other.target()).filter(service::overlaps).isPresent()) {
        throw Refusal.conflict(
            "Endpoint gateway %s of this VPC leads to a service with the same domain names."
                .formatted(other.name()));
      }
    }
  }

  private static void expectMode(Vpc vpc, EndpointGateway it, Service service) {
    if (it.dnsMode() == DnsMode.PER_RESOURCE_BINDING) {
      if (service.resourceEndpoint().isEmpty()) {
        throw Refusal.invalid(
            DNS_MODE,
            "Resources of the service %s have no names of their own.".formatted(service.name()));
      }
      if (vpc.dns().filter(Vpc.Dns::hub).isPresent()) {
        throw Refusal.invalid(DNS_MODE, "Its VPC is a hub: others ask there.");
      }
    }
  }

  /// Which mode a body says, in one of two ways.
  private record Wishes(
      Optional<String> mode, Optional<Boolean> allowDns, Optional<Boolean> allowResource) {
    /// @param before unless it says anything
    DnsMode mode(boolean earlier, DnsMode before) {
      if (!earlier) {
        refuse(allowDns, ALLOW_DNS, DNS_MODE);
        refuse(allowResource, ALLOW_RESOURCE, DNS_MODE);
        return mode.map(word -> Said.word(DnsMode.class, word, DNS_MODE)).orElse(before);
      }
      refuse(mode, DNS_MODE, ALLOW_DNS);
      boolean dns = allowDns.orElse(before != DnsMode.DISABLED);
      boolean resource = allowResource.orElse(before == DnsMode.PER_RESOURCE_BINDING);
      if (resource && !dns) {
        throw Refusal.invalid(ALLOW_RESOURCE, "It takes " + ALLOW_DNS + ", too.");
      }
      return resource ? DnsMode.PER_RESOURCE_BINDING : dns ? DnsMode.PRIMARY : DnsMode.DISABLED;
    }

    private static void refuse(Optional<?> said, String name, String other) {
      if (said.isPresent()) {
        throw Refusal.invalid(name, "In this version of the API, give %s.".formatted(other));
      }
    }
  }

  /// @param earlier whether the version asked for is one from before there were modes
  public Outcome<EndpointGateway> update(Actor actor, String id, Patch said, boolean earlier) {
    return estate.write(
        actor,
        Action.ENDPOINT_GATEWAY_UPDATE,
        id,
        scene -> {
          EndpointGateway before = scene.get(EndpointGateway.class, id);
          Wishes wishes =
              new Wishes(
                  said.dnsResolutionBindingMode(),
                  said.allowDnsResolutionBinding(),
                  said.allowResourceBinding());
          DnsMode mode = wishes.mode(earlier, before.dnsMode());
          String name = Names.renamed(said.name(), before, within(scene, before.vpc()));
          EndpointGateway after =
              new EndpointGateway(
                  Scene.renamed(before.identity(), name),
                  before.vpc(),
                  before.target(),
                  mode,
                  before.ips(),
                  before.securityGroups(),
                  before.resourceBindings());
          if (mode != before.dnsMode()) {
            Vpc vpc = scene.get(Vpc.class, before.vpc());
            service(scene, before.target()).ifPresent(it -> expectMode(vpc, after, it));
          }
          return scene.put(after);
        });
  }

  public Outcome<EndpointGateway> delete(Actor actor, String id) {
    return estate.write(
        actor,
        Action.ENDPOINT_GATEWAY_DELETE,
        id,
        scene -> {
          EndpointGateway gateway = scene.get(EndpointGateway.class, id);
          scene.delete(gateway);
          gateway.ips().forEach(ip -> EndpointGatewayIps.leave(scene, ip));
          return gateway;
        });
  }
}
