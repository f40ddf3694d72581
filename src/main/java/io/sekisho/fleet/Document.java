package io.sekisho.fleet;

import tools.jackson.databind.JsonNode;

/// One value that a node needs to serve its guests.
///
/// @param kind the [Sort]'s name
/// @param value as rooms keep it; read it with [Sort#read]
public record Document(String kind, String id, JsonNode value) {
  /// Which one, without what is in it.
  public record Ref(String kind, String id) {}

  public Ref ref() {
    return new Ref(kind, id);
  }
}
