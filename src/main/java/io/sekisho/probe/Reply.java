package io.sekisho.probe;

import java.util.Locale;
import java.util.Optional;

/// An answer, one character per byte.
///
/// @param status 0 if what came is no HTTP
/// @param head up to its empty line
record Reply(int status, String head, String body) {
  private static final int LAST_WITHOUT_BODY = 199;

  /// The head's status and no body yet.
  static Reply of(String head) {
    boolean http = head.matches("(?s)HTTP/1\\.[01] \\d{3} .*");
    return new Reply(http ? Integer.parseInt(head.substring(9, 12)) : 0, head, "");
  }

  Reply with(String text) {
    return new Reply(status, head, text);
  }

  /// The value of the first field of that name.
  Optional<String> header(String name) {
    String wanted = name.toLowerCase(Locale.ROOT) + ":";
    return head.lines()
        .skip(1)
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(wanted))
        .map(line -> line.substring(wanted.length()).strip())
        .findFirst();
  }

  boolean isInterim() {
    return status > 0 && status <= LAST_WITHOUT_BODY;
  }

  boolean isRefusal() {
    return status >= 400 && status < 500;
  }

  /// Whether it says that the connection ends here.
  boolean isLast() {
    return header("Connection").filter(it -> it.equalsIgnoreCase("close")).isPresent();
  }

  /// Whether both say the same, whenever they said it.
  boolean sameAs(Reply other) {
    return status == other.status && body.equals(other.body);
  }
}
