package io.sekisho.kernel;

import io.sekisho.address.Ip;
import io.sekisho.address.Mac;
import io.sekisho.host.VpcPlan;
import io.sekisho.nftables.GuestPorts;
import io.sekisho.nftables.GuestPorts.Limits;
import io.sekisho.nftables.GuestPorts.Port;
import io.sekisho.nftables.GuestPorts.Service;
import io.sekisho.policy.Checkpoint;
import io.sekisho.policy.Checkpoint.Stand;
import io.sekisho.policy.Envelope;
import io.sekisho.policy.EnvelopeText;
import io.sekisho.policy.Judge;
import io.sekisho.policy.Packet;
import io.sekisho.policy.Packet.Stage;
import io.sekisho.policy.Place;
import io.sekisho.policy.Reason;
import io.sekisho.policy.Segment;
import io.sekisho.policy.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// One VPC of a test, as the judge knows it and as the kernel is told.
///
/// @param text of the envelope
record Side(
    int vpc, String text, Envelope envelope, Judge judge, Tracked tracked, GuestPorts ports) {
  /// @param cards what its interfaces' MAC addresses have in common
  static Side of(int vpc, String text, int cards) {
    Envelope envelope = EnvelopeText.read(text);
    List<Port> ports = envelope.places().stream().map(it -> port(it, cards)).toList();
    return new Side(
        vpc,
        text,
        envelope,
        Judge.of(envelope),
        new Tracked(),
        new GuestPorts(ports, Limits.DEFAULT));
  }

  private static Port port(Place place, int cards) {
    Mac mac = new Mac(0x02_00_00_00_00_00L | (long) cards << 16 | place.mark());
    return new Port("tap" + place.mark(), mac, place.addresses(), place.mark(), 1, Service.OFF);
  }

  VpcPlan plan() {
    List<Ip> gateways =
        envelope.segments().stream().map(Segment::gateway).flatMap(Optional::stream).toList();
    return new VpcPlan(Lab.namespace(vpc), gateways, ports, envelope);
  }

  Mac card(int mark) {
    return ports.ports().stream()
        .filter(it -> it.mark() == mark)
        .map(Port::mac)
        .findFirst()
        .orElseThrow();
  }

  Optional<Place> owner(Ip ip) {
    return envelope.places().stream().filter(it -> it.addresses().contains(ip)).findFirst();
  }

  /// This one, when it has come after another one and what began there went on.
  Side after(Side before) {
    return new Side(
        vpc,
        text,
        envelope,
        judge,
        before.tracked.only(it -> isInPlace(it, before) && mayBegin(it)),
        ports);
  }

  /// Whether both ends are still the same interfaces, and the sender's address its own.
  boolean isInPlace(Shot shot, Side before) {
    Packet packet = shot.packet();
    return before.mark(packet.source()).equals(packet.sender())
        && mark(packet.source()).equals(packet.sender())
        && mark(packet.destination()).equals(before.mark(packet.destination()));
  }

  private OptionalInt mark(Ip ip) {
    return owner(ip).stream().mapToInt(Place::mark).findFirst();
  }

  /// Whether it would be let begin today; network ACLs look at what comes after it anyway.
  private boolean mayBegin(Shot shot) {
    return judge.judge(shot.packet().at(Stage.BEGINS)).checkpoints().stream()
        .filter(it -> it.stand() != Stand.ACL_OUT && it.stand() != Stand.ACL_IN)
        .allMatch(Checkpoint::passes);
  }

  Verdict judge(Shot shot) {
    return judge.judge(shot.packet().at(tracked.stage(shot)));
  }

  /// The marks of the interfaces at which it is to arrive; what the router answers, at the asker's.
  Set<Integer> expected(Shot shot) {
    Verdict verdict = judge(shot);
    boolean arrives = verdict.passes() && isWhole(shot) && !tracked.isForeign(shot);
    return arrives ? receivers(shot, verdict) : Set.of();
  }

  /// Whether all of it gets there, with its sender's own card.
  boolean isWhole(Shot shot) {
    return shot.whole(card(shot.packet().sender().orElseThrow()));
  }

  private Set<Integer> receivers(Shot shot, Verdict verdict) {
    Reason way =
        verdict.checkpoints().stream()
            .filter(it -> it.stand() == Stand.ROUTE)
            .map(Checkpoint::reason)
            .findFirst()
            .orElseThrow();
    return switch (way) {
      case Reason.Delivered(int mark) -> Set.of(mark);
      case Reason.Router _ ->
          owner(shot.packet().source()).map(it -> Set.of(it.mark())).orElse(Set.of());
      // Nobody serves here.
      default -> Set.of();
    };
  }
}
