package io.sekisho.inventory;

import java.util.function.BiConsumer;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/// Reads one document into a tree, more strictly than the formats ask: no member twice, no anchors
/// or aliases (an alias can stand for a gigabyte), nothing after the document. A member without a
/// value is left out.
final class TreeReader implements AutoCloseable {
  private static final int MAX_DEPTH = 40;
  private static final int MAX_VALUES = 1_000_000;

  /// The YAML scanner's time grows with the square of a line's length.
  private static final int MAX_LINE = 128 << 10;

  private static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder()
          .maxNestingDepth(MAX_DEPTH)
          .maxStringLength(StrictReader.MAX_BYTES)
          .build();
  private static final TokenStreamFactory JSON =
      JsonFactory.builder().streamReadConstraints(LIMITS).build();
  private static final TokenStreamFactory YAML =
      YAMLFactory.builder()
          .streamReadConstraints(LIMITS)
          .loadSettings(
              LoadSettings.builder()
                  .setCodePointLimit(StrictReader.MAX_BYTES)
                  .setAllowDuplicateKeys(true)
                  .build())
          .build();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final JsonParser parser;
  private final Findings findings;
  private final BiConsumer<String, TokenStreamLocation> visitor;
  private final StringBuilder path = new StringBuilder();
  private int values;

  /// @param visitor is told where each member and item begins
  TreeReader(byte[] document, Findings findings, BiConsumer<String, TokenStreamLocation> visitor) {
    boolean json = isJson(document);
    if (!json) {
      refuseLongLines(document);
    }
    this.parser = (json ? JSON : YAML).createParser(ObjectReadContext.empty(), document);
    this.findings = findings;
    this.visitor = visitor;
  }

  /// The whole document; an empty one is an empty object.
  JsonNode read() {
    if (parser.nextToken() == null) {
      return NODES.objectNode();
    }
    JsonNode root = value();
    if (parser.nextToken() != null) {
      findings.add("", "has a second document in it; put everything into the first.");
    }
    return root;
  }

  @Override
  public void close() {
    parser.close();
  }

  private JsonNode value() {
    refuseAnchors();
    values++;
    if (values > MAX_VALUES) {
      throw new StreamConstraintsException("more than 1000000 values; split it by account");
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> object();
      case START_ARRAY -> array();
      case VALUE_STRING -> NODES.stringNode(parser.getString());
      case VALUE_NUMBER_INT -> NODES.numberNode(parser.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      default -> NODES.nullNode();
    };
  }

  private ObjectNode object() {
    ObjectNode object = NODES.objectNode();
    int length = path.length();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      path.append(length == 0 ? "" : ".").append(name);
      if (object.has(name)) {
        findings.add(path.toString(), "is there twice; keep one of them.");
      } else {
        visitor.accept(path.toString(), parser.currentTokenLocation());
      }
      parser.nextToken();
      JsonNode value = value();
      if (!value.isNull()) {
        object.set(name, value);
      }
      path.setLength(length);
    }
    return object;
  }

  private ArrayNode array() {
    ArrayNode array = NODES.arrayNode();
    int length = path.length();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      path.append('[').append(array.size()).append(']');
      visitor.accept(path.toString(), parser.currentTokenLocation());
      array.add(value());
      path.setLength(length);
    }
    return array;
  }

  private void refuseAnchors() {
    if (!(parser instanceof YAMLParser yaml)) {
      return;
    }
    if (yaml.isCurrentAlias()) {
      findings.add(path.toString(), "is an alias (*); write its value out instead.");
    } else if (yaml.getObjectId() != null) {
      findings.add(path.toString(), "has an anchor (&); remove it, aliases are not read.");
    }
  }

  private static void refuseLongLines(byte[] document) {
    int line = 1;
    int start = 0;
    for (int i = 0; i < document.length; i++) {
      if (document[i] == '\n') {
        line++;
        start = i + 1;
      } else if (i - start >= MAX_LINE) {
        throw new StreamConstraintsException(
            "line " + line + " is longer than 128 KiB; break it, or send JSON");
      }
    }
  }

  private static boolean isJson(byte[] document) {
    for (byte each : document) {
      if (!Character.isWhitespace(each)) {
        return each == '{';
      }
    }
    return false;
  }
}
