package io.sekisho.nftables;

import io.sekisho.address.Ip;
import io.sekisho.nftables.GuestPorts.Port;
import io.sekisho.policy.Envelope;
import io.sekisho.policy.Group;
import io.sekisho.policy.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What says of each port of a VPC which chains its packets meet, and who is in the groups that
/// rules name: all of it elements, so that a port comes and goes and changes its groups without
/// touching a rule, and what a packet costs does not depend on how many ports there are.
final class EnvelopeRules {
  /// Sets that count for each port; named as the chains that look there.
  private static final List<String> COUNTING =
      List.of(
          "sent", "received", "spoofed_by", "refused_out", "refused_in", "denied_out", "denied_in");

  private final Envelope envelope;
  private final List<Seat> seats;
  private final Set<String> groups;
  private final Map<String, Optional<String>> acls = new HashMap<>();

  /// A port, and where it is.
  private record Seat(Port port, Place place) {
    String device() {
      return "\"" + port.device() + "\"";
    }

    Stream<Ip> addresses(boolean v6) {
      return place.addresses().stream().filter(ip -> ip.v6() == v6);
    }
  }

  private EnvelopeRules(List<Port> ports, Envelope envelope) {
    this.envelope = envelope;
    Map<Integer, Place> places =
        envelope.places().stream().collect(Collectors.toMap(Place::mark, it -> it));
    this.seats =
        ports.stream()
            .filter(it -> places.containsKey(it.mark()))
            .map(it -> new Seat(it, places.get(it.mark())))
            .toList();
    this.groups = envelope.groups().stream().map(Group::id).collect(Collectors.toSet());
    Set<String> there = new HashSet<>();
    envelope.acls().forEach(it -> there.add(it.id()));
    envelope.segments().forEach(it -> acls.put(it.id(), it.acl().filter(there::contains)));
  }

  static List<Elements> elements(List<Port> ports, Envelope envelope) {
    return new EnvelopeRules(ports, envelope).elements();
  }

  private List<Elements> elements() {
    List<Elements> all = new ArrayList<>();
    all.add(Elements.set("forger", "ifname . ether_addr", forgers()));
    COUNTING.forEach(name -> all.add(Elements.counting(name, "ifname", devices(_ -> true))));
    all.add(Elements.set("stateful", "ifname", devices(Place::stateful)));
    all.add(itself("itself", "ipv4_addr", false));
    all.add(itself("itself6", "ipv6_addr", true));
    all.add(verdicts("segment", it -> Optional.of("goto segment." + it.segment())));
    all.add(verdicts("enter", it -> Optional.of(EnvelopeChains.enter(acl(it)))));
    for (int n = 0; n < Place.MOST_GROUPS; n++) {
      int at = n;
      all.add(verdicts("out_of" + (n + 1), it -> group(it, at).map(id -> "jump out." + id)));
      all.add(verdicts("into" + (n + 1), it -> group(it, at).map(id -> "jump in." + id)));
    }
    envelope
        .segments()
        .forEach(
            segment ->
                all.add(
                    Elements.set(
                        "inside." + segment.id(),
                        "ifname",
                        devices(it -> it.segment().equals(segment.id())))));
    for (String group : named()) {
      all.add(members(group, "ipv4_addr", false));
      all.add(members(group, "ipv6_addr", true));
    }
    return all;
  }

  private List<String> forgers() {
    return seats.stream()
        .filter(it -> it.place.spoofing())
        .map(it -> it.device() + " . " + it.port.mac())
        .toList();
  }

  private List<String> devices(Predicate<Place> which) {
    return seats.stream().filter(it -> which.test(it.place)).map(Seat::device).toList();
  }

  /// Each address beside itself: a set finds out whether two fields of a packet are the same.
  private Elements itself(String name, String type, boolean v6) {
    return Elements.set(
        name,
        type + " . " + type,
        seats.stream().flatMap(it -> it.addresses(v6)).map(ip -> ip + " . " + ip).toList());
  }

  private Elements verdicts(String name, Function<Place, Optional<String>> verdict) {
    Map<String, String> entries = new LinkedHashMap<>();
    for (Seat seat : seats) {
      verdict.apply(seat.place).ifPresent(it -> entries.put(seat.device(), it));
    }
    return Elements.map(name, "ifname : verdict", entries);
  }

  private Optional<String> acl(Place place) {
    return acls.getOrDefault(place.segment(), Optional.empty());
  }

  private Optional<String> group(Place place, int at) {
    return place.groups().stream().skip(at).findFirst().filter(groups::contains);
  }

  /// The groups that rules name.
  private Set<String> named() {
    Set<String> named = new TreeSet<>();
    for (Group group : envelope.groups()) {
      Stream.of(group.outbound(), group.inbound())
          .flatMap(List::stream)
          .forEach(it -> it.group().ifPresent(named::add));
    }
    return named;
  }

  private Elements members(String group, String type, boolean v6) {
    return Elements.set(
        EnvelopeChains.members(group, v6),
        type,
        seats.stream()
            .filter(it -> it.place.groups().contains(group))
            .flatMap(it -> it.addresses(v6))
            .map(Ip::toString)
            .toList());
  }
}
