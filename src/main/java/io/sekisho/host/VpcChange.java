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
import java.util.List;
import java.util.Optional;

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

  private static VpcPlan nothing(String namespace, Limits limits) {
    return new VpcPlan(namespace, List.of(), new GuestPorts(List.of(), limits), Envelope.NONE);
  }
}
