package io.sekisho.metadata;

import io.sekisho.vpc.Instance.Scheduling;
import io.sekisho.vpc.PlacementGroup;
import java.util.List;
import java.util.Optional;

/// Where an instance runs and may run: its placement group, host and reservation.
final class PlacementDocuments {
  private PlacementDocuments() {}

  static Members placementGroup(PlacementGroup group) {
    return reference(group)
        .with("created_at", group.identity().createdAt())
        .with("lifecycle_state", group.lifecycleState())
        .with("strategy", group.strategy());
  }

  static Members ofInstance(View view) {
    Scheduling scheduling = view.instance().scheduling();
    Members policy =
        new Members()
            .with("host_failure", scheduling.hostFailure())
            .with("preemption", scheduling.preemption());
    return new Members()
        .with("availability", new Members().with("class", scheduling.availabilityClass()))
        .with("availability_policy", policy)
        .maybe("dedicated_host", scheduling.dedicatedHost().map(References::to))
        .maybe("placement_target", target(view))
        .maybe("reservation", scheduling.reservation().map(References::to))
        .with("reservation_affinity", affinity(scheduling));
  }

  private static Optional<Members> target(View view) {
    Optional<Members> host = view.instance().scheduling().dedicatedHost().map(References::to);
    return host.or(() -> view.subject().placementGroup().map(PlacementDocuments::reference));
  }

  /// Only the manual policy picks from a pool.
  private static Members affinity(Scheduling scheduling) {
    List<Members> pool =
        scheduling.reservation().stream()
            .filter(_ -> scheduling.reservationAffinity().equals("manual"))
            .map(References::to)
            .toList();
    return new Members().with("policy", scheduling.reservationAffinity()).with("pool", pool);
  }

  private static Members reference(PlacementGroup group) {
    return References.to(group.identity(), "placement_group");
  }
}
