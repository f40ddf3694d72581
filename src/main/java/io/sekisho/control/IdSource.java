package io.sekisho.control;

import java.util.UUID;

/// Where new ids come from.
@FunctionalInterface
public interface IdSource {
  /// An id that was never given out before.
  UUID next();

  /// Random ids.
  static IdSource random() {
    return UUID::randomUUID;
  }
}
