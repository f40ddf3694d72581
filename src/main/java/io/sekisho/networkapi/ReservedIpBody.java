package io.sekisho.networkapi;

import io.sekisho.address.Ip;
import io.sekisho.estate.Placed;
import io.sekisho.vpc.ReservedIp;
import io.sekisho.vpcapi.Request;
import java.time.Instant;
import java.util.Optional;

/// A reserved IP as IBM shows one.
public record ReservedIpBody(
    String address,
    boolean autoDelete,
    Instant createdAt,
    String href,
    String id,
    String lifecycleState,
    String name,
    String owner,
    String resourceType,
    Optional<Target> target) {

  /// One that somebody reserved.
  public static ReservedIpBody of(Request request, Placed<ReservedIp> place) {
    return of(request, place.value(), "user", Target.reserving(request, place));
  }

  /// One of the provider's own.
  static ReservedIpBody of(Request request, ReservedIp it) {
    return of(request, it, "provider", Optional.empty());
  }

  private static ReservedIpBody of(
      Request request, ReservedIp it, String owner, Optional<Target> target) {
    return new ReservedIpBody(
        it.address().toString(),
        it.autoDelete(),
        it.identity().createdAt(),
        request.href("/subnets/" + it.subnet() + "/reserved_ips/" + it.id()),
        it.id(),
        "stable",
        it.name(),
        owner,
        "subnet_reserved_ip",
        target);
  }

  /// In order of the addresses.
  public String place() {
    return "%010d".formatted(Ip.parse(address).low());
  }
}
