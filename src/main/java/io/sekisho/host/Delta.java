package io.sekisho.host;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// What becomes of things of one kind, each of which has a key.
///
/// @param put those that are new, or other ones than before
/// @param gone the keys of those that are no more
record Delta<T>(List<T> put, Set<String> gone) {
  Delta {
    put = List.copyOf(put);
    gone = Set.copyOf(gone);
  }

  static <T> Delta<T> between(List<T> before, List<T> after, Function<T, String> key) {
    Map<String, T> known = keyed(before, key);
    List<T> put = new ArrayList<>();
    for (T each : after) {
      if (!each.equals(known.remove(key.apply(each)))) {
        put.add(each);
      }
    }
    return new Delta<>(put, new LinkedHashSet<>(known.keySet()));
  }

  /// Applied twice it does no more than once.
  List<T> applied(List<T> before, Function<T, String> key) {
    if (put.isEmpty() && gone.isEmpty()) {
      return before;
    }
    Map<String, T> all = keyed(before, key);
    all.keySet().removeAll(gone);
    put.forEach(it -> all.put(key.apply(it), it));
    return List.copyOf(all.values());
  }

  private static <T> Map<String, T> keyed(List<T> all, Function<T, String> key) {
    Map<String, T> keyed = new LinkedHashMap<>();
    all.forEach(it -> keyed.put(key.apply(it), it));
    return keyed;
  }
}
