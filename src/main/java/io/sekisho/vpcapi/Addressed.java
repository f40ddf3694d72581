package io.sekisho.vpcapi;

import io.sekisho.vpc.FloatingIp;
import io.sekisho.vpc.ReservedIp;
import java.util.Optional;

/// How one document names an address that is a resource.
///
/// @param crn absent of reserved IPs, which are parts of their subnets
/// @param resourceType absent of floating IPs
public record Addressed(
    String address,
    Optional<String> crn,
    String href,
    String id,
    String name,
    Optional<String> resourceType) {

  public static Addressed of(Request request, ReservedIp ip) {
    return new Addressed(
        ip.address().toString(),
        Optional.empty(),
        request.href("/subnets/" + ip.subnet() + "/reserved_ips/" + ip.id()),
        ip.id(),
        ip.name(),
        Optional.of("subnet_reserved_ip"));
  }

  public static Addressed of(Request request, FloatingIp ip) {
    return new Addressed(
        ip.address().toString(),
        Optional.of(ip.identity().crn().toString()),
        request.href("/floating_ips/" + ip.id()),
        ip.id(),
        ip.name(),
        Optional.empty());
  }
}
