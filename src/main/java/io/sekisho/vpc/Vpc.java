package io.sekisho.vpc;

/// A virtual private cloud: one private address space, one network namespace on each host.
///
/// @param index small number, unique in the fleet and never reused; names the namespace
public record Vpc(Identity identity, int index, String region) {
  public String id() {
    return identity.id();
  }

  public Reference reference() {
    return new Reference(identity.crn().toString(), identity.id(), identity.name(), "vpc");
  }
}
