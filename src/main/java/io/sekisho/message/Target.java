package io.sekisho.message;

import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.util.Optional;

/// A request's target in canonical form: what the router sees is what every check saw.
///
/// Nothing is ever repaired. A path that could be spelled in another way is refused, except that an
/// escaped character which needs no escape is decoded, once.
public record Target(String path, Query query) {
  private static final Problem FORM =
      Problem.of(Code.INVALID_REQUEST, "Send only the path and query as the request's target.");
  private static final Problem PATH =
      Problem.of(
          Code.INVALID_REQUEST,
          "Use a path without empty or dot segments, escaped delimiters, ';' or characters outside"
              + " ASCII.");

  /// Reads a request's target as sent.
  public static Outcome<Target> parse(String text) {
    if (text.isEmpty() || text.charAt(0) != '/') {
      return Outcome.refuse(FORM);
    }
    int mark = text.indexOf('?');
    Optional<String> path = Escapes.PATH.decode(pathOf(text));
    if (path.isEmpty() || !hasOnlyNamedSegments(path.get())) {
      return Outcome.refuse(PATH);
    }
    return Query.parse(mark < 0 ? "" : text.substring(mark + 1))
        .map(query -> new Target(path.get(), query));
  }

  /// The path as it was sent.
  static String pathOf(String text) {
    int mark = text.indexOf('?');
    return mark < 0 ? text : text.substring(0, mark);
  }

  private static boolean hasOnlyNamedSegments(String path) {
    int from = 1;
    for (int slash = path.indexOf('/', from); slash >= 0; slash = path.indexOf('/', from)) {
      if (slash == from || isDots(path, from, slash)) {
        return false;
      }
      from = slash + 1;
    }
    return !isDots(path, from, path.length());
  }

  private static boolean isDots(String path, int from, int end) {
    return switch (end - from) {
      case 1 -> path.charAt(from) == '.';
      case 2 -> path.charAt(from) == '.' && path.charAt(from + 1) == '.';
      default -> false;
    };
  }
}
