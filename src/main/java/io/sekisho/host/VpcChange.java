package io.sekisho.host;

import io.sekisho.address.Ip;
import io.sekisho.nftables.GuestPorts;
import io.sekisho.nftables.GuestPorts.Limits;
import io.sekisho.nftables.GuestPorts.Port;
import io.sekisho.policy.Acl;
import io.sekisho.policy.Envelope;
import io.sekisho.policy.Group;
import io.sekisho.policy.Place;
import io.sekisho.policy.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/// What lies between two plans for one namespace. A VPC may have thousands of interfaces and rules,
/// of which one change concerns few.
record VpcChange(
    String namespace,
    List<Ip> gateways,
    Limits limits,
    Delta<Port> ports,
    Delta<Place> places,
    Delta<Segment> segments,
    Delta<Group> groups,
    Delta<Acl> acls) {

  VpcChange {
    Names.expectVpc(namespace);
    gateways = List.copyOf(gateways);
  }

  /// @param before empty if there was none
  static VpcChange between(Optional<VpcPlan> before, VpcPlan after) {
    VpcPlan from = before.orElseGet(() -> nothing(after.namespace(), after.guests().limits()));
    Envelope was = from.envelope();
    Envelope is = after.envelope();
    return new VpcChange(
        after.namespace(),
        after.gateways(),
        after.guests().limits(),
        Delta.between(from.guests().ports(), after.guests().ports(), VpcChange::key),
        Delta.between(was.places(), is.places(), VpcChange::key),
        Delta.between(was.segments(), is.segments(), Segment::id),
        Delta.between(was.groups(), is.groups(), Group::id),
        Delta.between(was.acls(), is.acls(), Acl::id));
  }

  VpcPlan applied(Optional<VpcPlan> before) {
    VpcPlan from = before.orElseGet(() -> nothing(namespace, limits));
    Envelope was = from.envelope();
    return new VpcPlan(
        namespace,
        gateways,
        new GuestPorts(ports.applied(from.guests().ports(), VpcChange::key), limits),
        new Envelope(
            places.applied(was.places(), VpcChange::key),
            segments.applied(was.segments(), Segment::id),
            groups.applied(was.groups(), Group::id),
            acls.applied(was.acls(), Acl::id)));
  }

  private static String key(Port port) {
    return Integer.toString(port.mark());
  }

  private static String key(Place place) {
    return Integer.toString(place.mark());
  }

  /// How much there is to be told, in what a rule takes.
  int weight() {
    return ports.put().size()
        + places.put().size()
        + groups.put().stream().mapToInt(VpcChange::weight).sum()
        + acls.put().stream().mapToInt(VpcChange::weight).sum();
  }

  private static int weight(Group group) {
    return 1 + group.outbound().size() + group.inbound().size();
  }

  private static int weight(Acl acl) {
    return 1 + acl.outbound().size() + acl.inbound().size();
  }

  /// The same as several changes, one after the other. What names a part that comes later lets
  /// nothing pass until then.
  ///
  /// @param most how much each may tell, but for a single group or ACL
  List<VpcChange> pieces(int most) {
    if (weight() <= most) {
      return List.of(this);
    }
    List<VpcChange> all = new ArrayList<>();
    all.add(put(List.of(), List.of(), List.of(), List.of()));
    chunks(ports.put(), _ -> 1, most)
        .forEach(it -> all.add(put(it, List.of(), List.of(), List.of())));
    chunks(places.put(), _ -> 1, most)
        .forEach(it -> all.add(put(List.of(), it, List.of(), List.of())));
    chunks(groups.put(), VpcChange::weight, most)
        .forEach(it -> all.add(put(List.of(), List.of(), it, List.of())));
    chunks(acls.put(), VpcChange::weight, most)
        .forEach(it -> all.add(put(List.of(), List.of(), List.of(), it)));
    return all;
  }

  /// The same with these parts alone, and without what is gone of them.
  private VpcChange put(
      List<Port> somePorts, List<Place> somePlaces, List<Group> someGroups, List<Acl> someAcls) {
    return new VpcChange(
        namespace,
        gateways,
        limits,
        new Delta<>(somePorts, ports.gone()),
        new Delta<>(somePlaces, places.gone()),
        segments,
        new Delta<>(someGroups, groups.gone()),
        new Delta<>(someAcls, acls.gone()));
  }

  /// These in their order, in lists of which none weighs more than that, but for a single thing.
  static <T> List<List<T>> chunks(List<T> all, ToIntFunction<T> weight, int most) {
    List<List<T>> chunks = new ArrayList<>();
    int room = 0;
    for (T each : all) {
      int needed = weight.applyAsInt(each);
      if (chunks.isEmpty() || needed > room) {
        chunks.add(new ArrayList<>());
        room = most;
      }
      chunks.getLast().add(each);
      room -= needed;
    }
    return chunks;
  }

  private static VpcPlan nothing(String namespace, Limits limits) {
    return new VpcPlan(namespace, List.of(), new GuestPorts(List.of(), limits), Envelope.NONE);
  }
}
