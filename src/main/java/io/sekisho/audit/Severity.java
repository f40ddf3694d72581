package io.sekisho.audit;

import java.util.Locale;

/// How much an event matters, in IBM's three degrees.
public enum Severity {
  /// Routine.
  NORMAL,
  /// It failed, or something was changed.
  WARNING,
  /// It is about credentials, rights or deletion, or somebody was not allowed to.
  CRITICAL;

  /// Of an answer that is no success, as IBM has it.
  static Severity of(int status) {
    return switch (status) {
      case 401, 403, 503, 507 -> CRITICAL;
      default -> WARNING;
    };
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
