package io.sekisho.clerk;

import io.sekisho.client.Kind;
import java.util.Locale;
import java.util.Optional;

/// What a word on the command line stands for.
sealed interface Sort {
  /// Something that the operator's API has.
  record Resource(Kind kind) implements Sort {}

  /// Something that IAM has.
  record Known(Thing thing) implements Sort {}

  /// One of them, such as `access-group`.
  default String word() {
    return switch (this) {
      case Resource(Kind kind) -> kind.word();
      case Known(Thing thing) -> thing.word();
    };
  }

  static Optional<Sort> of(String word) {
    return Kind.of(word)
        .<Sort>map(Resource::new)
        .or(() -> Thing.of(word.toLowerCase(Locale.ROOT)).map(Known::new));
  }
}
