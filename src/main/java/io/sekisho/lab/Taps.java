package io.sekisho.lab;

import io.sekisho.client.Failure;
import io.sekisho.kernel.Commands;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The host's ends of guests' interfaces as they are: in which namespace, and whether the node has
/// made them ready.
///
/// @param namespaces by name of the namespace, then of the device: whether it is ready; a namespace
///   that is not there is left out
record Taps(Map<String, Map<String, Boolean>> namespaces) {
  /// The last thing that the node gives a tap.
  private static final String READY = "fe80::1/64";

  /// Looks once at every namespace that some guests plug into.
  static Taps look(Commands commands, Collection<Guest> guests) {
    Map<String, Map<String, Boolean>> namespaces = new TreeMap<>();
    guests.stream()
        .flatMap(guest -> guest.interfaces().stream())
        .map(Guest.Interface::networkNamespace)
        .distinct()
        .filter(name -> Namespaces.inode(name).isPresent())
        .forEach(name -> namespaces.put(name, devices(commands, name)));
    return new Taps(namespaces);
  }

  boolean has(Guest.Interface port) {
    return in(port).containsKey(port.device());
  }

  boolean ready(Guest.Interface port) {
    return in(port).getOrDefault(port.device(), false);
  }

  /// @throws Failure unless all of these guests' interfaces can be plugged in
  void expectRoomFor(Collection<Guest> guests) {
    for (Guest guest : guests) {
      for (Guest.Interface port : guest.interfaces()) {
        if (!namespaces.containsKey(port.networkNamespace())) {
          throw new Failure(
              "The network namespace %s of VPC %s is not there: is Sekisho running on this host?"
                  .formatted(port.networkNamespace(), port.vpc()));
        }
        if (has(port)) {
          throw new Failure(
              "%s is plugged in already, but not by the lab: remove %s from %s first."
                  .formatted(guest.reference(), port.device(), port.networkNamespace()));
        }
      }
    }
  }

  private Map<String, Boolean> in(Guest.Interface port) {
    return namespaces.getOrDefault(port.networkNamespace(), Map.of());
  }

  /// A line is `tap12@if2 UP fe80::1/64 …`.
  private static Map<String, Boolean> devices(Commands commands, String namespace) {
    Map<String, Boolean> devices = new HashMap<>();
    commands
        .run("ip", "-n", namespace, "-br", "addr", "show")
        .lines()
        .map(line -> List.of(line.strip().split("\\s+")))
        .forEach(
            words -> devices.put(words.getFirst().replaceFirst("@.*", ""), words.contains(READY)));
    return devices;
  }
}
