package io.sekisho.guest;

import io.sekisho.http.Response;
import io.sekisho.snapshot.Snapshot;
import io.sekisho.vpc.Subject;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Documents that were rendered before, ready to be sent.
///
/// A subject is shared between snapshots for as long as nothing about it changes, so the reference
/// tells whether what stands here is still true: there is no time to live and nothing to guess.
@SuppressWarnings("ReferenceEquality") // a subject is the very same one, or something changed
final class Shelf {
  private final Map<String, Row> rows = new ConcurrentHashMap<>();

  Optional<Response> find(Subject subject, String path) {
    Row row = rows.get(subject.compute().id());
    return row != null && row.subject == subject
        ? Optional.ofNullable(row.documents.get(path))
        : Optional.empty();
  }

  /// Keeps a document that exists; a refusal must not be kept, for a guest can invent paths at
  /// will.
  void keep(Subject subject, String path, Response document) {
    rows.compute(
            subject.compute().id(),
            (id, row) ->
                row != null && row.subject == subject
                    ? row
                    : new Row(subject, new ConcurrentHashMap<>()))
        .documents
        .put(path, document);
  }

  /// Drops what is no longer true.
  void tidy(Snapshot now) {
    rows.entrySet()
        .removeIf(row -> now.subject(row.getKey()).orElse(null) != row.getValue().subject);
  }

  private record Row(Subject subject, Map<String, Response> documents) {}
}
