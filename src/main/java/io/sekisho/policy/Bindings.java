package io.sekisho.policy;

import io.sekisho.address.Ip;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Whose each address is, inside and outside.
///
/// @param owners the mark of the interface that has an address in the VPC
/// @param exits the address that each interface has outside, by its mark
/// @param floating those outside by which one interface alone is reached
public record Bindings(Map<Ip, Integer> owners, Map<Integer, Ip> exits, Set<Ip> floating) {
  /// Of which nothing is known.
  public static final Bindings NONE = new Bindings(Map.of(), Map.of(), Set.of());

  public static Bindings of(Envelope envelope) {
    Map<Ip, Integer> owners = new HashMap<>();
    Set<Ip> floating = new HashSet<>();
    for (Place place : envelope.places()) {
      place.addresses().forEach(ip -> owners.put(ip, place.mark()));
      place.floatingIp().ifPresent(floating::add);
    }
    return new Bindings(owners, envelope.exits(), floating);
  }

  /// Those inside that are another interface's now.
  public Set<Ip> moved(Bindings now) {
    Set<Ip> moved = new HashSet<>();
    owners.forEach(
        (ip, mark) -> {
          if (!now.owners.getOrDefault(ip, mark).equals(mark)) {
            moved.add(ip);
          }
        });
    return moved;
  }

  /// Those inside that are an interface's now and were nobody's, as far as is known here.
  public Set<Ip> fresh(Bindings now) {
    Set<Ip> fresh = new HashSet<>(now.owners.keySet());
    fresh.removeAll(owners.keySet());
    return fresh;
  }

  /// Those of interfaces that have another address outside, and the floating IPs that they had
  /// there: what goes on under it can't.
  public Set<Ip> rerouted(Bindings now) {
    Set<Ip> rerouted = new HashSet<>();
    owners.forEach(
        (ip, mark) -> {
          Ip exit = exits.get(mark);
          if (exit != null && !exit.equals(now.exits.get(mark))) {
            rerouted.add(ip);
            if (floating.contains(exit)) {
              rerouted.add(exit);
            }
          }
        });
    return rerouted;
  }
}
