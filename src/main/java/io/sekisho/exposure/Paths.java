package io.sekisho.exposure;

import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;
import io.sekisho.exposure.Machine.Link;
import io.sekisho.exposure.Machine.Route;
import io.sekisho.exposure.Outcome.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Follows somebody's first packet to an address, what comes back, and what goes on.
final class Paths {
  private static final Prefix LINK_LOCAL_6 = Prefix.parse("fe80::/10");
  private static final Optional<String> NO_DEVICE = Optional.of("");
  private static final Optional<String> LOOPBACK = Optional.of("lo");

  private final Machine machine;
  private final Rulebook book;

  Paths(Machine machine, Rulebook book) {
    this.machine = machine;
    this.book = book;
  }

  private record Leg(String hook, Packet packet) {}

  Outcome outcome(Who who, Ip target, int protocol, int port) {
    Route route = machine.route(target);
    if (!route.reachable()) {
      return Outcome.of(Way.NO_ROUTE, "there is no route to " + target);
    }
    if (who.isOutside() && !route.local()) {
      Optional<String> why = notForwarded(who.device(), target);
      if (why.isPresent()) {
        return Outcome.of(Way.STOPPED, why.get());
      }
    }
    return follow(
        who.isOutside()
            ? forwarded(who, target, protocol, port)
            : sent(who, target, protocol, port));
  }

  private Optional<String> notForwarded(Optional<Link> device, Ip target) {
    if (LINK_LOCAL_6.contains(target)) {
      return Optional.of("link-local addresses are not forwarded");
    }
    boolean forwards =
        target.v6()
            ? machine.forwards6().orElse(true)
            : device.map(it -> it.forwards4().orElse(true)).orElse(anyForwards4());
    return forwards
        ? Optional.empty()
        : Optional.of(target.v6() ? "IPv6 is not forwarded" : "IPv4 is not forwarded");
  }

  /// Also where nothing is known of it.
  private boolean anyForwards4() {
    List<Boolean> known = machine.links().stream().flatMap(it -> it.forwards4().stream()).toList();
    return known.isEmpty() || known.contains(true);
  }

  private Packet packet(Who who, Ip target, int protocol, int port) {
    Route route = machine.route(target);
    boolean v6 = target.v6();
    Span behind =
        who.device()
            .flatMap(
                link -> link.networks().stream().filter(it -> it.first().v6() == v6).findFirst())
            .map(Span::of)
            .orElse(Span.all(v6));
    Span own = route.source().map(Span::of).orElse(Span.all(v6));
    return new Packet(
        v6,
        protocol,
        who.isOutside() ? behind : own,
        Span.of(target),
        Span.PORTS,
        Span.of(port),
        Packet.Stage.FIRST,
        who.owner(),
        who.isOutside() ? who.device().map(Link::name) : NO_DEVICE,
        route.local() && !who.isOutside() ? LOOPBACK : route.device(),
        Optional.of(0L),
        target,
        route.local());
  }

  private List<Leg> sent(Who who, Ip target, int protocol, int port) {
    Packet packet = packet(who, target, protocol, port);
    List<Leg> legs = new ArrayList<>(sent(packet));
    if (!packet.local()) {
      Packet answer = packet.answer().through(packet.out(), NO_DEVICE);
      legs.add(new Leg("prerouting", answer));
      legs.add(new Leg("input", answer));
    }
    if (protocol == Packet.TCP) {
      legs.addAll(sent(packet.later()));
    }
    return legs;
  }

  private static List<Leg> sent(Packet packet) {
    List<Leg> legs =
        new ArrayList<>(List.of(new Leg("output", packet), new Leg("postrouting", packet)));
    if (packet.local()) {
      Packet arrived = packet.arrived().through(LOOPBACK, NO_DEVICE);
      legs.add(new Leg("prerouting", arrived));
      legs.add(new Leg("input", arrived));
    }
    return legs;
  }

  private List<Leg> forwarded(Who who, Ip target, int protocol, int port) {
    Packet packet = packet(who, target, protocol, port);
    if (packet.local()) {
      Packet arriving = packet.through(packet.in(), NO_DEVICE);
      return List.of(new Leg("prerouting", arriving), new Leg("input", arriving));
    }
    Stream<Packet> all = Stream.of(packet, packet.answer(), packet.later());
    return (protocol == Packet.TCP ? all : all.limit(2))
        .flatMap(it -> forwarded(it).stream())
        .toList();
  }

  private static List<Leg> forwarded(Packet packet) {
    return List.of(
        new Leg("prerouting", packet.through(packet.in(), NO_DEVICE)),
        new Leg("forward", packet),
        new Leg("postrouting", packet.through(Optional.empty(), packet.out())));
  }

  private Outcome follow(List<Leg> legs) {
    List<String> doubts = new ArrayList<>();
    Optional<String> stops = Optional.empty();
    Optional<String> diverts = Optional.empty();
    Optional<String> idle = Optional.empty();
    String told = "";
    Packet.Stage stage = Packet.Stage.FIRST;
    Optional<Long> mark = Optional.of(0L);
    boolean passes = true;
    for (Leg leg : legs) {
      boolean same = leg.packet().stage() == stage;
      Packet packet = leg.packet().marked(same ? mark : Optional.of(0L));
      stage = packet.stage();
      Walk.Result result = new Walk(book, packet).at(leg.hook());
      mark = result.packet().mark();
      stops = stops.or(result::stops);
      diverts = diverts.or(result::diverts);
      idle = idle.or(result::idle);
      doubts.addAll(result.doubts());
      told = told.isEmpty() && leg.packet().begins() ? result.passes().orElse("") : told;
      passes = result.passes().isPresent();
      if (!passes) {
        break;
      }
    }
    if (passes && stops.isEmpty() && diverts.isEmpty()) {
      return new Outcome(Way.REACHES, told, List.of(), idle);
    }
    if (passes || (stops.isPresent() && diverts.isPresent())) {
      return new Outcome(Way.UNCLEAR, "", doubts, idle);
    }
    return diverts
        .map(it -> Outcome.of(Way.DIVERTED, "to " + it))
        .orElse(new Outcome(Way.STOPPED, stops.orElse(""), List.of(), Optional.empty()));
  }
}
