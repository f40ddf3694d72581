package io.sekisho.telemetry;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Map;

/// Encodes events as JSON, one object a line, into a reused buffer.
///
/// Written by hand because every guest request passes through here: no allocation per event but for
/// the rare character that needs escaping. Not thread-safe.
final class JsonLines {
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private static final int LONGEST_ESCAPE = 6;

  private byte[] buffer = new byte[1 << 16];
  private int length;
  private long cachedSecond = Long.MIN_VALUE;
  private String cachedText = "";

  /// Bytes encoded since the last [#take].
  int length() {
    return length;
  }

  /// The encoded lines; the buffer begins anew.
  byte[] take() {
    byte[] lines = Arrays.copyOf(buffer, length);
    length = 0;
    return lines;
  }

  void add(Event event) {
    raw("{\"at\":\"");
    instant(event.at());
    raw("\"");
    switch (event) {
      case Event.Access access -> add(access);
      case Event.Activity activity -> add(activity);
      case Event.Notice notice -> add(notice);
    }
    raw("}\n");
  }

  private void add(Event.Access event) {
    raw(",\"event\":\"access\"");
    text("trace", event.trace());
    text("caller", event.caller());
    text("method", event.method());
    text("path", event.path());
    number("status", event.status());
    number("bytes", event.bytes());
    number("micros", event.micros());
    raw(event.tls() ? ",\"tls\":true" : ",\"tls\":false");
    optional("action", event.action());
  }

  private void add(Event.Activity event) {
    raw(",\"event\":\"activity\"");
    optional("action", event.action());
    text("outcome", event.success() ? "success" : "failure");
    number("reason", event.reason());
    optional("code", event.code());
    text("trace", event.trace());
    optional("account", event.account());
    optional("initiator", event.initiator());
    optional("authn", event.authn());
    optional("target", event.target());
    optional("detail", event.detail());
  }

  private void add(Event.Notice event) {
    raw(",\"event\":\"notice\"");
    text("kind", event.kind().wireName());
    event.fields().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(field -> text(field.getKey(), field.getValue()));
  }

  private void instant(Instant at) {
    if (at.getEpochSecond() != cachedSecond) {
      cachedSecond = at.getEpochSecond();
      cachedText = SECOND.format(at);
    }
    raw(cachedText);
    int millis = at.getNano() / 1_000_000;
    room(5);
    buffer[length++] = '.';
    buffer[length++] = (byte) ('0' + millis / 100);
    buffer[length++] = (byte) ('0' + millis / 10 % 10);
    buffer[length++] = (byte) ('0' + millis % 10);
    buffer[length++] = 'Z';
  }

  private void optional(String name, String value) {
    if (!value.isEmpty()) {
      text(name, value);
    }
  }

  private void text(String name, String value) {
    raw(",\"");
    raw(name);
    raw("\":\"");
    escaped(value);
    raw("\"");
  }

  private void number(String name, long value) {
    raw(",\"");
    raw(name);
    raw("\":");
    raw(Long.toString(value));
  }

  /// Text known to be ASCII that needs no escaping.
  @SuppressWarnings(
      "deprecation") // the one copy from a Latin-1 string to bytes that allocates nothing
  private void raw(String ascii) {
    int count = ascii.length();
    room(count);
    ascii.getBytes(0, count, buffer, length);
    length += count;
  }

  private void escaped(String value) {
    room(LONGEST_ESCAPE * value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        buffer[length++] = '\\';
        buffer[length++] = (byte) c;
      } else if (c >= ' ' && c < 0x7f) {
        buffer[length++] = (byte) c;
      } else {
        unicode(c);
      }
    }
  }

  private void unicode(char c) {
    buffer[length++] = '\\';
    buffer[length++] = 'u';
    for (int shift = 12; shift >= 0; shift -= 4) {
      buffer[length++] = HEX[(c >> shift) & 0xf];
    }
  }

  private void room(int more) {
    if (length + more > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
    }
  }
}
