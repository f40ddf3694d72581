package io.sekisho.host;

import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;
import io.sekisho.policy.Envelope;
import io.sekisho.policy.Place;
import io.sekisho.policy.Segment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The public addresses that guests of this host may have, as whoever runs it says: the host
/// answers for no others, whatever it is asked to put into force.
public record Pool(List<Prefix> blocks) {
  /// Of a host that has none.
  public static final Pool NONE = new Pool(List.of());

  /// As many of the others as are named in a reason.
  private static final int NAMED = 5;

  public Pool {
    blocks = List.copyOf(blocks);
  }

  private boolean has(Ip ip) {
    return blocks.stream().anyMatch(it -> it.contains(ip));
  }

  /// The same plan without floating IPs and public gateways whose addresses are not here, and said
  /// of which VPCs they are.
  public HostPlan within(HostPlan all) {
    List<VpcPlan> plans = new ArrayList<>();
    Map<String, String> left = new HashMap<>(all.unplanned());
    boolean foreign = false;
    for (VpcPlan vpc : all.vpcs()) {
      Set<Ip> others = others(vpc.envelope());
      plans.add(others.isEmpty() ? vpc : vpc.with(without(others, vpc.envelope())));
      if (!others.isEmpty()) {
        foreign = true;
        left.merge(vpc.namespace(), reason(others), (one, more) -> cut(more + "; " + one));
      }
    }
    // Not told by the reasons, some of which are the service's own words.
    return foreign ? new HostPlan(plans, left) : all;
  }

  private Set<Ip> others(Envelope envelope) {
    Set<Ip> others = new LinkedHashSet<>();
    for (Place place : envelope.places()) {
      place.floatingIp().filter(ip -> !has(ip)).ifPresent(others::add);
    }
    for (Segment segment : envelope.segments()) {
      segment.publicGateway().filter(ip -> !has(ip)).ifPresent(others::add);
    }
    return others;
  }

  private static Envelope without(Set<Ip> others, Envelope all) {
    return new Envelope(
        all.places().stream().map(it -> it.outside(kept(it.floatingIp(), others))).toList(),
        all.segments().stream()
            .map(
                it -> new Segment(it.id(), it.blocks(), it.acl(), kept(it.publicGateway(), others)))
            .toList(),
        all.groups(),
        all.acls());
  }

  private static Optional<Ip> kept(Optional<Ip> ip, Set<Ip> others) {
    return ip.filter(it -> !others.contains(it));
  }

  private static String reason(Set<Ip> others) {
    String some =
        String.join(", ", others.stream().limit(NAMED).map(Ip::toString).toList())
            + (others.size() > NAMED ? ", …" : "");
    return cut(
        some + " are no public addresses of this host: start it with --floating-ips that has them");
  }

  private static String cut(String reason) {
    return reason.substring(0, Math.min(reason.length(), HostPlan.LONGEST_REASON));
  }
}
