package io.sekisho.gateway;

import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Reference;
import io.sekisho.vpc.ReservedIp;
import io.sekisho.vpc.Resource;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The way from a VPC to a service outside of it: packets to one of its reserved IPs are for the
/// service.
///
/// @param vpc the VPC's id
/// @param ips one in a zone at most
public record EndpointGateway(
    Identity identity,
    String vpc,
    Target target,
    DnsMode dnsMode,
    List<ReservedIp> ips,
    List<Reference> securityGroups,
    List<ResourceBinding> resourceBindings)
    implements Resource.Guarded, Resource.Reserving {
  public static final String TYPE = "endpoint_gateway";

  public EndpointGateway {
    ips = List.copyOf(ips);
    securityGroups = List.copyOf(securityGroups);
    resourceBindings = List.copyOf(resourceBindings);
  }

  /// The service that it leads to, one of the catalogue's.
  public sealed interface Target {
    /// One that is known by its CRN.
    record CloudService(String crn) implements Target {}

    /// One that is known by its name.
    record InfrastructureService(String name) implements Target {}
  }

  /// Whether other VPCs of the same hub find the service's names here.
  public enum DnsMode {
    DISABLED,
    PRIMARY,
    /// Only names of resources that are bound to it.
    PER_RESOURCE_BINDING
  }

  /// A resource of the service whose name leads here.
  ///
  /// @param target the resource's CRN
  /// @param serviceEndpoint its domain name
  public record ResourceBinding(
      String id, String name, Instant createdAt, String target, String serviceEndpoint) {}

  @Override
  public Set<String> needs() {
    Set<String> all = new HashSet<>(Set.of(vpc));
    ips.forEach(ip -> all.add(ip.subnet()));
    securityGroups.forEach(group -> all.add(group.id()));
    return all;
  }

  @Override
  public List<Resource> bound() {
    return List.copyOf(ips);
  }

  @Override
  public EndpointGateway with(Resource part) {
    return part instanceof ReservedIp ip
        ? withIps(ips.stream().map(it -> it.id().equals(ip.id()) ? ip : it).toList())
        : this;
  }

  @Override
  public EndpointGateway withIps(List<ReservedIp> others) {
    return new EndpointGateway(
        identity, vpc, target, dnsMode, others, securityGroups, resourceBindings);
  }

  @Override
  public EndpointGateway withSecurityGroups(List<Reference> others) {
    return new EndpointGateway(identity, vpc, target, dnsMode, ips, others, resourceBindings);
  }

  /// The same with other bindings.
  public EndpointGateway with(List<ResourceBinding> others) {
    return new EndpointGateway(identity, vpc, target, dnsMode, ips, securityGroups, others);
  }

  public Optional<ResourceBinding> binding(String bindingId) {
    return resourceBindings.stream().filter(it -> it.id().equals(bindingId)).findFirst();
  }
}
