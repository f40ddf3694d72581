package io.sekisho.telemetry;

/// Where events go. Never blocks for long and never fails its caller.
@FunctionalInterface
public interface Journal {
  void write(Event event);
}
