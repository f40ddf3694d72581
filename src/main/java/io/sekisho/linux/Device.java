package io.sekisho.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A network device, as the kernel tells of it.
///
/// @param index what the kernel tells it by; another device of the same name has another
/// @param kind such as `tun`, which a tap is, or `veth`; none if it is hardware
/// @param mtu the longest packet that it passes, in bytes
/// @param alias what its administrator noted on it
public record Device(
    int index, String name, Optional<String> kind, int mtu, Optional<String> alias) {
  // linux/if_link.h
  private static final short IFLA_IFNAME = 3;
  private static final short IFLA_MTU = 4;
  private static final short IFLA_LINKINFO = 18;
  private static final short IFLA_INFO_KIND = 1;
  private static final short IFLA_IFALIAS = 20;
  private static final short IFLA_EXT_MASK = 29;
  private static final int SKIP_STATISTICS = 1 << 3;
  private static final int IFINFOMSG = 16;

  /// Those of the calling thread's namespace.
  public static List<Device> all() {
    try (RouteSocket socket = RouteSocket.open(0)) {
      ByteBuffer request = ByteBuffer.allocate(IFINFOMSG + 8).order(ByteOrder.nativeOrder());
      request.putShort(IFINFOMSG, (short) 8).putShort(IFINFOMSG + 2, IFLA_EXT_MASK);
      request.putInt(IFINFOMSG + 4, SKIP_STATISTICS);
      List<Device> all = new ArrayList<>();
      socket.dump(RouteSocket.GET_LINK, request.array(), link -> all.add(of(link)));
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException("the network devices can't be listed", e);
    }
  }

  /// Reads what follows the header of a message about a device.
  static Device of(ByteBuffer link) {
    String name = text(link, IFINFOMSG, link.limit(), IFLA_IFNAME).orElse("");
    int mtu = find(link, IFINFOMSG, link.limit(), IFLA_MTU).map(it -> link.getInt(it.at)).orElse(0);
    Optional<String> kind =
        find(link, IFINFOMSG, link.limit(), IFLA_LINKINFO)
            .flatMap(it -> text(link, it.at, it.at + it.length, IFLA_INFO_KIND));
    Optional<String> alias = text(link, IFINFOMSG, link.limit(), IFLA_IFALIAS);
    return new Device(link.getInt(4), name, kind, mtu, alias);
  }

  /// Where an attribute's value is.
  private record Value(int at, int length) {}

  private static Optional<String> text(ByteBuffer in, int from, int to, short type) {
    return find(in, from, to, type).map(it -> RouteSocket.text(in, it.at, it.length));
  }

  private static Optional<Value> find(ByteBuffer in, int from, int to, short type) {
    int at = from;
    while (at + 4 <= to) {
      int length = Short.toUnsignedInt(in.getShort(at));
      if (length < 4 || at + length > to) {
        break;
      }
      if (in.getShort(at + 2) == type) {
        return Optional.of(new Value(at + 4, length - 4));
      }
      at += RouteSocket.aligned(length);
    }
    return Optional.empty();
  }
}
