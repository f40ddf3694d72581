package io.sekisho.metadata;

import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.util.Optional;

/// Which part of a paginated collection is asked for.
///
/// @param start where the page begins, as given in the `next` link of the one before; empty for the
///   first page
/// @param limit how many members at most; empty if the caller leaves it to us
public record Page(Optional<String> start, Optional<Integer> limit) {
  public static final int DEFAULT_LIMIT = 50;
  public static final int MAX_LIMIT = 100;

  /// What a request without `start` and `limit` asks for.
  public static final Page FIRST = new Page(Optional.empty(), Optional.empty());

  public Page {
    if (limit.isPresent() && (limit.get() < 1 || limit.get() > MAX_LIMIT)) {
      throw new IllegalArgumentException("a page has 1 to " + MAX_LIMIT + " members");
    }
  }

  /// Reads the two query parameters. Whether `start` leads anywhere is known only to the
  /// collection.
  public static Outcome<Page> parse(Optional<String> start, Optional<String> limit) {
    if (limit.isPresent() && !limit.get().matches("[1-9]\\d?|" + MAX_LIMIT)) {
      return Outcome.refuse(
          Problem.of(
                  Code.INVALID_VALUE,
                  "The query parameter `limit` must be a number from 1 to " + MAX_LIMIT + ".")
              .parameter("limit"));
    }
    return Outcome.of(new Page(start, limit.map(Integer::valueOf)));
  }

  int size() {
    return limit.orElse(DEFAULT_LIMIT);
  }
}
