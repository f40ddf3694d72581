package io.sekisho.fleetapi;

import io.sekisho.control.Edition;
import io.sekisho.control.Kind;
import io.sekisho.fleet.Placement;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which guest is on which node, both ways, kept up to date entry by entry.
final class Whereabouts {
  private final Map<String, String> nodes = new HashMap<>();
  private final Map<String, Set<String>> guests = new HashMap<>();

  synchronized void begin(Edition edition) {
    nodes.clear();
    guests.clear();
    edition.all(Kind.PLACEMENT, Optional.empty()).forEach(item -> put((Placement) item.value()));
  }

  /// @return where the guest was before
  synchronized Optional<String> put(Placement placement) {
    Optional<String> before = remove(placement.compute());
    nodes.put(placement.compute(), placement.node());
    guests.computeIfAbsent(placement.node(), _ -> new LinkedHashSet<>()).add(placement.compute());
    return before;
  }

  /// @return where the guest was
  synchronized Optional<String> remove(String compute) {
    Optional<String> before = Optional.ofNullable(nodes.remove(compute));
    before.ifPresent(
        node -> {
          Set<String> rest = guests.getOrDefault(node, new LinkedHashSet<>());
          rest.remove(compute);
          if (rest.isEmpty()) {
            guests.remove(node);
          }
        });
    return before;
  }

  synchronized Optional<String> node(String compute) {
    return Optional.ofNullable(nodes.get(compute));
  }

  synchronized List<String> guests(String node) {
    return List.copyOf(guests.getOrDefault(node, Set.of()));
  }
}
