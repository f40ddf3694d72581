package io.sekisho.identity;

import io.sekisho.control.Kept;
import io.sekisho.control.Store.Order;
import java.util.List;
import java.util.Optional;

/// One page of an account's records.
///
/// @param next what to ask for the page after this one; empty if this is the last
public record Listing<T>(List<Kept<T>> items, Optional<String> next) {
  public Listing {
    items = List.copyOf(items);
  }

  /// Which records, and in which order.
  ///
  /// @param name only those of this name
  /// @param parent only those that belong to this identity
  /// @param filter only those that it lets through
  /// @param after what the page before said is next
  /// @param size how many at most; fewer do not mean that these were the last
  public record Wanted(
      Optional<String> name,
      Optional<String> parent,
      Filter filter,
      Order order,
      boolean descending,
      Optional<String> after,
      int size) {

    /// The same, but only what belongs to this identity.
    public Wanted of(String identity) {
      return new Wanted(name, Optional.of(identity), filter, order, descending, after, size);
    }

    /// The same, but only what has this attribute.
    public Wanted only(String attribute, String value) {
      return new Wanted(name, parent, filter.and(attribute, value), order, descending, after, size);
    }
  }
}
