package io.sekisho.estate;

import io.sekisho.vpc.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A resource, and where it is.
///
/// @param in what it stands in, the document itself last; empty if it is a document of its own
public record Placed<T>(T value, List<Resource> in) {
  public Placed {
    in = List.copyOf(in);
  }

  /// What it is bound to, if it is.
  public Optional<Resource> target() {
    return in.stream().findFirst();
  }

  /// Those of a type that are among some resources, or stand in them.
  public static <T extends Resource> List<Placed<T>> within(
      Class<T> type, List<? extends Resource> all) {
    List<Placed<T>> found = new ArrayList<>();
    all.forEach(it -> gather(type, it, List.of(), found));
    return found;
  }

  private static <T extends Resource> void gather(
      Class<T> type, Resource it, List<Resource> in, List<Placed<T>> found) {
    if (type.isInstance(it)) {
      found.add(new Placed<>(type.cast(it), in));
    }
    List<Resource> deeper = new ArrayList<>(List.of(it));
    deeper.addAll(in);
    it.bound().forEach(part -> gather(type, part, deeper, found));
  }
}
