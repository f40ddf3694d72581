package io.sekisho.app;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What `curl` got to hear in a guest.
///
/// @param exit curl's exit code
/// @param status of the HTTP response; 0 if there was none
record Answer(int exit, int status, String body) {
  /// Last of the options: the status on a line of its own below the body.
  static final String FORMAT = "\n%{http_code}";

  private static final int NO_CONNECTION = 7;
  private static final int TIMEOUT = 28;

  static Answer of(Ran curl) {
    int line = curl.out().lastIndexOf('\n');
    return new Answer(
        curl.code(),
        line < 0 ? 0 : Integer.parseInt(curl.out().substring(line + 1)),
        curl.out().substring(0, Math.max(line, 0)));
  }

  /// Nothing came back at all, not even a refusal to connect.
  boolean isSilence() {
    return exit == TIMEOUT && status == 0;
  }

  /// The port is closed, and says so.
  boolean isRefusedConnection() {
    return exit == NO_CONNECTION && status == 0;
  }

  JsonNode json() {
    return JsonMapper.shared().readTree(body);
  }

  /// A string in the body, by its JSON pointer (RFC 6901).
  String at(String pointer) {
    return json().at(pointer).asString("");
  }

  /// The code of a refusal's first error.
  String code() {
    return at("/errors/0/code");
  }
}
