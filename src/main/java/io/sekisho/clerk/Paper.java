package io.sekisho.clerk;

import io.sekisho.cli.Session;
import io.sekisho.client.Documents;
import io.sekisho.client.Failure;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// A file in which somebody wrote what something is.
final class Paper {
  private Paper() {}

  /// Its members; nothing is checked here that the server checks.
  static Map<String, Object> read(Session session, String file) {
    try {
      JsonNode document = Documents.read(session.read(file));
      if (document.isObject()) {
        Map<String, Object> members = new LinkedHashMap<>();
        document.properties().forEach(each -> members.put(each.getKey(), each.getValue()));
        return members;
      }
    } catch (JacksonException e) {
      throw new Failure("%s is neither YAML nor JSON: %s".formatted(file, e.getOriginalMessage()));
    }
    throw new Failure(file + " has no members: write `name: value` lines.");
  }
}
