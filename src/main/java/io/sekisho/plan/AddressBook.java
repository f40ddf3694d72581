package io.sekisho.plan;

import io.sekisho.address.Ip;
import io.sekisho.address.Mac;
import io.sekisho.address.Prefix;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Who has which address in which VPC.
final class AddressBook {
  /// IBM reserves the first four addresses and the last of each subnet.
  private static final int RESERVED = 4;

  /// The first bytes of every assigned MAC: locally administered, and below them the mark.
  private static final long MAC_BASE = 0x02_5e_0000_0000L;

  private static final long MAC_STEP = 0x01_0000_0000L;

  private final Map<Place, String> holders = new HashMap<>();
  private final Map<Port, String> macs = new HashMap<>();
  private final Map<Place, Ip> cursors = new HashMap<>();

  private record Place(String vpc, Ip ip) {}

  private record Port(String vpc, Mac mac) {}

  /// Takes an address unless somebody has it.
  ///
  /// @return who has it already
  Optional<String> claim(String vpc, Ip ip, String holder) {
    return Optional.ofNullable(holders.putIfAbsent(new Place(vpc, ip), holder));
  }

  /// Takes a MAC address unless somebody has it.
  Optional<String> claim(String vpc, Mac mac, String holder) {
    return Optional.ofNullable(macs.putIfAbsent(new Port(vpc, mac), holder));
  }

  /// Why an address of a block can't be an interface's own, if it can't.
  static Optional<String> reserved(Prefix block, Ip ip) {
    if (ip.compareTo(block.first().plus(RESERVED)) < 0) {
      return Optional.of("the first four addresses of " + block + " are reserved");
    }
    return ip.equals(block.last())
        ? Optional.of("the last address of " + block + " is reserved")
        : Optional.empty();
  }

  /// Takes the first free address of a block, if there is one.
  Optional<Ip> assign(String vpc, Prefix block, String holder) {
    Place key = new Place(vpc, block.first());
    Ip ip = cursors.getOrDefault(key, block.first().plus(RESERVED));
    while (ip.compareTo(block.last()) < 0 && claim(vpc, ip, holder).isPresent()) {
      ip = ip.plus(1);
    }
    cursors.put(key, ip);
    return ip.compareTo(block.last()) < 0 ? Optional.of(ip) : Optional.empty();
  }

  /// Takes a MAC address made of the interface's mark, which no other interface has.
  Mac assign(String vpc, int mark, String holder) {
    Mac mac = new Mac(MAC_BASE + mark);
    while (claim(vpc, mac, holder).isPresent()) {
      mac = new Mac(mac.bits() + MAC_STEP);
    }
    return mac;
  }
}
