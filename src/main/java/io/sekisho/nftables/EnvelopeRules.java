package io.sekisho.nftables;

import io.sekisho.address.Ip;
import io.sekisho.policy.Envelope;
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

/// What says of each port of a VPC which chains its packets meet, and who is in the groups that
/// rules name: all of it elements, so that a port comes and goes and changes its groups without
/// touching a rule, and what a packet costs does not depend on how many ports there are.
final class EnvelopeRules {
  /// Sets that count for each port; named as the chains that look there.
  private static final List<String> COUNTING =
      List.of(
          "sent", "received", "spoofed_by", "refused_out", "refused_in", "denied_out", "denied_in");

  private final Kept<From, List<Elements>> elements = new Kept<>(EnvelopeRules::made);

  /// All that they depend on.
  ///
  /// @param segments those that are there
  /// @param groups those that are there
  /// @param named the groups that rules name
  private record From(
      List<Seat> seats, Set<String> segments, Set<String> groups, Set<String> named) {
    static From of(List<Seat> seats, Envelope envelope) {
      Set<String> segments = new TreeSet<>();
      envelope.segments().forEach(it -> segments.add(it.id()));
      Set<String> groups = new HashSet<>();
      envelope.groups().forEach(it -> groups.add(it.id()));
      return new From(seats, segments, groups, envelope.named());
    }

    Optional<String> segment(Place place) {
      return Optional.of(place.segment()).filter(segments::contains);
    }

    Optional<String> group(Place place, int at) {
      return place.groups().stream().skip(at).findFirst().filter(groups::contains);
    }
  }

  /// The very same as the last time, if nothing that they depend on is another.
  List<Elements> elements(List<Seat> seats, Envelope envelope) {
    return elements.of(From.of(seats, envelope));
  }

  private static List<Elements> made(From from) {
    List<Seat> seats = from.seats;
    List<Elements> all = new ArrayList<>();
    all.add(Elements.set("forger", "ifname . ether_addr", forgers(seats)));
    COUNTING.forEach(name -> all.add(Elements.counting(name, "ifname", devices(seats, _ -> true))));
    all.add(Elements.set("stateful", "ifname", devices(seats, Place::stateful)));
    all.add(itself(seats, "itself", "ipv4_addr", false));
    all.add(itself(seats, "itself6", "ipv6_addr", true));
    all.add(verdicts(seats, "leave", it -> from.segment(it).map("goto leave."::concat)));
    all.add(verdicts(seats, "enter", it -> from.segment(it).map("goto enter."::concat)));
    for (int n = 0; n < Place.MOST_GROUPS; n++) {
      int at = n;
      all.add(
          verdicts(seats, "out_of" + (n + 1), it -> from.group(it, at).map("jump out."::concat)));
      all.add(verdicts(seats, "into" + (n + 1), it -> from.group(it, at).map("jump in."::concat)));
    }
    Map<String, List<Seat>> inside =
        seats.stream().collect(Collectors.groupingBy(it -> it.place().segment()));
    for (String segment : from.segments) {
      List<Seat> those = inside.getOrDefault(segment, List.of());
      all.add(Elements.set("inside." + segment, "ifname", devices(those, _ -> true)));
    }
    Map<String, List<Seat>> members = new HashMap<>();
    seats.forEach(
        seat ->
            seat.place()
                .groups()
                .forEach(it -> members.computeIfAbsent(it, _ -> new ArrayList<>()).add(seat)));
    for (String group : from.named) {
      List<Seat> those = members.getOrDefault(group, List.of());
      all.add(members(those, group, "ipv4_addr", false));
      all.add(members(those, group, "ipv6_addr", true));
    }
    return all;
  }

  private static List<String> forgers(List<Seat> seats) {
    return seats.stream()
        .filter(it -> it.place().spoofing())
        .map(it -> it.device() + " . " + it.port().mac())
        .toList();
  }

  private static List<String> devices(List<Seat> seats, Predicate<Place> which) {
    return seats.stream().filter(it -> which.test(it.place())).map(Seat::device).toList();
  }

  /// Each address beside itself: a set finds out whether two fields of a packet are the same.
  private static Elements itself(List<Seat> seats, String name, String type, boolean v6) {
    return Elements.set(
        name,
        type + " . " + type,
        seats.stream().flatMap(it -> it.addresses(v6)).map(ip -> ip + " . " + ip).toList());
  }

  private static Elements verdicts(
      List<Seat> seats, String name, Function<Place, Optional<String>> verdict) {
    Map<String, String> entries = new LinkedHashMap<>();
    for (Seat seat : seats) {
      verdict.apply(seat.place()).ifPresent(it -> entries.put(seat.device(), it));
    }
    return Elements.map(name, "ifname : verdict", entries);
  }

  private static Elements members(List<Seat> seats, String group, String type, boolean v6) {
    return Elements.set(
        EnvelopeChains.members(group, v6),
        type,
        seats.stream().flatMap(it -> it.addresses(v6)).map(Ip::toString).toList());
  }
}
