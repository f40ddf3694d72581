package io.sekisho.estate;

import java.util.Optional;
import java.util.stream.Stream;

/// How a body names a resource: by one of these.
///
/// @param href its address, of which the last segment counts
/// @param name where names are one's own: of zones, profiles, regions
public record Which(
    Optional<String> id, Optional<String> crn, Optional<String> href, Optional<String> name) {

  public static Which id(String id) {
    return new Which(Optional.of(id), Optional.empty(), Optional.empty(), Optional.empty());
  }

  public static Which name(String name) {
    return new Which(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(name));
  }

  /// Whether exactly one of them is given.
  boolean clear() {
    return Stream.of(id, crn, href, name).filter(Optional::isPresent).count() == 1;
  }

  /// The id, if it is named by one or by an address that ends with one.
  public Optional<String> byId() {
    return id.or(() -> href.map(it -> it.substring(it.lastIndexOf('/') + 1)));
  }

  /// As it was said.
  @Override
  public String toString() {
    return id.or(() -> crn).or(() -> href).or(() -> name).orElse("nothing");
  }
}
