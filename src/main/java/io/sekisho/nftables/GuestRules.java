package io.sekisho.nftables;

import io.sekisho.address.Ip;
import io.sekisho.address.Mac;
import io.sekisho.nftables.GuestPorts.Port;
import io.sekisho.nftables.GuestPorts.Service;
import io.sekisho.policy.Envelope;
import io.sekisho.policy.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// Compiles the ports of a VPC, and what filters between them, to the two tables of its namespace.
///
/// Everything about one port is an element of a set or map, so that a switch is turned, and a port
/// comes and goes, without touching a rule.
public final class GuestRules {
  /// The name of both tables.
  public static final String NAME = "sekisho";

  /// The device by which a VPC's packets reach the internet, where somebody put one.
  public static final String UPLINK = "up0";

  private static final int HOP_LIMITS = 64;

  /// What was dropped, by why; rules have counters of their own.
  private static final List<String> COUNTERS =
      List.of("spoofed", "malformed", "flooding", "unserved", "unroutable", "unrelated", "stray");

  /// Those of the ports' sets that ARP is held against, too.
  private static final Set<String> KNOWN_TO_ARP = Set.of("sender", "card");

  private static final List<Elements> PROTOCOLS = Match.protocols();

  private static final List<Chain> HOP_CHAINS = hopChains();

  private final Kept<List<Port>, List<Elements>> own = new Kept<>(GuestRules::own);
  private final Kept<Ends, List<Seat>> seats = new Kept<>(it -> Seat.of(it.ports, it.places));
  private final Kept<Uplink.From, Uplink> uplinks = new Kept<>(Uplink::new);
  private final EnvelopeRules between = new EnvelopeRules();
  private final EnvelopeChains chains = new EnvelopeChains();

  public static Ruleset compile(GuestPorts guests, Envelope envelope) {
    return new GuestRules().next(guests, envelope);
  }

  private record Ends(List<Port> ports, List<Place> places) {}

  /// The same, taking over from the last time what is made of the very same.
  public Ruleset next(GuestPorts guests, Envelope envelope) {
    List<Elements> bindings = own.of(guests.ports());
    List<Seat> there = seats.of(new Ends(guests.ports(), envelope.places()));
    Uplink uplink = uplinks.of(Uplink.From.of(there, envelope));
    List<EnvelopeChains.Part> parts = chains.parts(envelope);
    Table internet =
        new Table(
            "inet",
            NAME,
            all(List.of(COUNTERS, gathered(parts, EnvelopeChains.Part::counters))),
            all(List.of(PROTOCOLS, bindings, between.elements(there, envelope), uplink.elements())),
            all(
                List.of(
                    GuestChains.of(guests.limits()),
                    HOP_CHAINS,
                    gathered(parts, EnvelopeChains.Part::chains),
                    PassingChains.ALL,
                    Uplink.CHAINS)));
    List<Elements> known =
        bindings.stream().filter(it -> KNOWN_TO_ARP.contains(it.name())).toList();
    Table arp =
        new Table(
            "arp",
            NAME,
            List.of("spoofed"),
            all(List.of(known, List.of(uplink.addresses()))),
            List.of(GuestChains.ARP));
    return new Ruleset(List.of(internet, arp));
  }

  private static <P, T> List<T> gathered(List<P> parts, Function<P, List<T>> of) {
    return parts.stream().flatMap(it -> of.apply(it).stream()).toList();
  }

  private static <T> List<T> all(List<List<T>> parts) {
    return parts.stream().flatMap(List::stream).toList();
  }

  private static List<Elements> own(List<Port> ports) {
    return List.of(
        Elements.set("sender", "ifname . ether_addr . ipv4_addr", senders(ports, ip -> !ip.v6())),
        Elements.set("sender6", "ifname . ether_addr . ipv6_addr", senders(ports, Ip::v6)),
        Elements.set("neighbour6", "ifname . ether_addr . ipv6_addr", neighbours(ports)),
        Elements.set("card", "ifname . ether_addr", cards(ports)),
        Elements.map("mark_of", "ifname : mark", each(ports, port -> "" + port.mark())),
        Elements.map("door", "ifname . inet_service : verdict", doors(ports)),
        Elements.map(
            "hops", "ifname : verdict", each(ports, port -> "goto hops" + port.hopLimit())),
        Elements.dynamic("syns", GuestChains.SYNS));
  }

  private static List<String> senders(List<Port> ports, Predicate<Ip> family) {
    return ports.stream()
        .flatMap(
            port -> port.addresses().stream().filter(family).map(ip -> card(port) + " . " + ip))
        .toList();
  }

  private static List<String> neighbours(List<Port> ports) {
    return ports.stream().map(port -> card(port) + " . " + linkLocal(port.mac())).toList();
  }

  private static List<String> cards(List<Port> ports) {
    return ports.stream().map(GuestRules::card).toList();
  }

  private static String card(Port port) {
    return port.quoted() + " . " + port.mac();
  }

  private static Map<String, String> doors(List<Port> ports) {
    Map<String, String> doors = new LinkedHashMap<>();
    for (Port port : ports) {
      if (port.service() != Service.OFF) {
        boolean http = port.service() == Service.HTTP;
        doors.put(port.quoted() + " . 80", http ? "goto open" : "goto shut");
        doors.put(port.quoted() + " . 443", http ? "goto shut" : "goto open");
      }
    }
    return doors;
  }

  private static Map<String, String> each(List<Port> ports, Function<Port, String> value) {
    Map<String, String> entries = new LinkedHashMap<>();
    ports.forEach(port -> entries.put(port.quoted(), value.apply(port)));
    return entries;
  }

  /// nft 1.0.6 can't set a TTL from a map: one chain for each value, chosen by a verdict map.
  private static List<Chain> hopChains() {
    return IntStream.rangeClosed(1, HOP_LIMITS)
        .mapToObj(n -> new Chain("hops" + n, "ip ttl set " + n + "\nip6 hoplimit set " + n))
        .toList();
  }

  /// The address that a MAC makes for itself (RFC 4291, appendix A).
  static Ip linkLocal(Mac mac) {
    long upper = (mac.bits() >>> 24) ^ 0x02_0000L;
    return new Ip(true, 0xfe80L << 48, upper << 40 | 0xff_feL << 24 | (mac.bits() & 0xff_ffffL));
  }
}
