package io.sekisho.iam;

import java.time.Instant;
import java.util.List;

/// Which rules of access groups a federated person met when they logged in.
///
/// @param at when that was, in seconds since 1970
/// @param rules their prints: a rule that changed is met by nobody who logged in before
public record Joined(long at, List<String> rules) {
  /// As many as there may be groups that somebody is in.
  public static final int MOST = 50;

  public Joined {
    rules = rules.stream().limit(MOST).toList();
  }

  /// When the person logged in.
  public Instant since() {
    return Instant.ofEpochSecond(at);
  }
}
