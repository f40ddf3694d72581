package io.sekisho.probe;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What should come of a request, in words: an answer such as `400`, and what becomes of the
/// connection.
///
/// The words for an answer, any of which will do, joined by commas: a status; `4xx`; `unchanged`,
/// as an honest guest is answered, byte for byte; `none`, no answer but the connection's end;
/// `answered`, anything that is no failure of the server. Behind a slash stands what will do as
/// well where no strictness is promised, for the standard allows it.
///
/// @param words as they were written, without those behind a slash
/// @param elsewhere those
record Expectation(String words, List<String> answers, List<String> elsewhere, Fate fate) {
  /// What becomes of the connection. Whatever it is, a second answer must not come.
  enum Fate {
    /// It ends.
    CLOSE,
    /// It goes on: an honest request behind it is answered as ever.
    KEEP,
    /// One or the other.
    ANY
  }

  static Expectation parse(String words) {
    String[] parts = words.split(" ", 2);
    Fate fate =
        parts.length < 2 ? Fate.ANY : Fate.valueOf(parts[1].strip().toUpperCase(Locale.ROOT));
    List<String> ways = List.of(parts[0].split("/", 2));
    return new Expectation(
        words.replaceFirst("/\\S+", ""),
        List.of(ways.getFirst().split(",", -1)),
        ways.size() < 2 ? List.of() : List.of(ways.getLast().split(",", -1)),
        fate);
  }

  /// Where statuses are not documented, any refusal will do in place of another, be it without an
  /// answer, and a connection may end when it likes, or not.
  Expectation in(Dialect dialect) {
    if (dialect.isExact()) {
      return this;
    }
    List<String> loose =
        Stream.concat(answers.stream(), elsewhere.stream())
            .flatMap(word -> word.startsWith("4") ? Stream.of("4xx", "none") : Stream.of(word))
            .distinct()
            .toList();
    return new Expectation(String.join(",", loose) + " any", loose, List.of(), Fate.ANY);
  }

  boolean isMetBy(Optional<Reply> reply, Reply honest) {
    return answers.stream().anyMatch(word -> is(word, reply, honest));
  }

  private static boolean is(String word, Optional<Reply> reply, Reply honest) {
    return switch (word) {
      case "none" -> reply.isEmpty();
      case "unchanged" -> reply.filter(honest::sameAs).isPresent();
      case "4xx" -> reply.filter(Reply::isRefusal).isPresent();
      case "answered" -> reply.filter(it -> it.status() > 0 && it.status() < 500).isPresent();
      default -> reply.filter(it -> word.equals(Integer.toString(it.status()))).isPresent();
    };
  }
}
