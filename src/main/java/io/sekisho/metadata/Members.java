package io.sekisho.metadata;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/// The members of a JSON object under construction, kept in alphabetical order as in IBM's samples:
/// one order for good, whatever the code's.
///
/// What is optional and not there is left out, never null.
final class Members {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// RFC 3339 in milliseconds, the form that all of IBM's SDKs read.
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final SortedMap<String, Object> all = new TreeMap<>();

  Members with(String name, String value) {
    return put(name, value);
  }

  Members with(String name, long value) {
    return put(name, value);
  }

  Members with(String name, boolean value) {
    return put(name, value);
  }

  Members with(String name, Instant moment) {
    return put(name, MOMENT.format(moment));
  }

  Members with(String name, Members value) {
    return put(name, value);
  }

  Members with(String name, Collection<Members> values) {
    return put(name, values);
  }

  Members maybe(String name, Optional<?> value) {
    value.ifPresent(there -> put(name, there));
    return this;
  }

  Members and(Members others) {
    others.all.forEach(this::put);
    return this;
  }

  byte[] toJson() {
    return JSON.writeValueAsBytes(all);
  }

  @JsonValue
  SortedMap<String, Object> all() {
    return all;
  }

  private Members put(String name, Object value) {
    if (all.put(name, value) != null) {
      throw new IllegalStateException("the member " + name + " was there already");
    }
    return this;
  }
}
