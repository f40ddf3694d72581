package io.sekisho.cli;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/// JSON and YAML. The mappers are made when first asked for: `--help` never pays for them.
final class Documents {
  private Documents() {}

  static byte[] json(Object value) {
    return Json.MAPPER.writeValueAsBytes(value);
  }

  static JsonNode parse(byte[] json) {
    return Json.MAPPER.readTree(json);
  }

  static <T> T as(byte[] json, Class<T> type) {
    return Json.MAPPER.readValue(json, type);
  }

  /// For people: indented, one member on a line.
  static String pretty(Object value) {
    return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
  }

  static String yaml(Object value) {
    return Yaml.MAPPER.writeValueAsString(value);
  }

  private static final class Json {
    static final ObjectMapper MAPPER =
        JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .build();
  }

  private static final class Yaml {
    static final ObjectMapper MAPPER =
        YAMLMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
            .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
            .build();
  }
}
