package io.sekisho.inventory;

import com.networknt.schema.Error;
import io.sekisho.problem.Nearest;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Says in plain words what a schema's keyword found wrong and what to write instead.
final class Advice {
  private static final int QUOTED = 60;

  private Advice() {}

  static String of(Error error, JsonNode schema) {
    JsonNode found = error.getInstanceNode();
    JsonNode rule = at(schema, error);
    JsonNode limit = rule.path(error.getKeyword());
    return switch (error.getKeyword()) {
      case "required" ->
          "is missing. " + described(rule.path("properties").path(error.getProperty()), schema);
      case "additionalProperties" -> unknown(error.getProperty(), rule);
      case "type" -> "is " + what(found) + "; it has to be " + types(limit) + quotes(found, limit);
      case "enum" ->
          "is "
              + quote(found)
              + "; it has to be one of "
              + words(limit)
              + "."
              + Nearest.question(found.asString(""), texts(limit));
      case "pattern" -> "is " + quote(found) + ", which does not fit. " + described(rule, schema);
      case "minimum", "maximum" -> "is " + found.asString() + "; it has to be " + range(rule);
      case "minLength", "maxLength" ->
          "is "
              + found.asString("").length()
              + " characters long; "
              + sizes(rule, "minLength", "maxLength");
      case "minItems", "maxItems" ->
          "has " + found.size() + " items; " + sizes(rule, "minItems", "maxItems");
      case "minProperties" -> "is empty. " + described(rule, schema);
      default -> error.getMessage() + ".";
    };
  }

  private static String unknown(String name, JsonNode rule) {
    List<String> known = SchemaCheck.names(rule);
    return "is not known here."
        + Nearest.to(name, known)
            .map(near -> " Did you mean " + near + "?")
            .orElse(" Known are " + String.join(", ", known) + ".");
  }

  /// The schema node that holds the keyword.
  private static JsonNode at(JsonNode schema, Error error) {
    String pointer = error.getSchemaLocation().getFragment().toString();
    JsonNode at = schema;
    String[] steps = pointer.substring(pointer.indexOf('/') + 1).split("/", -1);
    for (int i = 0; i < steps.length - 1; i++) {
      at = at.isArray() ? at.path(Integer.parseInt(steps[i])) : at.path(steps[i]);
    }
    return at;
  }

  private static String described(JsonNode rule, JsonNode schema) {
    String reference = rule.path("$ref").asString("");
    JsonNode target =
        rule.has("description") || reference.isEmpty() ? rule : schema.at(reference.substring(1));
    return target.path("description").asString("").strip();
  }

  private static String what(JsonNode found) {
    return switch (found.getNodeType()) {
      case OBJECT -> "a set of members";
      case ARRAY -> "a list";
      case STRING -> "the text " + quote(found);
      case NUMBER -> "the number " + found.asString();
      case BOOLEAN -> "the truth value " + found.asString();
      default -> "empty";
    };
  }

  private static String types(JsonNode limit) {
    return limit.isArray()
        ? limit.valueStream().map(Advice::type).collect(Collectors.joining(" or "))
        : type(limit);
  }

  private static String type(JsonNode name) {
    return switch (name.asString()) {
      case "object" -> "a set of members";
      case "array" -> "a list";
      case "string" -> "text";
      case "integer" -> "a whole number";
      case "boolean" -> "true or false";
      default -> name.asString();
    };
  }

  private static String quotes(JsonNode found, JsonNode limit) {
    boolean text = limit.asString("").equals("string") && found.isValueNode();
    return text ? ": put it in quotes." : ".";
  }

  private static String quote(JsonNode found) {
    String text = found.asString("");
    return '"' + (text.length() > QUOTED ? text.substring(0, QUOTED) + "…" : text) + '"';
  }

  private static List<String> texts(JsonNode limit) {
    return limit.valueStream().map(JsonNode::asString).toList();
  }

  private static String words(JsonNode limit) {
    return String.join(", ", texts(limit));
  }

  private static String range(JsonNode rule) {
    return rule.has("maximum") && rule.has("minimum")
        ? "between "
            + rule.get("minimum").asString()
            + " and "
            + rule.get("maximum").asString()
            + "."
        : "at least " + rule.path("minimum").asString() + ".";
  }

  private static String sizes(JsonNode rule, String least, String most) {
    if (!rule.has(least)) {
      return "at most " + rule.get(most).asString() + " are allowed.";
    }
    return rule.has(most)
        ? "between %s and %s are allowed."
            .formatted(rule.get(least).asString(), rule.get(most).asString())
        : "at least " + rule.get(least).asString() + " are needed.";
  }
}
