package io.sekisho.probe;

import java.util.List;
import java.util.Optional;

/// What may be shown of what went over the wire: a few hundred bytes of it, no token, and nothing
/// of a document that was given out.
final class Disclosure {
  private static final int MOST = 300;

  /// A token that was changed is a token nearly.
  private static final String BEARING =
      "(?i)((?:Authorization: Bearer|X-aws-ec2-metadata-token:) )[^\\s<]{12,}";

  private static final String JWT = "eyJ[\\w-]{10,}\\.[\\w-]+\\.[\\w-]*";

  private Disclosure() {}

  static String sent(Session session, String bytes) {
    return cut(redacted(session, bytes));
  }

  static String received(Session session, Optional<Reply> reply) {
    return reply.map(it -> received(session, it)).orElse("no answer");
  }

  private static String received(Session session, Reply reply) {
    String body =
        reply.status() / 100 == 2 ? "<" + reply.body().length() + " bytes>" : reply.body();
    return cut(redacted(session, reply.head().lines().findFirst().orElse("") + " … " + body));
  }

  /// Something that came behind the one answer there should have been.
  static String unasked(String bytes) {
    String line = bytes.startsWith("HTTP/") ? bytes.lines().findFirst().orElse("") : "bytes";
    return "more: " + cut(line) + " … <" + bytes.length() + " bytes>";
  }

  private static String redacted(Session session, String text) {
    String rest = text.replaceAll(JWT, "<token>").replaceAll(BEARING, "$1<token>");
    for (String token : List.of(session.token(), session.foreign().orElse(""))) {
      rest = token.isEmpty() ? rest : rest.replace(token, "<token>");
    }
    return rest;
  }

  private static String cut(String text) {
    String shown = printable(text.length() > MOST ? text.substring(0, MOST) : text);
    return text.length() > MOST ? shown + "… (" + text.length() + " bytes)" : shown;
  }

  private static String printable(String text) {
    StringBuilder out = new StringBuilder();
    text.chars().forEach(c -> out.append(printable(c)));
    return out.toString();
  }

  private static String printable(int c) {
    return switch (c) {
      case '\r' -> "\\r";
      case '\n' -> "\\n";
      case '…' -> "…";
      default -> c < ' ' || c > '~' ? "\\x%02x".formatted(c) : Character.toString(c);
    };
  }
}
