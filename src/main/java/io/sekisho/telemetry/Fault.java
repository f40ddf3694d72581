package io.sekisho.telemetry;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// What is written down of a bug: what was thrown, where, and what it came from.
///
/// A message may quote what somebody sent. What could be a key or a token, a long word with digits
/// that is no UUID, is left out of it; so are line ends, and all beyond a length.
public final class Fault {
  private static final int LONGEST = 300;
  private static final String OF_WORDS = "[A-Za-z0-9_+/=-]";
  private static final String ID = "(\\w{4}[_-])?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  private static final Pattern SECRET =
      Pattern.compile(
          "(?<!%1$s)(?!%2$s(?!%1$s))(?=[A-Za-z_+/=-]*[0-9])%1$s{24,}".formatted(OF_WORDS, ID));
  private static final Pattern BREAK = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]+");

  private Fault() {}

  /// The fields of its event.
  public static Map<String, String> fields(Throwable bug) {
    Throwable root = bug;
    // Causes could go in a circle; none is this deep.
    for (int i = 0; i < 100 && root.getCause() != null; i++) {
      root = root.getCause();
    }
    StackTraceElement[] stack = bug.getStackTrace();
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("exception", bug.getClass().getName());
    fields.put("message", message(bug));
    fields.put("where", stack.length == 0 ? "" : stack[0].toString());
    if (bug.getCause() != null) {
      fields.put("cause", root.getClass().getName());
      fields.put("cause_message", message(root));
    }
    return fields;
  }

  private static String message(Throwable of) {
    String text = of.getMessage() == null ? "" : of.getMessage();
    String line = BREAK.matcher(SECRET.matcher(text).replaceAll("…")).replaceAll(" ").strip();
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
  }
}
