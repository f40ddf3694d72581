package io.sekisho.nftables;

import io.sekisho.address.Ip;
import io.sekisho.nftables.GuestPorts.Port;
import io.sekisho.policy.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A port, and where it is.
record Seat(Port port, Place place) {
  /// Those ports that are somewhere, in their order.
  static List<Seat> of(List<Port> ports, List<Place> places) {
    Map<Integer, Place> known = new HashMap<>();
    places.forEach(it -> known.put(it.mark(), it));
    List<Seat> seats = new ArrayList<>();
    for (Port port : ports) {
      Place place = known.get(port.mark());
      if (place != null) {
        seats.add(new Seat(port, place));
      }
    }
    return seats;
  }

  String device() {
    return port.quoted();
  }

  Stream<Ip> addresses(boolean v6) {
    return place.addresses().stream().filter(ip -> ip.v6() == v6);
  }
}
