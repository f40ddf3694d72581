package io.sekisho.metadata;

import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.vpc.Subject;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks for documents the way the guest room does.
final class Asking {
  static final String ORIGIN = "http://169.254.169.254";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Asking() {}

  static Document document(Subject subject, String path, Page page) {
    return switch (Documents.document(subject, path, page, ORIGIN)) {
      case Outcome.Granted<Document>(Document document) -> document;
      case Outcome.Refused<Document>(Problem problem) -> throw new AssertionError(problem);
    };
  }

  static JsonNode json(Subject subject, String path, Page page) {
    return JSON.readTree(document(subject, path, page).json());
  }

  static JsonNode json(Subject subject, String path) {
    return json(subject, path, Page.FIRST);
  }

  static Problem refusal(Subject subject, String path, Page page) {
    return switch (Documents.document(subject, path, page, ORIGIN)) {
      case Outcome.Granted<Document> granted -> throw new AssertionError(granted);
      case Outcome.Refused<Document>(Problem problem) -> problem;
    };
  }

  static Problem refusal(Subject subject, String path) {
    return refusal(subject, path, Page.FIRST);
  }

  static Page page(String start, int limit) {
    return new Page(Optional.of(start).filter(text -> !text.isEmpty()), Optional.of(limit));
  }
}
