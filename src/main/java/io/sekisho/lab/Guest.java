package io.sekisho.lab;

import java.util.List;
import java.util.stream.Stream;

/// A compute resource as a network namespace.
///
/// @param account the account's name
/// @param name the compute resource's name, and the guest's host name
/// @param namespace the network namespace, as `ip netns` calls it
/// @param interfaces the primary one first
public record Guest(
    String account,
    String name,
    String computeId,
    String namespace,
    List<Interface> interfaces,
    List<Container> containers) {
  public Guest {
    interfaces = List.copyOf(interfaces);
    containers = List.copyOf(containers);
  }

  /// One network interface: `eth0`, `eth1` and so on in the guest, a tap on the host's side.
  ///
  /// @param vpc the VPC's name
  /// @param networkNamespace the VPC's namespace, where the tap is
  /// @param device the tap's name
  /// @param addresses the primary IPv4 address first
  /// @param prefixLength of the primary address
  public record Interface(
      String vpc,
      String networkNamespace,
      String device,
      String macAddress,
      List<String> addresses,
      String gateway,
      int prefixLength) {
    public Interface {
      addresses = List.copyOf(addresses);
    }
  }

  /// A namespace one hop inside the guest.
  public record Container(String name, String namespace) {}

  /// The name that no other guest has: `account/name`.
  public String reference() {
    return account + "/" + name;
  }

  /// Its own namespace and those of its containers.
  Stream<String> namespaces() {
    return Stream.concat(Stream.of(namespace), containers.stream().map(Container::namespace));
  }

  Stream<String> addresses() {
    return interfaces.stream().flatMap(it -> it.addresses().stream());
  }

  boolean speaksIpv6() {
    return addresses().anyMatch(Guest::isIpv6);
  }

  static boolean isIpv6(String address) {
    return address.indexOf(':') >= 0;
  }
}
