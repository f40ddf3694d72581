package io.sekisho.message;

import java.util.Locale;
import java.util.Optional;

/// The header fields of a request. Only fields that are lists may have come more than once, so that
/// there is never a first and a second value to choose from. There is no text form of it all: it
/// would end in a log, with the tokens in it.
public final class Headers {
  static final Headers NONE = new Headers(new String[0], 0);

  /// Name, value, name, value; names in lower case.
  private final String[] fields;

  private final int length;

  private Headers(String[] fields, int length) {
    this.fields = fields;
    this.length = length;
  }

  /// Fields from alternating names and values.
  public static Headers of(String... namesAndValues) {
    String[] fields = namesAndValues.clone();
    for (int i = 0; i < fields.length; i += 2) {
      fields[i] = fields[i].toLowerCase(Locale.ROOT);
    }
    return new Headers(fields, fields.length);
  }

  /// The first `length` elements of an array that is handed over, with names in lower case.
  static Headers handedOver(String[] fields, int length) {
    return new Headers(fields, length);
  }

  /// The field's value, whatever the case of its name. The values of a list that came in several
  /// fields are joined by commas.
  public Optional<String> get(String name) {
    for (int i = 0; i < length; i += 2) {
      if (fields[i].equalsIgnoreCase(name)) {
        return Optional.of(joined(i));
      }
    }
    return Optional.empty();
  }

  int size() {
    return length / 2;
  }

  String name(int index) {
    return fields[2 * index];
  }

  String value(int index) {
    return fields[2 * index + 1];
  }

  private String joined(int first) {
    String value = fields[first + 1];
    for (int i = first + 2; i < length; i += 2) {
      if (fields[i].equals(fields[first])) {
        value = value + ", " + fields[i + 1];
      }
    }
    return value;
  }
}
