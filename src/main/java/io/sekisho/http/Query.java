package io.sekisho.http;

import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The parameters of a request's query, decoded. Each name comes once.
public final class Query {
  static final Query NONE = new Query(List.of(), List.of());

  private static final int MOST_PARAMETERS = 32;
  private static final Problem MALFORMED =
      Problem.of(
          Code.INVALID_REQUEST,
          "Write the query as name=value pairs joined by '&', each name once, and percent-encode"
              + " other characters.");

  private final List<String> names;
  private final List<String> values;

  private Query(List<String> names, List<String> values) {
    this.names = names;
    this.values = values;
  }

  /// Parameters from alternating names and values.
  public static Query of(String... namesAndValues) {
    Query query = new Query(new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < namesAndValues.length; i += 2) {
      query.names.add(namesAndValues[i]);
      query.values.add(namesAndValues[i + 1]);
    }
    return query;
  }

  /// Reads what stands after the question mark. A `+` is a space, as in a form.
  static Outcome<Query> parse(String text) {
    if (text.isEmpty()) {
      return Outcome.of(NONE);
    }
    Query query = new Query(new ArrayList<>(2), new ArrayList<>(2));
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
    int at = names.indexOf(name);
    return at < 0 ? Optional.empty() : Optional.of(values.get(at));
  }

  public List<String> names() {
    return List.copyOf(names);
  }

  /// Every parameter with its one value.
  public Map<String, List<String>> values() {
    Map<String, List<String>> all = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      all.put(names.get(i), List.of(values.get(i)));
    }
    return all;
  }

  private boolean add(String text, int from, int end) {
    int equals = text.indexOf('=', from);
    boolean valued = equals >= 0 && equals < end;
    Optional<String> name = Escapes.QUERY.decode(text.substring(from, valued ? equals : end));
    Optional<String> value = Escapes.QUERY.decode(valued ? text.substring(equals + 1, end) : "");
    if (name.isEmpty() || value.isEmpty() || name.get().isEmpty()) {
      return false;
    }
    if (names.contains(name.get()) || names.size() == MOST_PARAMETERS) {
      return false;
    }
    names.add(name.get());
    values.add(value.get());
    return true;
  }
}
