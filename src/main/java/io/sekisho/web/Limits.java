package io.sekisho.web;

import java.time.Duration;

/// How much of this process a caller may take up.
///
/// @param connections open at once; when three quarters of them are, the oldest without an
///   operator's key makes room for the next
/// @param requestLine in bytes
/// @param headers all of them together, in bytes
/// @param body in bytes, of an inventory: one of 10 000 instances is about 6 MiB
/// @param arrival from the connection to the end of its first request's headers
/// @param bodyTime how long a body may take
/// @param idle how long an answer and the wait for the next request may take
public record Limits(
    int connections,
    int requestLine,
    int headers,
    int body,
    Duration arrival,
    Duration bodyTime,
    Duration idle) {
  public static final Limits DEFAULT =
      new Limits(
          256,
          4 * 1024,
          16 * 1024,
          16 * 1024 * 1024,
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofMinutes(1));

  /// Nodes keep two or three connections each; those that do not know how to join make room first.
  public static final Limits OF_NODES =
      new Limits(
          16_384,
          4 * 1024,
          16 * 1024,
          4 * 1024 * 1024,
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(20));

  int crowd() {
    return connections - connections / 4;
  }
}
