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
/// @param mtu the longest packet that it passes, in bytes
/// @param alias what its administrator noted on it
public record Device(int index, String name, int mtu, Optional<String> alias) {
  // linux/if_link.h
  private static final short IFLA_IFNAME = 3;
  private static final short IFLA_MTU = 4;
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
    int index = link.getInt(4);
    String name = "";
    int mtu = 0;
    Optional<String> alias = Optional.empty();
    int at = IFINFOMSG;
    while (at + 4 <= link.limit()) {
      int length = Short.toUnsignedInt(link.getShort(at));
      if (length < 4 || at + length > link.limit()) {
        break;
      }
      switch (link.getShort(at + 2)) {
        case IFLA_IFNAME -> name = RouteSocket.text(link, at + 4, length - 4);
        case IFLA_MTU -> mtu = link.getInt(at + 4);
        case IFLA_IFALIAS -> alias = Optional.of(RouteSocket.text(link, at + 4, length - 4));
        default -> {}
      }
      at += RouteSocket.aligned(length);
    }
    return new Device(index, name, mtu, alias);
  }
}
