package io.sekisho.control;

/// What else goes when a document goes, whoever deletes it and why: in the same write.
@FunctionalInterface
public interface Aftermath {
  void of(Turn turn, Object deleted);
}
