package io.sekisho.nftables;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What was made the last time: the very same is given again as long as it is made of the same, so
/// that comparing it with itself costs nothing.
///
/// @param <F> all that it depends on
final class Kept<F, T> {
  private final Function<F, T> maker;
  private @Nullable F from;
  private @Nullable T made;

  /// @param maker looks at nothing but what it is given
  Kept(Function<F, T> maker) {
    this.maker = maker;
  }

  T of(F now) {
    T last = made;
    if (last != null && now.equals(from)) {
      return last;
    }
    T next = maker.apply(now);
    from = now;
    made = next;
    return next;
  }
}
