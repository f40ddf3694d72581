package io.sekisho.linux;

import io.sekisho.linux.Netlink.Value;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// One flow that the kernel tracks in a namespace, as its first packet was.
///
/// @param source 4 or 16 bytes in network order, as is the destination
/// @param protocol its number in the IP header
/// @param id what the kernel tells it by: a later one between the same ends has another, unless it
///   got the very memory of this one
/// @param mark put on it by a rule; 0 if none did
/// @param answered whether a packet has come the other way
/// @param assured whether it is kept also when there are too many: it was used both ways
@SuppressWarnings("ArrayRecordComponent") // bytes are handed on, never compared
public record TrackedFlow(
    byte[] source,
    byte[] destination,
    int protocol,
    Detail detail,
    int id,
    int mark,
    boolean answered,
    boolean assured) {
  // linux/netfilter/nfnetlink_conntrack.h
  private static final int TUPLE_ORIG = 1;
  private static final int STATUS = 3;
  private static final int MARK = 8;
  private static final int ID = 12;
  private static final int TUPLE_IP = 1;
  private static final int TUPLE_PROTO = 2;
  private static final int IP_V4_SRC = 1;
  private static final int IP_V6_SRC = 3;
  private static final int PROTO_NUM = 1;
  private static final int PROTO_SRC_PORT = 2;
  private static final int PROTO_ICMP = 4;
  private static final int PROTO_ICMPV6 = 7;
  // linux/netfilter/nf_conntrack_common.h
  private static final int SEEN_REPLY = 1 << 1;
  private static final int ASSURED = 1 << 2;
  private static final int NESTED = 0x8000;
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;

  /// What follows the headers' addresses.
  public sealed interface Detail {
    /// Of TCP, UDP, SCTP and their like.
    record Ports(int source, int destination) implements Detail {}

    /// Of ICMP and ICMPv6.
    ///
    /// @param type such as 8, or 128 for ICMPv6, which ask for an echo
    /// @param id of the one that asks
    record Icmp(int type, int code, int id) implements Detail {}

    /// Of any other protocol.
    record None() implements Detail {}
  }

  /// Reads the attributes of a message about a flow; empty if it lacks what a flow has.
  static Optional<TrackedFlow> read(ByteBuffer in, Value all) {
    Optional<Value> tuple = Netlink.find(in, all, TUPLE_ORIG);
    Optional<Value> ends = tuple.flatMap(it -> Netlink.find(in, it, TUPLE_IP));
    Optional<Value> proto = tuple.flatMap(it -> Netlink.find(in, it, TUPLE_PROTO));
    if (ends.isEmpty() || proto.isEmpty()) {
      return Optional.empty();
    }
    int first = Netlink.find(in, ends.get(), IP_V4_SRC).isPresent() ? IP_V4_SRC : IP_V6_SRC;
    Optional<byte[]> source = bytes(in, ends.get(), first);
    Optional<byte[]> destination = bytes(in, ends.get(), first + 1);
    if (source.isEmpty() || destination.isEmpty()) {
      return Optional.empty();
    }
    int status = number(in, all, STATUS);
    return Optional.of(
        new TrackedFlow(
            source.get(),
            destination.get(),
            number(in, proto.get(), PROTO_NUM),
            detail(in, proto.get()),
            number(in, all, ID),
            number(in, all, MARK),
            (status & SEEN_REPLY) != 0,
            (status & ASSURED) != 0));
  }

  private static Detail detail(ByteBuffer in, Value proto) {
    if (Netlink.find(in, proto, PROTO_SRC_PORT).isPresent()) {
      return new Detail.Ports(
          number(in, proto, PROTO_SRC_PORT), number(in, proto, PROTO_SRC_PORT + 1));
    }
    for (int first : new int[] {PROTO_ICMP, PROTO_ICMPV6}) {
      if (Netlink.find(in, proto, first).isPresent()) {
        return new Detail.Icmp(
            number(in, proto, first + 1), number(in, proto, first + 2), number(in, proto, first));
      }
    }
    return new Detail.None();
  }

  private static Optional<byte[]> bytes(ByteBuffer in, Value among, int type) {
    return Netlink.find(in, among, type)
        .filter(it -> it.length() == 4 || it.length() == 16)
        .map(it -> Netlink.bytes(in, it));
  }

  /// A number of one to four bytes in network order; 0 where there is none.
  private static int number(ByteBuffer in, Value among, int type) {
    Optional<Value> value = Netlink.find(in, among, type).filter(it -> it.length() <= 4);
    int number = 0;
    for (int i = 0; i < value.map(Value::length).orElse(0); i++) {
      number = number << 8 | Byte.toUnsignedInt(in.get(value.get().at() + i));
    }
    return number;
  }

  /// The family, as the kernel numbers it.
  int family() {
    return source.length == 4 ? AF_INET : AF_INET6;
  }

  /// The attributes that say which flow this is.
  byte[] name() {
    int first = source.length == 4 ? IP_V4_SRC : IP_V6_SRC;
    byte[] ends =
        Netlink.joined(Netlink.attribute(first, source), Netlink.attribute(first + 1, destination));
    byte[] proto =
        Netlink.joined(Netlink.attribute(PROTO_NUM, new byte[] {(byte) protocol}), written(detail));
    byte[] tuple =
        Netlink.joined(
            Netlink.attribute(NESTED | TUPLE_IP, ends),
            Netlink.attribute(NESTED | TUPLE_PROTO, proto));
    byte[] number = ByteBuffer.allocate(4).order(ByteOrder.BIG_ENDIAN).putInt(id).array();
    return Netlink.joined(
        Netlink.attribute(NESTED | TUPLE_ORIG, tuple), Netlink.attribute(ID, number));
  }

  private byte[] written(Detail what) {
    return switch (what) {
      case Detail.Ports(int from, int to) ->
          Netlink.joined(
              Netlink.attribute(PROTO_SRC_PORT, two(from)),
              Netlink.attribute(PROTO_SRC_PORT + 1, two(to)));
      case Detail.Icmp(int type, int code, int number) -> {
        int first = source.length == 4 ? PROTO_ICMP : PROTO_ICMPV6;
        yield Netlink.joined(
            Netlink.attribute(first, two(number)),
            Netlink.attribute(first + 1, new byte[] {(byte) type}),
            Netlink.attribute(first + 2, new byte[] {(byte) code}));
      }
      case Detail.None() -> new byte[0];
    };
  }

  private static byte[] two(int number) {
    return new byte[] {(byte) (number >>> 8), (byte) number};
  }
}
