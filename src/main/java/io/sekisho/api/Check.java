package io.sekisho.api;

import java.util.function.BooleanSupplier;

/// One condition of being ready to serve.
///
/// @param name one word for it, seen by anyone who asks `/readyz`
/// @param passes asked each time; an exception counts as no
public record Check(String name, BooleanSupplier passes) {
  boolean holds() {
    try {
      return passes.getAsBoolean();
    } catch (RuntimeException _) {
      return false;
    }
  }
}
