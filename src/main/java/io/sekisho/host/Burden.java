package io.sekisho.host;

import io.sekisho.policy.Acl;
import io.sekisho.policy.Envelope;
import io.sekisho.policy.Group;
import io.sekisho.policy.Segment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What rules cost the kernel that has to take them over.
///
/// @param rules of security groups and network ACLs
/// @param steps in which the kernel looks for circles at every change: those rules that each
///   interface's packets may meet, of all interfaces together
record Burden(long rules, long steps) {
  static final Burden NONE = new Burden(0, 0);

  /// What one VPC may have on a host. With so much, nft takes a second to load it all and 0.1 s for
  /// a change, 0.3 where the processor is busy; no other VPC's change gets through meanwhile. The
  /// kernel has 10 MiB of it, and the process that loads it 200 more for that long. With 50,000
  /// rules it is 2.5 to 4 s, 0.2 to 0.8 s, 40 MiB and 600. IBM's quotas allow 45,000 in a VPC,
  /// which nobody needs; a thousand interfaces that may meet a thousand rules each do fit.
  static final Burden OF_A_VPC = new Burden(10_000, 1_000_000);

  /// What all VPCs of a host may have together: after a start it is loaded in ten seconds or less.
  static final Burden OF_A_HOST = new Burden(50_000, 5_000_000);

  /// As much of an envelope as fits. A group or an ACL that is left out lets nothing pass.
  ///
  /// @param left how many are left out
  record Fit(Envelope envelope, Burden burden, int left) {}

  /// A group or an ACL.
  private record Part(String id, boolean group, Burden burden) {}

  static Burden of(Envelope envelope) {
    return sum(parts(envelope));
  }

  boolean covers(Burden other) {
    return other.rules <= rules && other.steps <= steps;
  }

  Burden plus(Burden other) {
    return new Burden(rules + other.rules, steps + other.steps);
  }

  Burden minus(Burden other) {
    return new Burden(rules - other.rules, steps - other.steps);
  }

  /// How much of another it is, by that of the two of which it is more.
  double shareOf(Burden all) {
    return Math.max((double) rules / all.rules, (double) steps / all.steps);
  }

  /// One of so many equal parts.
  Burden of(int parts) {
    return new Burden(rules / parts, steps / parts);
  }

  /// As much of an envelope as this has room for: the smaller groups and ACLs first, so that what
  /// is left out is as little as can be, and the same each time.
  Fit fit(Envelope all) {
    List<Part> parts = parts(all);
    Burden whole = sum(parts);
    if (covers(whole)) {
      return new Fit(all, whole, 0);
    }
    parts.sort(
        Comparator.comparingLong((Part it) -> it.burden.rules)
            .thenComparingLong(it -> it.burden.steps)
            .thenComparing(Part::id));
    Burden taken = NONE;
    Set<Part> left = new HashSet<>();
    for (Part part : parts) {
      Burden with = taken.plus(part.burden);
      if (covers(with)) {
        taken = with;
      } else {
        left.add(new Part(part.id, part.group, NONE));
      }
    }
    return new Fit(
        new Envelope(
            all.places(),
            all.segments(),
            all.groups().stream()
                .filter(it -> !left.contains(new Part(it.id(), true, NONE)))
                .toList(),
            all.acls().stream()
                .filter(it -> !left.contains(new Part(it.id(), false, NONE)))
                .toList()),
        taken,
        left.size());
  }

  private static Burden sum(List<Part> parts) {
    Burden sum = NONE;
    for (Part part : parts) {
      sum = sum.plus(part.burden);
    }
    return sum;
  }

  private static List<Part> parts(Envelope envelope) {
    Map<String, Integer> inside = new HashMap<>();
    Map<String, Integer> members = new HashMap<>();
    envelope
        .places()
        .forEach(
            place -> {
              inside.merge(place.segment(), 1, Integer::sum);
              place.groups().forEach(it -> members.merge(it, 1, Integer::sum));
            });
    Map<String, Integer> behind = new HashMap<>();
    for (Segment segment : envelope.segments()) {
      int there = inside.getOrDefault(segment.id(), 0);
      segment.acl().ifPresent(it -> behind.merge(it, there, Integer::sum));
    }
    List<Part> parts = new ArrayList<>();
    for (Group each : envelope.groups()) {
      parts.add(part(each.id(), true, rules(each), members.getOrDefault(each.id(), 0)));
    }
    for (Acl each : envelope.acls()) {
      parts.add(part(each.id(), false, rules(each), behind.getOrDefault(each.id(), 0)));
    }
    return parts;
  }

  private static Part part(String id, boolean group, long rules, int interfaces) {
    return new Part(id, group, new Burden(rules, rules * interfaces));
  }

  static long rules(Group group) {
    return (long) group.outbound().size() + group.inbound().size();
  }

  static long rules(Acl acl) {
    return (long) acl.outbound().size() + acl.inbound().size();
  }
}
