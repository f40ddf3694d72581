package io.sekisho.metadata;

import io.sekisho.vpc.FloatingIp;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Key;
import io.sekisho.vpc.Reference;
import io.sekisho.vpc.ReservedIp;

/// How one document names another resource: as in IBM's VPC API, without `href`.
final class References {
  private References() {}

  static Members to(Reference resource) {
    return unlessBlank("crn", resource.crn())
        .and(unlessBlank("id", resource.id()))
        .and(unlessBlank("name", resource.name()))
        .and(unlessBlank("resource_type", resource.resourceType()));
  }

  static Members to(Identity resource, String type) {
    return new Members()
        .with("crn", resource.crn().toString())
        .with("id", resource.id())
        .with("name", resource.name())
        .with("resource_type", type);
  }

  static Members to(Key key) {
    return to(key.identity(), "key").with("fingerprint", key.fingerprint());
  }

  static Members to(ReservedIp ip) {
    return child(ip.id(), ip.name(), "subnet_reserved_ip").with("address", ip.address().toString());
  }

  /// Floating IPs are named without a type, as in the VPC API.
  static Members to(FloatingIp ip) {
    return new Members()
        .with("address", ip.address().toString())
        .with("crn", ip.identity().crn().toString())
        .with("id", ip.id())
        .with("name", ip.name());
  }

  /// A part of the instance: it has no CRN.
  static Members child(String id, String name, String type) {
    return new Members().with("id", id).with("name", name).with("resource_type", type);
  }

  private static Members unlessBlank(String name, String value) {
    return value.isBlank() ? new Members() : new Members().with(name, value);
  }
}
