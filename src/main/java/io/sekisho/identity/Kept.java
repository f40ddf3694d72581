package io.sekisho.identity;

import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// A record, or a part of one, as it is kept.
///
/// @param tag names this version of it, as IBM's entity tags do: `7-` and 32 hexadecimal digits
public record Kept<T>(T value, String tag) {
  private static final String ANY = "*";

  /// A document of the store.
  static <T> Kept<T> document(T value, String id, long revision) {
    return new Kept<>(value, revision + "-" + digits(id + " " + revision));
  }

  /// A part of a document: its version is what it says.
  static <T> Kept<T> part(T value) {
    return new Kept<>(value, "1-" + digits(value.toString()));
  }

  /// Refuses to go on if the caller saw another version.
  ///
  /// @param wanted the tag of the version that the caller saw, or `*` for any
  Outcome<Kept<T>> matching(String wanted) {
    return wanted.equals(ANY) || wanted.equals(tag)
        ? Outcome.of(this)
        : Outcome.refuse(
            Problem.of(
                    Code.CONFLICT,
                    "This was changed since you read it: read it again, and send its entity_tag as"
                        + " If-Match.")
                .header("If-Match"));
  }

  private static String digits(String text) {
    UUID hash = UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    return hash.toString().replace("-", "");
  }
}
