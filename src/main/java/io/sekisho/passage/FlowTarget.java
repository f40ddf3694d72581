package io.sekisho.passage;

import io.sekisho.control.Turn;
import io.sekisho.estate.Holdings;
import io.sekisho.estate.Placed;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Which;
import io.sekisho.gateway.FlowLogCollector;
import io.sekisho.gateway.FlowLogCollector.TargetType;
import io.sekisho.network.VirtualNetworkInterfaces;
import io.sekisho.vpc.BareMetalServer;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.Resource;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.VirtualNetworkInterface;
import io.sekisho.vpc.Vpc;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What flows are collected for.
///
/// @param guard the resource that decides who may: of a server's interface, the server
public record FlowTarget(TargetType type, String id, String name, Resource guard) {

  String vpc() {
    return guard.vpc();
  }

  /// What it takes to let somebody collect.
  String operate() {
    return "is.%1$s.%1$s.operate".formatted(guard.identity().crn().type());
  }

  /// The one that a body names.
  ///
  /// @throws Refusal 400 if there is none, or if nothing can be collected for it
  static FlowTarget named(Holdings holdings, Which which) {
    String id =
        which
            .byId()
            .or(() -> which.crn().map(it -> it.substring(it.lastIndexOf(':') + 1)))
            .orElseThrow(() -> Refusal.invalid("target", "Name it by one of id, crn and href."));
    FlowTarget found =
        find(holdings, id)
            .orElseThrow(
                () ->
                    Refusal.invalid(
                        "target",
                        "There is no VPC, subnet, instance or interface %s in this account."
                            .formatted(id)));
    if (found.guard() instanceof BareMetalServer || ofMetal(holdings, found)) {
      throw Refusal.invalid("target", "Flows of bare metal servers are not collected.");
    }
    return found;
  }

  private static boolean ofMetal(Holdings holdings, FlowTarget found) {
    return found.type() == TargetType.VIRTUAL_NETWORK_INTERFACE
        && VirtualNetworkInterfaces.server(
                holdings.locate(VirtualNetworkInterface.class, found.id()))
            .filter(BareMetalServer.class::isInstance)
            .isPresent();
  }

  /// What a collector collects for.
  public static FlowTarget of(Holdings holdings, FlowLogCollector it) {
    return find(holdings, it.target()).orElseThrow();
  }

  private static Optional<FlowTarget> find(Holdings holdings, String id) {
    return document(holdings, id)
        .or(() -> attachment(holdings, id))
        .or(
            () ->
                VirtualNetworkInterfaces.all(holdings).stream()
                    .map(Placed::value)
                    .filter(it -> it.id().equals(id))
                    .map(it -> whole(TargetType.VIRTUAL_NETWORK_INTERFACE, it))
                    .findFirst());
  }

  private static Optional<FlowTarget> document(Holdings holdings, String id) {
    return holdings
        .maybe(Resource.class, id)
        .flatMap(
            it ->
                switch (it) {
                  case Vpc vpc -> Optional.of(whole(TargetType.VPC, vpc));
                  case Subnet subnet -> Optional.of(whole(TargetType.SUBNET, subnet));
                  case Instance instance -> Optional.of(whole(TargetType.INSTANCE, instance));
                  default -> Optional.empty();
                });
  }

  private static FlowTarget whole(TargetType type, Resource it) {
    return new FlowTarget(type, it.id(), it.name(), it);
  }

  private static Optional<FlowTarget> attachment(Holdings holdings, String id) {
    for (Compute server : holdings.all(Compute.class)) {
      for (NetworkInterface nic : server.interfaces()) {
        if (nic.id().equals(id)) {
          TargetType type =
              nic.older() ? TargetType.NETWORK_INTERFACE : TargetType.INSTANCE_NETWORK_ATTACHMENT;
          return Optional.of(new FlowTarget(type, id, nic.name(), server));
        }
      }
    }
    return Optional.empty();
  }

  /// Lets the collectors go whose interfaces a write took away, whoever made it: for
  /// [io.sekisho.control.Ledger#whenDone].
  public static void settle(Turn turn) {
    Set<String> gone = new HashSet<>();
    turn.replaced().forEach(it -> interfaces(it).forEach(gone::add));
    if (!gone.isEmpty()) {
      turn.replacements().forEach(it -> interfaces(it).forEach(gone::remove));
    }
    if (!gone.isEmpty()) {
      List<FlowLogCollector> all =
          turn.edition().contents().all(FlowLogCollector.class).stream()
              .filter(it -> gone.contains(it.target()))
              .filter(it -> !turn.deletes(it.id()))
              .toList();
      all.forEach(turn::delete);
    }
  }

  private static Stream<String> interfaces(Object value) {
    return switch (value) {
      case VirtualNetworkInterface vni -> Stream.of(vni.id());
      case Compute server ->
          server.interfaces().stream()
              .flatMap(nic -> Stream.of(nic.id(), nic.virtualNetworkInterface().id()));
      default -> Stream.empty();
    };
  }
}
