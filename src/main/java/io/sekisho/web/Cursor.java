package io.sekisho.web;

import io.sekisho.problem.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/// Which page of a list, by `limit` and `start`, as most of IBM's APIs have it.
///
/// @param after what the page before said is next
public record Cursor(int limit, Optional<String> after) {
  public static final Set<String> PARAMETERS = Set.of("limit", "start");

  private static final String START = "start";

  /// Where a page is.
  ///
  /// @param start of the page, as in its address
  public record Link(String href, Optional<String> start) {}

  /// @param usual how many a page has unless the caller says
  public static Outcome<Cursor> of(Call call, int usual, int most) {
    return call.parameters()
        .number("limit", usual, 1, most)
        .then(limit -> after(call.parameter(START)).map(after -> new Cursor(limit, after)));
  }

  /// The first page of the list that a call asks for.
  public static Link first(Call call, String path) {
    return new Link(call.href(path, call.parameters().without(START)), Optional.empty());
  }

  /// A later one.
  ///
  /// @param after what is next; it is no secret and opens nothing
  public static Link next(Call call, String path, String after) {
    byte[] text = after.getBytes(StandardCharsets.UTF_8);
    String start = Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    return new Link(call.href(path, call.parameters().with(START, start)), Optional.of(start));
  }

  private static Outcome<Optional<String>> after(Optional<String> start) {
    try {
      return Outcome.of(
          start.map(it -> new String(Base64.getUrlDecoder().decode(it), StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException _) {
      return Parameters.invalid(START, "Take start from the page before.");
    }
  }
}
