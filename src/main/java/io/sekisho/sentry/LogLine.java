package io.sekisho.sentry;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A refusal in the kernel's log, or what would be one.
///
/// @param before what stands before it on the line: a time, mostly
/// @param refused whether it was refused; else it would have been
/// @param forwarded whether it came from another machine or a container
/// @param device through which it came in; empty if it was made here
/// @param source where it came from
/// @param destination where it was to go
/// @param uid number of the user who made the socket; empty if nobody had it
record LogLine(
    String before,
    boolean refused,
    boolean forwarded,
    String device,
    String source,
    String destination,
    OptionalLong uid) {
  private static final Pattern OURS =
      Pattern.compile("(.*?)sekisho-guard: (fwd )?(refused|audit) (.*)");

  /// Empty if the line is about something else.
  static Optional<LogLine> parse(String line) {
    Matcher matcher = OURS.matcher(line);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Map<String, String> members = new HashMap<>();
    for (String word : String.valueOf(matcher.group(4)).split(" ", -1)) {
      int sign = word.indexOf('=');
      if (sign > 0) {
        // A packet within a packet, in brackets, comes later and has the same members.
        members.putIfAbsent(word.substring(0, sign), word.substring(sign + 1));
      }
    }
    String uid = members.getOrDefault("UID", "");
    return Optional.of(
        new LogLine(
            String.valueOf(matcher.group(1)).strip(),
            "refused".equals(matcher.group(3)),
            matcher.group(2) != null,
            members.getOrDefault("IN", ""),
            members.getOrDefault("SRC", ""),
            members.getOrDefault("DST", ""),
            uid.matches("\\d{1,10}")
                ? OptionalLong.of(Long.parseLong(uid))
                : OptionalLong.empty()));
  }
}
