package io.sekisho.plan;

import io.sekisho.address.Ip;
import io.sekisho.address.Mac;
import io.sekisho.address.Prefix;
import io.sekisho.vpc.Resource;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.VirtualNetworkInterface;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Who has which address in which VPC.
final class AddressBook {
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

  /// Takes the addresses that a resource has already.
  ///
  /// @param vpc the VPC of a subnet
  void hold(Resource resource, UnaryOperator<String> vpc, String holder) {
    resource.claims().forEach(it -> claim(vpc.apply(it.subnet()), it.address(), holder));
  }

  /// Takes the first free address of a block, if there is one.
  Optional<Ip> assign(String vpc, Prefix block, String holder) {
    Place key = new Place(vpc, block.first());
    Ip ip = cursors.getOrDefault(key, Subnet.firstFree(block));
    while (ip.compareTo(block.last()) < 0 && claim(vpc, ip, holder).isPresent()) {
      ip = ip.plus(1);
    }
    cursors.put(key, ip);
    return ip.compareTo(block.last()) < 0 ? Optional.of(ip) : Optional.empty();
  }

  /// Takes a MAC address made of the interface's mark, which no other interface has.
  Mac assign(String vpc, int mark, String holder) {
    return VirtualNetworkInterface.mac(mark, mac -> claim(vpc, mac, holder).isPresent());
  }
}
