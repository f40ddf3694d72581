package io.sekisho.linux;

import io.sekisho.linux.Netlink.Value;
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
      socket.dump(
          RouteSocket.GET_LINK,
          request.array(),
          message -> {
            if (message.kind() == RouteSocket.NEW_LINK) {
              all.add(of(message.body()));
            }
          });
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException("the network devices can't be listed", e);
    }
  }

  /// Reads what follows the header of a message about a device.
  static Device of(ByteBuffer link) {
    Value all = new Value(IFINFOMSG, link.limit() - IFINFOMSG);
    String name = text(link, all, IFLA_IFNAME).orElse("");
    int mtu = Netlink.find(link, all, IFLA_MTU).map(it -> link.getInt(it.at())).orElse(0);
    Optional<String> kind =
        Netlink.find(link, all, IFLA_LINKINFO).flatMap(it -> text(link, it, IFLA_INFO_KIND));
    return new Device(link.getInt(4), name, kind, mtu, text(link, all, IFLA_IFALIAS));
  }

  private static Optional<String> text(ByteBuffer in, Value among, short type) {
    return Netlink.find(in, among, type).map(it -> Netlink.text(in, it));
  }
}
