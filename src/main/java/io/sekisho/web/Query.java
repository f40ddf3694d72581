package io.sekisho.web;

import io.sekisho.problem.Code;
import io.sekisho.problem.Nearest;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// The part of an address after the question mark: each parameter known, and given once.
final class Query {
  private Query() {}

  static Outcome<Parameters> parse(String raw, Set<String> known) {
    try {
      return decoded(raw, known);
    } catch (IllegalArgumentException _) {
      return Outcome.refuse(
          Problem.of(Code.INVALID_REQUEST, "A percent sign in the query needs two digits."));
    }
  }

  private static Outcome<Parameters> decoded(String raw, Set<String> known) {
    Map<String, String> found = new LinkedHashMap<>();
    for (String pair : raw.isEmpty() ? new String[0] : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      if (!known.contains(name)) {
        String message = "There is no parameter " + name + "." + Nearest.question(name, known);
        return Outcome.refuse(Problem.of(Code.UNKNOWN_FIELD, message).parameter(name));
      }
      if (found.put(name, equals < 0 ? "" : decode(pair.substring(equals + 1))) != null) {
        return Outcome.refuse(
            Problem.of(Code.INVALID_VALUE, "Give " + name + " once.").parameter(name));
      }
    }
    return Outcome.of(new Parameters(found));
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
