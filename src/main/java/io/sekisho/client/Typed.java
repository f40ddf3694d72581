package io.sekisho.client;

import java.util.Optional;
import java.util.function.Function;

/// What a person types beside a command: the context that it is for, and secrets, which are not
/// shown.
public final class Typed {
  private final Function<String, Optional<String>> terminal;
  private volatile Optional<String> context = Optional.empty();

  /// @param terminal asks for a secret; empty where nobody sits before it
  public Typed(Function<String, Optional<String>> terminal) {
    this.terminal = terminal;
  }

  /// Nobody types.
  static Typed nothing() {
    return new Typed(_ -> Optional.empty());
  }

  /// The name of a context in place of the current one.
  public void choose(String name) {
    context = Optional.of(name);
  }

  public Optional<String> context() {
    return context;
  }

  public Optional<String> secret(String question) {
    return terminal.apply(question);
  }
}
