package io.sekisho.snapshot;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pcollections.TreePMap;

/// Entries in groups, each group in an order. Another version shares what is the same.
///
/// @param <G> what a group is known by
/// @param <C> by what it is in order; entries that are equal in it, by id
/// @param <V> an entry
record Index<G extends Comparable<? super G>, C extends Comparable<? super C>, V>(
    TreePMap<G, TreePMap<Rank<C>, V>> groups) {

  /// Where an entry stands in its group.
  record Rank<C extends Comparable<? super C>>(C by, String id) implements Comparable<Rank<C>> {
    @Override
    public int compareTo(Rank<C> other) {
      int order = by.compareTo(other.by);
      return order == 0 ? id.compareTo(other.id) : order;
    }
  }

  /// One without anything in it.
  static <G extends Comparable<? super G>, C extends Comparable<? super C>, V>
      Index<G, C, V> none() {
    return new Index<>(TreePMap.<G, TreePMap<Rank<C>, V>>empty());
  }

  /// All groups; none is empty.
  Collection<TreePMap<Rank<C>, V>> all() {
    return groups.values();
  }

  /// A group, in its order.
  TreePMap<Rank<C>, V> map(G group) {
    return groups.getOrDefault(group, TreePMap.empty());
  }

  /// The entries of a group, in its order.
  Collection<V> of(G group) {
    return map(group).values();
  }

  /// Those entries of a group that stand at one place in its order.
  Collection<V> at(G group, C by) {
    TreePMap<Rank<C>, V> from = map(group);
    Rank<C> first = from.ceilingKey(new Rank<>(by, ""));
    if (first == null || first.by.compareTo(by) != 0) {
      return List.of();
    }
    return from.tailMap(first).entrySet().stream()
        .takeWhile(it -> it.getKey().by.compareTo(by) == 0)
        .map(it -> it.getValue())
        .toList();
  }

  /// An index that is being changed. What is put in an empty one is made persistent at the end, all
  /// at once.
  static final class Open<G extends Comparable<? super G>, C extends Comparable<? super C>, V> {
    private final SortedMap<G, SortedMap<Rank<C>, V>> fresh = new TreeMap<>();
    private final boolean empty;
    private Index<G, C, V> index;

    Open(Index<G, C, V> before) {
      empty = before.groups.isEmpty();
      index = before;
    }

    /// Puts an entry, in the place of another one if that stands there.
    void put(G group, Rank<C> rank, V entry) {
      if (empty) {
        fresh.computeIfAbsent(group, _ -> new TreeMap<>()).put(rank, entry);
      } else {
        put(group, index.map(group).plus(rank, entry));
      }
    }

    /// A group of which nothing is left is gone.
    void remove(G group, Rank<C> rank) {
      if (empty) {
        fresh.getOrDefault(group, new TreeMap<>()).remove(rank);
      } else {
        put(group, index.map(group).minus(rank));
      }
    }

    private void put(G group, TreePMap<Rank<C>, V> entries) {
      TreePMap<G, TreePMap<Rank<C>, V>> groups = index.groups;
      index = new Index<>(entries.isEmpty() ? groups.minus(group) : groups.plus(group, entries));
    }

    Index<G, C, V> done() {
      if (!fresh.isEmpty()) {
        SortedMap<G, TreePMap<Rank<C>, V>> groups = new TreeMap<>();
        fresh.forEach((group, entries) -> groups.put(group, TreePMap.fromSortedMap(entries)));
        groups.values().removeIf(Map::isEmpty);
        index = new Index<>(TreePMap.fromSortedMap(groups));
      }
      return index;
    }
  }
}
