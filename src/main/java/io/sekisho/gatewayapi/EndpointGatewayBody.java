package io.sekisho.gatewayapi;

import io.sekisho.catalog.Service;
import io.sekisho.estate.Holdings;
import io.sekisho.gateway.EndpointGateway;
import io.sekisho.gateway.EndpointGateway.DnsMode;
import io.sekisho.gateway.EndpointGateway.ResourceBinding;
import io.sekisho.gateway.EndpointGateway.Target.CloudService;
import io.sekisho.gateway.EndpointGateway.Target.InfrastructureService;
import io.sekisho.passage.EndpointGateways;
import io.sekisho.vpc.Vpc;
import io.sekisho.vpcapi.Addressed;
import io.sekisho.vpcapi.Named;
import io.sekisho.vpcapi.Request;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// An endpoint gateway as IBM shows one.
///
/// @param allowDnsResolutionBinding what earlier versions have in place of the mode
/// @param allowResourceBinding the same
record EndpointGatewayBody(
    Optional<Boolean> allowDnsResolutionBinding,
    Optional<Boolean> allowResourceBinding,
    Instant createdAt,
    String crn,
    Optional<String> dnsResolutionBindingMode,
    String healthState,
    String href,
    String id,
    List<Addressed> ips,
    List<Health.Reason> lifecycleReasons,
    String lifecycleState,
    String name,
    Named.Group resourceGroup,
    String resourceType,
    List<Named> securityGroups,
    Optional<String> serviceEndpoint,
    List<String> serviceEndpoints,
    Target target,
    Named vpc) {
  static final String ALL = "/endpoint_gateways";

  /// Since when there are modes.
  private static final LocalDate CHANGE = LocalDate.of(2025, 11, 18);

  /// What it leads to.
  record Target(Optional<String> crn, Optional<String> name, String resourceType) {
    static Target of(EndpointGateway.Target it) {
      return switch (it) {
        case CloudService(String crn) ->
            new Target(Optional.of(crn), Optional.empty(), "provider_cloud_service");
        case InfrastructureService(String name) ->
            new Target(Optional.empty(), Optional.of(name), "provider_infrastructure_service");
      };
    }
  }

  /// Whether a request is of a version from before there were modes.
  static boolean earlier(Request request) {
    return request.version().isBefore(CHANGE);
  }

  static String mode(EndpointGateway it) {
    return it.dnsMode().name().toLowerCase(Locale.ROOT);
  }

  static EndpointGatewayBody of(Request request, Holdings holdings, EndpointGateway it) {
    Optional<Boolean> shown = earlier(request) ? Optional.of(true) : Optional.empty();
    Optional<Service> service = EndpointGateways.service(holdings, it.target());
    List<String> endpoints = service.map(Service::endpoints).orElse(List.of());
    return new EndpointGatewayBody(
        shown.map(_ -> it.dnsMode() != DnsMode.DISABLED),
        shown.map(_ -> it.dnsMode() == DnsMode.PER_RESOURCE_BINDING),
        it.identity().createdAt(),
        it.identity().crn().toString(),
        shown.isPresent() ? Optional.empty() : Optional.of(mode(it)),
        service.isPresent() ? Health.UNKNOWN : "faulted",
        request.href(ALL + "/" + it.id()),
        it.id(),
        it.ips().stream().map(ip -> Addressed.of(request, ip)).toList(),
        List.of(),
        "stable",
        it.name(),
        Named.Group.of(request, holdings, it),
        EndpointGateway.TYPE,
        it.securityGroups().stream()
            .map(group -> Named.of(request, "/security_groups", group))
            .toList(),
        endpoints.stream().findFirst(),
        endpoints,
        Target.of(it.target()),
        Named.of(request, "/vpcs", holdings.get(Vpc.class, it.vpc())).typed("vpc"));
  }

  /// A resource binding.
  record Binding(
      Instant createdAt,
      String href,
      String id,
      List<Health.Reason> lifecycleReasons,
      String lifecycleState,
      String name,
      String resourceType,
      String serviceEndpoint,
      Resource target,
      String type) {

    /// The resource.
    record Resource(String crn) {}

    static Binding of(Request request, EndpointGateway gateway, ResourceBinding it) {
      return new Binding(
          it.createdAt(),
          request.href(ALL + "/" + gateway.id() + "/resource_bindings/" + it.id()),
          it.id(),
          List.of(),
          "stable",
          it.name(),
          "endpoint_gateway_resource_binding",
          it.serviceEndpoint(),
          new Resource(it.target()),
          "weak");
    }
  }
}
