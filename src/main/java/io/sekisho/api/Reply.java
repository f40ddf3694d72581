package io.sekisho.api;

import java.nio.charset.StandardCharsets;

/// One answer, ready to be sent.
///
/// @param allow the methods that the path has; empty unless the status is 405
@SuppressWarnings("ArrayRecordComponent") // never compared
record Reply(int status, String contentType, byte[] body, String allow) {
  private static final byte[] NOTHING = {};

  static Reply json(int status, Object value) {
    return new Reply(status, "application/json", Documents.json(value), "");
  }

  static Reply text(int status, String contentType, String text) {
    return new Reply(status, contentType, text.getBytes(StandardCharsets.UTF_8), "");
  }

  static Reply noContent() {
    return new Reply(204, "", NOTHING, "");
  }

  Reply allow(String methods) {
    return new Reply(status, contentType, body, methods);
  }
}
