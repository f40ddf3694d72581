package io.sekisho.policy;

import io.sekisho.address.Ip;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// All that filters packets between some interfaces of one VPC, such as those on one host.
///
/// What it names and does not have, lets nothing pass.
///
/// @param places in order of their marks
/// @param segments the subnets of the VPC, also those that no place is in; these and what follows
///   in order of their ids
/// @param groups those that the places are in
/// @param acls those of the segments that the places are in
public record Envelope(
    List<Place> places, List<Segment> segments, List<Group> groups, List<Acl> acls) {
  /// Of a VPC with nothing in it.
  public static final Envelope NONE = new Envelope(List.of(), List.of(), List.of(), List.of());

  public Envelope {
    places = sorted(places, Comparator.comparingInt(Place::mark));
    segments = sorted(segments, Comparator.comparing(Segment::id));
    groups = sorted(groups, Comparator.comparing(Group::id));
    acls = sorted(acls, Comparator.comparing(Acl::id));
    expectOne(places, Place::mark);
    expectOne(segments, Segment::id);
    expectOne(groups, Group::id);
    expectOne(acls, Acl::id);
    expectOne(places.stream().flatMap(it -> it.addresses().stream()).toList(), it -> it);
  }

  private static <T> List<T> sorted(List<T> all, Comparator<T> order) {
    return all.stream().sorted(order).toList();
  }

  private static <T> void expectOne(List<T> all, Function<T, Object> key) {
    if (all.stream().map(key).collect(Collectors.toSet()).size() < all.size()) {
      throw new IllegalArgumentException("two parts of an envelope can't be told apart");
    }
  }

  /// The groups that rules name.
  public Set<String> named() {
    Set<String> named = new TreeSet<>();
    for (Group group : groups) {
      group.outbound().forEach(it -> it.group().ifPresent(named::add));
      group.inbound().forEach(it -> it.group().ifPresent(named::add));
    }
    return named;
  }

  /// The address that each interface has outside, by its mark: its floating IP, or else that of its
  /// subnet's public gateway. Those that have neither are not there.
  public Map<Integer, Ip> exits() {
    Map<String, Ip> gateways = new HashMap<>();
    segments.forEach(it -> it.publicGateway().ifPresent(ip -> gateways.put(it.id(), ip)));
    Map<Integer, Ip> exits = new HashMap<>();
    for (Place place : places) {
      place
          .floatingIp()
          .or(() -> Optional.ofNullable(gateways.get(place.segment())))
          .ifPresent(ip -> exits.put(place.mark(), ip));
    }
    return exits;
  }
}
