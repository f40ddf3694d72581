package io.sekisho.client;

import io.sekisho.wire.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/// JSON and YAML. Mappers are made when first asked for: `--help` never pays for them.
public final class Documents {
  private Documents() {}

  public static byte[] json(Object value) {
    return Json.mapper().writeValueAsBytes(value);
  }

  public static JsonNode parse(byte[] json) {
    return Json.mapper().readTree(json);
  }

  public static <T> T as(byte[] json, Class<T> type) {
    return Json.mapper().readValue(json, type);
  }

  public static <T> T as(JsonNode tree, Class<T> type) {
    return Json.mapper().treeToValue(tree, type);
  }

  /// A document in YAML, or in JSON, which is YAML too.
  public static JsonNode read(byte[] yaml) {
    return Yaml.MAPPER.readTree(yaml);
  }

  /// For people: indented, one member on a line.
  public static String pretty(Object value) {
    return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(value);
  }

  public static String yaml(Object value) {
    return Yaml.MAPPER.writeValueAsString(Json.mapper().valueToTree(value));
  }

  private static final class Yaml {
    static final YAMLMapper MAPPER =
        YAMLMapper.builder()
            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
            .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
            .enable(YAMLWriteFeature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build();
  }
}
