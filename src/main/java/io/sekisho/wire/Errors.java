package io.sekisho.wire;

import java.util.List;
import java.util.Optional;

/// The body of every refusal: IBM Cloud's error model.
public record Errors(List<Item> errors, int statusCode, String trace) {
  public Errors {
    errors = List.copyOf(errors);
  }

  /// One refusal.
  public record Item(
      String code, String message, Optional<String> moreInfo, Optional<Target> target) {}

  /// What in the request it is about.
  ///
  /// @param type `field`, `parameter` or `header`
  public record Target(String name, String type, Optional<String> value) {}
}
