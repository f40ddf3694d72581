package io.sekisho.compute;

import io.sekisho.compute.InstancePrototype.Affinity;
import io.sekisho.compute.InstancePrototype.Availability;
import io.sekisho.compute.InstancePrototype.AvailabilityPolicy;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.estate.Which;
import io.sekisho.vpc.Hardware;
import io.sekisho.vpc.Instance.Scheduling;
import io.sekisho.vpc.PlacementGroup;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where and how long instances run. There are no dedicated hosts and no reservations here that a
/// body could name.
final class Schedules {
  private static final String POLICY = "reservation_affinity.policy";
  private static final String DISABLED = "disabled";
  private static final Set<String> CLASSES = Set.of("standard", "spot");
  private static final Set<String> HOST_FAILURE = Set.of("restart", "stop");
  private static final Set<String> PREEMPTION = Set.of("stop", "delete");
  private static final Set<String> POLICIES = Set.of("automatic", DISABLED, "manual");

  private Schedules() {}

  /// What a body says of it.
  record Said(
      Optional<Availability> availability,
      Optional<AvailabilityPolicy> policy,
      Optional<Affinity> affinity) {}

  /// That of a new instance.
  static Scheduling of(Scene scene, Said said, Optional<Which> target, Hardware hardware) {
    Optional<String> group = target.map(it -> group(scene, it));
    Scheduling usual = Scheduling.STANDARD;
    Scheduling placed =
        new Scheduling(
            usual.availabilityClass(),
            usual.hostFailure(),
            usual.preemption(),
            group,
            Optional.empty(),
            Optional.empty(),
            group.isPresent() || spot(said) || !reservable(hardware)
                ? DISABLED
                : usual.reservationAffinity());
    return changed(placed, said, hardware);
  }

  private static String group(Scene scene, Which which) {
    PlacementGroup group = scene.find(PlacementGroup.class, which, "placement_target");
    return PlacementGroups.joined(scene, group).id();
  }

  private static boolean spot(Said said) {
    return said.availability.flatMap(Availability::kind).filter("spot"::equals).isPresent();
  }

  /// Whether reservations are for instances like this.
  private static boolean reservable(Hardware hardware) {
    return hardware.vcpu().percentage() == 100 && hardware.vcpu().count() > 1;
  }

  /// That of an instance after a change.
  static Scheduling changed(Scheduling before, Said said, Hardware hardware) {
    Scheduling after =
        new Scheduling(
            Choice.of(
                said.availability.flatMap(Availability::kind),
                before.availabilityClass(),
                CLASSES,
                "availability.class"),
            Choice.of(
                said.policy.flatMap(AvailabilityPolicy::hostFailure),
                before.hostFailure(),
                HOST_FAILURE,
                "availability_policy.host_failure"),
            Choice.of(
                said.policy.flatMap(AvailabilityPolicy::preemption),
                before.preemption(),
                PREEMPTION,
                "availability_policy.preemption"),
            before.placementGroup(),
            before.dedicatedHost(),
            before.reservation(),
            affinity(before, said));
    check(after, hardware);
    return after;
  }

  private static String affinity(Scheduling before, Said said) {
    List<Which> pool = said.affinity.map(Affinity::pool).orElse(List.of());
    if (!pool.isEmpty()) {
      throw Refusal.invalid(
          "reservation_affinity.pool",
          "There is no reservation %s in this account.".formatted(pool.getFirst()));
    }
    String policy =
        Choice.of(
            said.affinity.flatMap(Affinity::policy),
            before.reservationAffinity(),
            POLICIES,
            POLICY);
    if (policy.equals("manual") && before.reservation().isEmpty()) {
      throw Refusal.invalid(POLICY, "With manual, reservation_affinity.pool has one reservation.");
    }
    return policy;
  }

  private static void check(Scheduling it, Hardware hardware) {
    if (it.reservationAffinity().equals(DISABLED)) {
      return;
    }
    boolean placed = it.placementGroup().isPresent() || it.dedicatedHost().isPresent();
    if (placed) {
      throw Refusal.invalid(POLICY, "With a placement_target it is disabled.");
    }
    if (it.availabilityClass().equals("spot")) {
      throw Refusal.invalid(POLICY, "With an availability.class of spot it is disabled.");
    }
    if (!reservable(hardware)) {
      throw Refusal.invalid(POLICY, "With less than two vCPUs, or a part of each, it is disabled.");
    }
  }
}
