package io.sekisho.nftables;

import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;
import io.sekisho.policy.Addresses;
import io.sekisho.policy.Envelope;
import io.sekisho.policy.Place;
import io.sekisho.policy.Segment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What stands between a VPC and the internet: the device [GuestRules#UPLINK], if somebody put one
/// there. IPv4 alone, as there are no floating IPs of the other kind.
///
/// By itself translating lasts as long as its connection. So whatever goes either way is looked at
/// beside the address that its interface has now.
final class Uplink {
  private static final List<Prefix> NOWHERE =
      Stream.concat(Addresses.NOBODYS.stream(), Addresses.PRIVATE.stream())
          .filter(it -> !it.first().v6())
          .toList();

  private static final String PRIVATE = Match.anyOf(NOWHERE, false);

  /// Before anything is translated. Errors about what was sent come from the other end of the
  /// device, too.
  private static final Chain OUTSIDE =
      new Chain(
          "outside",
          """
          meta nfproto ipv6 drop
          ip saddr 169.254.0.1 icmp type { destination-unreachable, time-exceeded } ip daddr @public accept
          ip saddr %s counter name spoofed drop
          ip saddr @nearby counter name spoofed drop
          ip daddr @public accept
          counter name unroutable drop
          """
              .formatted(PRIVATE));

  private static final Chain TRANSLATING =
      new Chain(
          "translating",
          """
          type nat hook prerouting priority -100; policy accept;
          iifname "up0" dnat ip to ip daddr map @floating
          """);

  /// Translated it was for the interface's own address, then or when the connection began.
  private static final Chain INWARDS =
      new Chain(
          "inwards",
          """
          oifname . ct original ip daddr @exit accept
          oifname . ct reply ip daddr @exit accept
          counter name unroutable drop
          """);

  private static final Chain OUTWARDS =
      new Chain(
          "outwards",
          """
          meta nfproto ipv6 counter name unroutable drop
          ip daddr %s counter name unroutable drop
          ip daddr @nearby counter name unroutable drop
          iifname != @outgoing counter name unroutable drop
          """
              .formatted(PRIVATE));

  private static final Chain MASKING =
      new Chain(
          "masking",
          """
          type nat hook postrouting priority 100; policy accept;
          oifname "up0" snat ip to iifname map @away
          """);

  private static final Chain GOING =
      new Chain(
          "going",
          """
          iifname . ip saddr @exit accept
          counter name unroutable drop
          """);

  static final List<Chain> CHAINS =
      List.of(OUTSIDE, TRANSLATING, INWARDS, OUTWARDS, MASKING, GOING);

  /// All that its elements depend on.
  ///
  /// @param exits by their marks
  record From(
      List<Seat> seats, Map<Integer, Ip> exits, List<Place> places, List<Segment> segments) {
    static From of(List<Seat> seats, Envelope envelope) {
      return new From(seats, envelope.exits(), envelope.places(), envelope.segments());
    }
  }

  private final Elements addresses;
  private final List<Elements> elements;

  Uplink(From from) {
    Set<String> there = new LinkedHashSet<>();
    Map<String, String> floating = new LinkedHashMap<>();
    Map<String, String> away = new LinkedHashMap<>();
    for (Seat seat : from.seats) {
      Ip exit = from.exits.get(seat.place().mark());
      if (exit != null && Addresses.canBeOutside(exit)) {
        there.add(exit.toString());
        away.put(seat.device(), exit.toString());
        if (seat.place().floatingIp().isPresent()) {
          seat.place().inner().ifPresent(it -> floating.put(exit.toString(), it.toString()));
        }
      }
    }
    addresses = Elements.set("public", "ipv4_addr", there);
    elements =
        List.of(
            addresses,
            Elements.set(
                "nearby",
                "ipv4_addr\nflags interval",
                nearby(from).stream().map(Prefix::toString).toList()),
            Elements.map("floating", "ipv4_addr : ipv4_addr", floating),
            Elements.map("away", "ifname : ipv4_addr", away),
            Elements.set("outgoing", "ifname", away.keySet()),
            Elements.set(
                "exit",
                "ifname . ipv4_addr",
                away.entrySet().stream().map(it -> it.getKey() + " . " + it.getValue()).toList()));
  }

  /// The VPC's own addresses, as far as they are not private ones. No two have one in common: the
  /// kernel would not have that.
  private static List<Prefix> nearby(From from) {
    List<Prefix> all = new ArrayList<>();
    Predicate<Prefix> unsaid =
        block ->
            !block.first().v6()
                && NOWHERE.stream().noneMatch(it -> it.covers(block))
                && all.stream().noneMatch(it -> it.covers(block));
    from.segments.stream()
        .flatMap(it -> it.blocks().stream())
        .sorted((one, other) -> Integer.compare(one.length(), other.length()))
        .filter(unsaid)
        .forEach(all::add);
    from.places.stream()
        .flatMap(it -> it.addresses().stream())
        .map(Prefix::of)
        .filter(unsaid)
        .forEach(all::add);
    return all;
  }

  /// The addresses that it has on the internet.
  Elements addresses() {
    return addresses;
  }

  List<Elements> elements() {
    return elements;
  }
}
