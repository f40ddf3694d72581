package io.sekisho.lab;

import io.sekisho.client.Failure;
import io.sekisho.kernel.Commands;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The host's ends of guests' interfaces as they are: in which namespace, and what the node has
/// made of them.
///
/// @param namespaces by name of the namespace, then of the device: the addresses on it and behind
///   it; a namespace that is not there is left out
record Taps(Map<String, Map<String, Set<String>>> namespaces) {
  /// The last thing that the node gives a tap. It never takes this away, but it does take the way
  /// to the guest.
  private static final String READY = "fe80::1/64";

  /// Looks once at every namespace that some guests plug into.
  static Taps look(Commands commands, Collection<Guest> guests) {
    Map<String, Map<String, Set<String>>> namespaces = new TreeMap<>();
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

  /// Whether the node lets the guest through, on each of its interfaces.
  boolean ready(Guest guest) {
    return guest.interfaces().stream().allMatch(this::ready);
  }

  private boolean ready(Guest.Interface port) {
    return in(port)
        .getOrDefault(port.device(), Set.of())
        .containsAll(Set.of(READY, port.addresses().getFirst()));
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

  private Map<String, Set<String>> in(Guest.Interface port) {
    return namespaces.getOrDefault(port.networkNamespace(), Map.of());
  }

  /// A line is `tap12@if2 UP fe80::1/64 …`, and `10.0.0.5 dev tap12 …` of a route.
  private static Map<String, Set<String>> devices(Commands commands, String namespace) {
    Map<String, Set<String>> devices = new HashMap<>();
    words(commands, "ip", "-n", namespace, "-br", "addr", "show")
        .forEach(
            words -> devices.put(words.getFirst().replaceFirst("@.*", ""), new HashSet<>(words)));
    words(commands, "ip", "-n", namespace, "-4", "route", "show")
        .filter(words -> words.get(1).equals("dev"))
        .forEach(
            words -> devices.getOrDefault(words.get(2), new HashSet<>()).add(words.getFirst()));
    return devices;
  }

  private static Stream<List<String>> words(Commands commands, String... argv) {
    return commands.run(argv).lines().map(line -> List.of(line.strip().split("\\s+")));
  }
}
