package io.sekisho.probe;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A request as a line of text: escapes as in C (`\r \n \t \0 \\ \xNN`), names in braces for what
/// only a session knows, `{a*9}` for nine times a, `{FIELD*9}` for nine header lines, and `{}` for
/// what a line of the corpus puts there.
record Template(String text) {
  private static final Pattern ESCAPE = Pattern.compile("\\\\(x[0-9a-f]{2}|.)");
  private static final Pattern TIMES = Pattern.compile("\\{([^{}*]+)\\*(\\d+)\\}");
  private static final Pattern NAME = Pattern.compile("\\{([A-Z]+)\\}");

  /// The method, for telling vectors of several templates apart.
  String verb() {
    int space = text.indexOf(' ');
    return space < 0 ? text : text.substring(0, space);
  }

  /// The bytes, one character each.
  String fill(Session session, String argument) {
    String body = expand(session, argument, 0);
    return expand(session, text, body.length()).replace("{}", body);
  }

  private static String expand(Session session, String text, int length) {
    String repeated = TIMES.matcher(text).replaceAll(it -> literal(repeat(it)));
    String named =
        NAME.matcher(repeated).replaceAll(it -> literal(value(session, it.group(1), length)));
    return ESCAPE.matcher(named).replaceAll(it -> literal(character(it.group(1))));
  }

  private static String repeat(MatchResult times) {
    int count = Integer.parseInt(times.group(2));
    if (!times.group(1).equals("FIELD")) {
      return times.group(1).repeat(count);
    }
    StringBuilder fields = new StringBuilder();
    for (int i = 1; i <= count; i++) {
      fields.append("X-").append(i).append(": a\\r\\n");
    }
    return fields.toString();
  }

  private static String value(Session session, String name, int length) {
    Dialect dialect = session.dialect();
    return switch (name) {
      case "HOST" -> session.host();
      case "NAME" -> session.target().authority();
      case "READ" -> dialect.read();
      case "FOLDER" -> dialect.folder();
      case "LEAF" -> dialect.leaf();
      case "ESCAPED" ->
          "%%%02x".formatted((int) dialect.leaf().charAt(0)) + dialect.leaf().substring(1);
      case "Q" -> dialect.query();
      case "USERDATA" -> dialect.userData();
      case "MINT" -> dialect.mint();
      case "UPLOAD" -> session.upload("");
      case "FLAVOR" -> dialect.flavor();
      case "AUTH" -> dialect.bearing(session.token());
      case "TOKEN" -> session.token();
      case "LENGTH" -> "Content-Length: " + length + "\r\n";
      case "TODAY" -> day(0);
      case "YESTERDAY" -> day(-1);
      case "TOMORROW" -> day(2);
      default -> "{" + name + "}";
    };
  }

  /// The service's day is that of UTC; tomorrow is two days ahead, should midnight be near.
  private static String day(int ahead) {
    return LocalDate.now(ZoneOffset.UTC).plusDays(ahead).toString();
  }

  private static String character(String escape) {
    return switch (escape.toLowerCase(Locale.ROOT)) {
      case "r" -> "\r";
      case "n" -> "\n";
      case "t" -> "\t";
      case "0" -> "\0";
      default ->
          escape.length() == 3
              ? Character.toString(Integer.parseInt(escape.substring(1), 16))
              : escape;
    };
  }

  private static String literal(String text) {
    return Matcher.quoteReplacement(text);
  }
}
