package io.sekisho.complianceapi;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;

/// Reads a rule's value, which is a text, also where somebody wrote it as a number.
final class NumberAsText extends ValueDeserializer<String> {
  @Override
  public String deserialize(JsonParser from, DeserializationContext context) {
    return from.currentToken().isNumeric() || from.currentToken() == JsonToken.VALUE_STRING
        ? from.getString()
        : (String) context.handleUnexpectedToken(context.constructType(String.class), from);
  }
}
