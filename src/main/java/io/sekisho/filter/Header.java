package io.sekisho.filter;

import io.sekisho.estate.Refusal;
import io.sekisho.firewall.Ports;
import io.sekisho.firewall.Protocol;
import io.sekisho.firewall.Protocol.Any;
import io.sekisho.firewall.Protocol.Icmp;
import io.sekisho.firewall.Protocol.IcmpTcpUdp;
import io.sekisho.firewall.Protocol.Layer;
import io.sekisho.firewall.Protocol.Other;
import io.sekisho.firewall.Protocol.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// What a rule says of a packet's header besides its protocol, member by member as in a body.
///
/// @param destination of a security group, which looks at no others, just `port`
record Header(Optional<Integer> type, Optional<Integer> code, Bounds source, Bounds destination) {

  /// Both ends of a range of ports, or neither.
  ///
  /// @param name what the members' names begin with
  record Bounds(String name, Optional<Integer> min, Optional<Integer> max) {
    static Bounds of(String name, Optional<Ports> ports) {
      return new Bounds(name, ports.map(Ports::min), ports.map(Ports::max));
    }

    String lower() {
      return name + "_min";
    }

    String upper() {
      return name + "_max";
    }

    private Optional<Ports> ports(String field) {
      if (min.isEmpty() && max.isEmpty()) {
        return Optional.empty();
      }
      String both = "Give both %s and %s, or neither.".formatted(lower(), upper());
      int from = min.orElseThrow(() -> Refusal.invalid(field + lower(), both));
      int to = max.orElseThrow(() -> Refusal.invalid(field + upper(), both));
      return Optional.of(valid(field + lower(), () -> new Ports(from, to)));
    }

    private Bounds changed(Bounds said, Set<String> removed) {
      return new Bounds(
          name,
          Header.changed(min, said.min, removed.contains(lower())),
          Header.changed(max, said.max, removed.contains(upper())));
    }
  }

  /// What a rule says already.
  ///
  /// @param source what its members' names begin with
  /// @param destination the same
  static Header of(Protocol protocol, String source, String destination) {
    Optional<Integer> none = Optional.empty();
    Bounds noSource = Bounds.of(source, Optional.empty());
    Bounds noDestination = Bounds.of(destination, Optional.empty());
    return switch (protocol) {
      case Icmp(Optional<Integer> type, Optional<Integer> code) ->
          new Header(type, code, noSource, noDestination);
      case Transport(Layer _, Optional<Ports> from, Optional<Ports> to) ->
          new Header(none, none, Bounds.of(source, from), Bounds.of(destination, to));
      case Any _, IcmpTcpUdp _, Other _ -> new Header(none, none, noSource, noDestination);
    };
  }

  /// The same with what a patch says.
  Header changed(Header said, Set<String> removed) {
    return new Header(
        changed(type, said.type, removed.contains("type")),
        changed(code, said.code, removed.contains("code")),
        source.changed(said.source, removed),
        destination.changed(said.destination, removed));
  }

  private static Optional<Integer> changed(
      Optional<Integer> before, Optional<Integer> said, boolean removed) {
    return removed ? Optional.empty() : said.or(() -> before);
  }

  /// The protocol with all that is said.
  ///
  /// @param field of the body that it stands in, with a dot; empty if it is the body
  /// @throws Refusal 400 if it says what this protocol has not
  Protocol of(Protocol protocol, String field) {
    expectOnly(protocol, Set.of(), field);
    return switch (protocol) {
      case Icmp _ -> valid(field + (code.isEmpty() ? "type" : "code"), () -> new Icmp(type, code));
      case Transport(Layer layer, _, _) ->
          new Transport(layer, source.ports(field), destination.ports(field));
      case Any _, IcmpTcpUdp _, Other _ -> protocol;
    };
  }

  /// Insists that nothing is said, nor taken back, that the protocol has not.
  ///
  /// @param removed what is taken back
  /// @throws Refusal 400 if there is
  void expectOnly(Protocol protocol, Set<String> removed, String field) {
    boolean icmp = protocol instanceof Icmp;
    boolean ports = protocol instanceof Transport;
    List<String> foreign = new ArrayList<>();
    collect(foreign, !icmp, "type", type, removed);
    collect(foreign, !icmp, "code", code, removed);
    for (Bounds each : List.of(source, destination)) {
      collect(foreign, !ports, each.lower(), each.min, removed);
      collect(foreign, !ports, each.upper(), each.max, removed);
    }
    if (!foreign.isEmpty()) {
      throw Refusal.invalid(
          field + foreign.getFirst(),
          "A rule for %s has no %s: leave it out."
              .formatted(protocol.word(), String.join(", ", foreign)));
    }
  }

  private static void collect(
      List<String> foreign,
      boolean isForeign,
      String name,
      Optional<Integer> value,
      Set<String> removed) {
    if (isForeign && (value.isPresent() || removed.contains(name))) {
      foreign.add(name);
    }
  }

  /// What a record of room firewall refuses, as a member of the body that can't be as it is.
  static <T> T valid(String field, Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid(field, "This can't be: " + e.getMessage() + ".");
    }
  }
}
