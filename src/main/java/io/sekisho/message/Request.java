package io.sekisho.message;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// One request in its only possible reading.
///
/// @param method as sent, case and all; never `CONNECT` or `TRACE`
/// @param path decoded and canonical: begins with `/`, has no empty, `.` or `..` segment
/// @param body empty if there was none; not copied, do not change it
/// @param trace a fresh UUID by which guest and operator can speak about this request
@SuppressWarnings("ArrayRecordComponent") // bytes are handed on, never compared
public record Request(
    String method, String path, Query query, Headers headers, byte[] body, String trace) {
  public static final byte[] NO_BODY = {};

  /// Stands in for a request whose first line could not be understood.
  public static Request unreadable() {
    return new Request("", "", Query.NONE, Headers.NONE, NO_BODY, newTrace());
  }

  /// A version 4 UUID. It names, it does not authorise: it need not be hard to guess.
  static String newTrace() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = (random.nextLong() & ~0xf000L) | 0x4000L;
    long low = (random.nextLong() & ~(3L << 62)) | (2L << 62);
    return new UUID(high, low).toString();
  }
}
