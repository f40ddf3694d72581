package io.sekisho.exposure;

import io.sekisho.address.Ip;
import java.util.Optional;
import java.util.Set;

/// A packet on its way between somebody and a target, as far as it is known.
///
/// @param protocol 6 for TCP, 17 for UDP
/// @param stage which one of its connection it is
/// @param owner who made the socket; empty for what is forwarded or arrives
/// @param in the device it came in by; `""` where there is none, empty if not known
/// @param out the device it leaves by, likewise
/// @param mark its firewall mark; empty if not known
/// @param target what was asked for when the connection began
record Packet(
    boolean v6,
    int protocol,
    Span source,
    Span destination,
    Span sourcePort,
    Span port,
    Stage stage,
    Optional<Owner> owner,
    Optional<String> in,
    Optional<String> out,
    Optional<Long> mark,
    Ip target,
    boolean local) {
  static final int TCP = 6;
  static final int UDP = 17;

  /// Which packet of a connection.
  enum Stage {
    FIRST,
    ANSWER,
    /// The second one from whoever asks, and all after it.
    LATER
  }

  /// Whether it is the first one of its connection.
  boolean begins() {
    return stage == Stage.FIRST;
  }

  /// Whether it comes from who began.
  boolean asks() {
    return stage != Stage.ANSWER;
  }

  Packet later() {
    return new Packet(
        v6,
        protocol,
        source,
        destination,
        sourcePort,
        port,
        Stage.LATER,
        owner,
        in,
        out,
        mark,
        target,
        local);
  }

  /// The flags of TCP that are set, of those that matter here.
  Set<String> flags() {
    return protocol != TCP
        ? Set.of()
        : switch (stage) {
          case FIRST -> Set.of("SYN");
          case ANSWER -> Set.of("SYN", "ACK");
          case LATER -> Set.of("ACK");
        };
  }

  Packet marked(Optional<Long> newMark) {
    return new Packet(
        v6,
        protocol,
        source,
        destination,
        sourcePort,
        port,
        stage,
        owner,
        in,
        out,
        newMark,
        target,
        local);
  }

  Packet through(Optional<String> newIn, Optional<String> newOut) {
    return new Packet(
        v6,
        protocol,
        source,
        destination,
        sourcePort,
        port,
        stage,
        owner,
        newIn,
        newOut,
        mark,
        target,
        local);
  }

  /// Without an owner: as it looks once it has left a socket behind.
  Packet arrived() {
    return new Packet(
        v6,
        protocol,
        source,
        destination,
        sourcePort,
        port,
        stage,
        Optional.empty(),
        in,
        out,
        mark,
        target,
        local);
  }

  /// What comes back to it.
  Packet answer() {
    return new Packet(
        v6,
        protocol,
        destination,
        source,
        port,
        sourcePort,
        Stage.ANSWER,
        Optional.empty(),
        out,
        in,
        Optional.of(0L),
        target,
        false);
  }
}
