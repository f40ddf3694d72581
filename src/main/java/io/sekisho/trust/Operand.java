package io.sekisho.trust;

import io.sekisho.iam.ClaimRule.Condition;
import io.sekisho.iam.ClaimRule.Operator;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the right-hand side of a condition. IBM's API sends it as JSON within a string, its
/// command line as bare text; both are read, and whatever is neither is no value at all.
final class Operand {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private Operand() {}

  /// The values to compare with: several for [Operator#IN], else one. Empty if there is no usable
  /// value.
  static Optional<List<String>> of(Condition condition) {
    String written = condition.value();
    if (!written.equals(written.strip())) {
      return Optional.empty();
    }
    boolean array = written.startsWith("[");
    if (array != (condition.operator() == Operator.IN)) {
      return Optional.empty();
    }
    Optional<List<String>> values =
        array || written.startsWith("\"") ? json(written) : Optional.of(List.of(written));
    return values.filter(list -> !list.isEmpty() && list.stream().noneMatch(String::isBlank));
  }

  private static Optional<List<String>> json(String written) {
    try {
      JsonNode node = JSON.readTree(written);
      List<JsonNode> nodes = node.isArray() ? List.copyOf(node.values()) : List.of(node);
      return nodes.stream().allMatch(JsonNode::isString)
          ? Optional.of(nodes.stream().map(JsonNode::stringValue).toList())
          : Optional.empty();
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }
}
