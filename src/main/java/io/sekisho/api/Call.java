package io.sekisho.api;

import io.sekisho.control.Initiator;
import java.util.List;
import java.util.Map;

/// One request as an operation sees it: admitted, matched, its body read.
///
/// @param captures what the route's path left open, decoded
/// @param by whose key it came with; empty for routes that need none
@SuppressWarnings("ArrayRecordComponent") // never compared
record Call(List<String> captures, Map<String, String> query, byte[] body, Initiator by) {

  /// The id, name or `account/name` of the resource that the path is about.
  String resource() {
    return captures.getFirst();
  }

  /// The second open place of the path.
  String second() {
    return captures.get(1);
  }
}
