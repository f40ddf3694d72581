package io.sekisho.vpc;

import io.sekisho.address.Ip;
import io.sekisho.iam.AccountId;
import java.util.List;
import java.util.Set;

/// A resource of an account's: everything that IBM's VPC API has, and that a snapshot holds.
///
/// What is bound to another resource, and goes where that goes, stands in it: an attached virtual
/// network interface in its server, a bound floating IP in its interface. On its own it is a
/// document of its own.
public interface Resource {
  Identity identity();

  default String id() {
    return identity().id();
  }

  default String name() {
    return identity().name();
  }

  default AccountId account() {
    return identity().account();
  }

  /// The id of the VPC that it lies in; empty if it lies in none.
  default String vpc() {
    return "";
  }

  /// Ids of what can't be deleted as long as this is there.
  default Set<String> needs() {
    return Set.of();
  }

  /// The id of what it is deleted with; empty if it goes with nothing.
  default String partOf() {
    return "";
  }

  /// What stands in this one instead of being a document of its own, and goes where this goes.
  default List<Resource> bound() {
    return List.of();
  }

  /// The same with another version of what stands in it, or in one of those.
  default Resource with(Resource part) {
    return this;
  }

  /// The addresses that nobody else can have for as long as this has them.
  default List<Claim> claims() {
    return bound().stream().flatMap(it -> it.claims().stream()).toList();
  }

  /// An address that is taken.
  ///
  /// @param subnet the subnet's id
  record Claim(String subnet, Ip address) {}

  /// What packets reach only if its security groups let them.
  interface Guarded extends Resource {
    List<Reference> securityGroups();

    /// The same in other security groups.
    Guarded withSecurityGroups(List<Reference> others);
  }

  /// What reserved IPs can be bound to and unbound from, and goes on without them.
  interface Reserving extends Resource {
    /// Those that are bound to it, but for one that it needs.
    List<ReservedIp> ips();

    /// The same with others bound to it.
    Reserving withIps(List<ReservedIp> others);
  }

  /// The public addresses that nobody else can have for as long as this has them.
  default List<Ip> publicIps() {
    return List.of();
  }

  /// As others name it.
  ///
  /// @param type its `resource_type`, such as `subnet`
  default Reference reference(String type) {
    return new Reference(identity().crn().toString(), id(), name(), type);
  }
}
