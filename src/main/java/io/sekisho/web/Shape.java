package io.sekisho.web;

import java.util.LinkedHashMap;
import java.util.Map;

/// The form of a body.
public sealed interface Shape {

  /// No body.
  record Nothing() implements Shape {}

  /// JSON, one value of a type; of a record its components are the members.
  record Of(Class<?> type) implements Shape {}

  /// JSON, several values of a type.
  record Several(Class<?> type) implements Shape {}

  /// JSON made as a tree: the members that are known, some of which may be missing.
  record Members(Map<String, Shape> members) implements Shape {
    public Members {
      members = new LinkedHashMap<>(members);
    }

    /// With one member more.
    public Members with(String name, Class<?> type) {
      return with(name, new Of(type));
    }

    /// With one member more.
    public Members with(String name, Shape shape) {
      Map<String, Shape> more = new LinkedHashMap<>(members);
      more.put(name, shape);
      return new Members(more);
    }
  }

  /// Something else than JSON.
  record Media(String contentType) implements Shape {}

  static Shape nothing() {
    return new Nothing();
  }

  static Shape of(Class<?> type) {
    return new Of(type);
  }

  static Members member(String name, Class<?> type) {
    return new Members(Map.of()).with(name, type);
  }

  static Members list(String name, Class<?> type) {
    return new Members(Map.of()).with(name, new Several(type));
  }

  static Shape media(String contentType) {
    return new Media(contentType);
  }
}
