package io.sekisho.message;

import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The parameters of a request's query, decoded. Each name comes once.
public final class Query {
  static final Query NONE = new Query(Map.of());

  private static final int MOST_PARAMETERS = 32;
  private static final Problem MALFORMED =
      Problem.of(
          Code.INVALID_REQUEST,
          "Write the query as name=value pairs joined by '&', each name once, and percent-encode"
              + " other characters.");

  private final Map<String, String> values;

  private Query(Map<String, String> values) {
    this.values = values;
  }

  /// Parameters from alternating names and values.
  public static Query of(String... namesAndValues) {
    Query query = new Query(new LinkedHashMap<>());
    for (int i = 0; i < namesAndValues.length; i += 2) {
      query.values.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return query;
  }

  /// Reads what stands after the question mark. A `+` is a space, as in a form.
  static Outcome<Query> parse(String text) {
    if (text.isEmpty()) {
      return Outcome.of(NONE);
    }
    Query query = new Query(new LinkedHashMap<>(4));
    for (int from = 0; from <= text.length(); ) {
      int ampersand = text.indexOf('&', from);
      int end = ampersand < 0 ? text.length() : ampersand;
      if (!query.add(text, from, end)) {
        return Outcome.refuse(MALFORMED);
      }
      from = end + 1;
    }
    return Outcome.of(query);
  }

  /// The parameter's value; empty text if it was given without one.
  public Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /// Every parameter with its one value, in the order given.
  public Map<String, String> values() {
    return Collections.unmodifiableMap(values);
  }

  private boolean add(String text, int from, int end) {
    int equals = text.indexOf('=', from);
    boolean valued = equals >= 0 && equals < end;
    Optional<String> name = Escapes.QUERY.decode(text.substring(from, valued ? equals : end));
    Optional<String> value = Escapes.QUERY.decode(valued ? text.substring(equals + 1, end) : "");
    if (name.isEmpty() || value.isEmpty() || name.get().isEmpty()) {
      return false;
    }
    return values.size() < MOST_PARAMETERS && values.putIfAbsent(name.get(), value.get()) == null;
  }
}
