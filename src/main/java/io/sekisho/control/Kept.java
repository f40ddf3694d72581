package io.sekisho.control;

import io.sekisho.control.Store.Document;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// A record, or a part of one, as it is kept.
///
/// @param tag names this version of it, as IBM's entity tags do: `7-` and 32 hexadecimal digits
public record Kept<T>(T value, String tag) {
  /// For who does not mind what was there.
  public static final String ANY = "*";

  /// A document of the store.
  public static <T> Kept<T> document(Class<T> type, Document document) {
    return document(type.cast(document.value()), document.id(), document.revision());
  }

  /// A document as it is kept from a write on.
  public static <T> Kept<T> put(Turn turn, T value) {
    return document(value, Labels.of(value).id(), turn.put(value));
  }

  private static <T> Kept<T> document(T value, String id, long revision) {
    return new Kept<>(value, revision + "-" + digits(id + " " + revision));
  }

  /// A part of a document: its version is what it says.
  public static <T> Kept<T> part(T value) {
    return part(value, value);
  }

  /// The same of one whose version is what some of it says.
  public static <T> Kept<T> part(T value, Object said) {
    return new Kept<>(value, "1-" + digits(said.toString()));
  }

  /// Refuses to go on if the caller saw another version.
  ///
  /// @param wanted the tag of the version that the caller saw, or `*` for any
  /// @param stale what IBM's API answers then: they differ
  public Outcome<Kept<T>> matching(String wanted, Code stale) {
    return wanted.equals(ANY) || wanted.equals(tag)
        ? Outcome.of(this)
        : Outcome.refuse(
            Problem.of(
                    stale,
                    "This was changed since you read it: read it again, and send its ETag as"
                        + " If-Match.")
                .header("If-Match"));
  }

  private static String digits(String text) {
    UUID hash = UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    return hash.toString().replace("-", "");
  }
}
