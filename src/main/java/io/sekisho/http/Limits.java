package io.sekisho.http;

import io.sekisho.message.Size;
import java.time.Duration;

/// How much a server gives, in all and to each guest.
///
/// @param loops event loops; 0 for one per processor
/// @param workers threads for [Answer.Later] work; 0 for one per processor
/// @param connections open connections in all; never more than three quarters of the file
///   descriptors that the process may open
/// @param held bytes that all connections together may hold of requests and answers under way
public record Limits(
    int loops, int workers, int connections, int held, Share share, Size size, Time time) {
  public static final Limits DEFAULT =
      new Limits(
          0,
          0,
          16_384,
          48 << 20,
          new Share(256, 0, 0, 64),
          new Size(8_192, 16_384, 64, 32_768),
          new Time(
              Duration.ofSeconds(5),
              Duration.ofSeconds(5),
              Duration.ofSeconds(60),
              Duration.ofSeconds(10),
              Duration.ofSeconds(2)));

  public Limits {
    atLeast(0, loops, workers);
    atLeast(1, connections, held);
    loops = loops == 0 ? Runtime.getRuntime().availableProcessors() : loops;
    workers = workers == 0 ? Runtime.getRuntime().availableProcessors() : workers;
  }

  public Limits withWorkers(int other) {
    return new Limits(loops, other, connections, held, share, size, time);
  }

  public Limits with(Share other) {
    return new Limits(loops, workers, connections, held, other, size, time);
  }

  public Limits with(Size other) {
    return new Limits(loops, workers, connections, held, share, other, time);
  }

  public Limits with(Time other) {
    return new Limits(loops, workers, connections, held, share, size, other);
  }

  /// What callers with one [Service#share] have in common.
  ///
  /// @param connections open connections
  /// @param requestsPerSecond the rate that can be kept up; 0 for no limit
  /// @param burst requests that may come at once after a pause; ignored without a rate
  /// @param later requests whose [Answer.Later] work is under way or waiting
  /// @param laterPerSecond the rate of such work that can be kept up, after a burst of `later`; 0
  ///   for no limit
  public record Share(
      int connections, int requestsPerSecond, int burst, int later, int laterPerSecond) {
    public Share {
      atLeast(1, connections, later);
      atLeast(0, requestsPerSecond, laterPerSecond);
      atLeast(requestsPerSecond == 0 ? 0 : 1, burst);
    }

    /// Without a rate of work.
    public Share(int connections, int requestsPerSecond, int burst, int later) {
      this(connections, requestsPerSecond, burst, later, 0);
    }
  }

  /// How long a guest may take. Checked four times a second.
  ///
  /// @param handshake from accept to the end of the TLS handshake
  /// @param request from a request's first byte to its last; the first request's time begins with
  ///   the connection
  /// @param idle between requests
  /// @param stall for a guest that does not read its answers
  /// @param linger for a guest to close its side after ours is closed
  public record Time(
      Duration handshake, Duration request, Duration idle, Duration stall, Duration linger) {
    public Time {
      if (!handshake.isPositive() || !request.isPositive() || !idle.isPositive()) {
        throw new IllegalArgumentException("a time limit must be positive");
      }
      if (!stall.isPositive() || !linger.isPositive()) {
        throw new IllegalArgumentException("a time limit must be positive");
      }
    }
  }

  private static void atLeast(int least, int... values) {
    for (int value : values) {
      if (value < least) {
        throw new IllegalArgumentException("a limit of " + value + " is less than " + least);
      }
    }
  }
}
