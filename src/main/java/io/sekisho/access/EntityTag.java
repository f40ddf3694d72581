package io.sekisho.access;

import io.sekisho.problem.Code;
import io.sekisho.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32;

/// Says of a resource in which state it is, so that nobody overwrites what they have not seen.
final class EntityTag {
  private EntityTag() {}

  /// Of a document: the revision of the write that put it last.
  static String of(long revision) {
    return Long.toString(revision);
  }

  /// Of a part of a document, which stays as it is while other parts change.
  static String of(Object part) {
    CRC32 sum = new CRC32();
    sum.update(part.toString().getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(sum.getValue()) + Integer.toHexString(part.hashCode());
  }

  /// Why a request's `If-Match` does not let it through; empty if it does.
  static Optional<Problem> unmet(Optional<String> ifMatch, String tag) {
    if (ifMatch.isEmpty()) {
      return Optional.of(
          Problem.of(Code.MISSING_VALUE, "Send the resource's ETag as the header If-Match.")
              .header("If-Match"));
    }
    String sent = ifMatch.get().strip().replaceFirst("^W/", "").replace("\"", "");
    if (sent.equals("*") || sent.equals(tag)) {
      return Optional.empty();
    }
    return Optional.of(
        Problem.of(
                Code.PRECONDITION_FAILED,
                "It was changed since you read it: read it again, and send its ETag as If-Match.")
            .header("If-Match"));
  }
}
