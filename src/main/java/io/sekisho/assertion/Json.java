package io.sekisho.assertion;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Other people's JSON: an object that says everything once, or nothing.
final class Json {
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  static Optional<JsonNode> object(String text) {
    try {
      return Optional.of(STRICT.readTree(text)).filter(JsonNode::isObject);
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  static Optional<JsonNode> object(byte[] text) {
    try {
      return Optional.of(STRICT.readTree(text)).filter(JsonNode::isObject);
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /// A member that is a text, if it is one.
  static Optional<String> text(JsonNode object, String member) {
    JsonNode value = object.path(member);
    return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
  }
}
