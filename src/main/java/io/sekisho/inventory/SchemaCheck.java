package io.sekisho.inventory;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.PathType;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Judges a tree by the published schema. The schema's descriptions are the advice that goes with a
/// refusal, so that there is one place to keep them right.
final class SchemaCheck {
  /// Where the schema lies on the class path.
  static final String SCHEMA = "/io/sekisho/inventory/inventory.schema.json";

  private SchemaCheck() {}

  static void check(JsonNode tree, Findings findings) {
    Few few = new Few();
    Published.COMPILED.validate(tree, context -> context.setErrors(few));
    for (Error error : few) {
      findings.add(path(error), Advice.of(error, Published.DOCUMENT));
    }
    findings.drop(few.dropped);
  }

  private static String path(Error error) {
    String path = error.getInstanceLocation().toString();
    String inner = path.length() > 2 ? path.substring(2) : "";
    return switch (error.getKeyword()) {
      case "required", "additionalProperties" ->
          inner + (inner.isEmpty() ? "" : ".") + error.getProperty();
      default -> inner;
    };
  }

  /// Keeps no more errors than anybody reads: a document of 16 MiB can have a million.
  private static final class Few extends ArrayList<Error> {
    private static final long serialVersionUID = 1;
    int dropped;

    @Override
    public boolean add(Error error) {
      if (size() < Findings.MAX_KEPT) {
        return super.add(error);
      }
      dropped++;
      return false;
    }
  }

  /// Read when first needed: a start without an inventory does not pay for it.
  private static final class Published {
    static final JsonNode DOCUMENT = read();
    static final Schema COMPILED =
        SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                registry ->
                    registry.schemaRegistryConfig(
                        SchemaRegistryConfig.builder().pathType(PathType.JSON_PATH).build()))
            .getSchema(DOCUMENT);

    private static JsonNode read() {
      InputStream schema = SchemaCheck.class.getResourceAsStream(SCHEMA);
      if (schema == null) {
        throw new IllegalStateException(SCHEMA + " is not on the class path");
      }
      return JsonMapper.shared().readTree(schema);
    }
  }

  /// The names in a schema node's `properties`.
  static List<String> names(JsonNode schema) {
    return new ArrayList<>(schema.path("properties").propertyNames());
  }
}
