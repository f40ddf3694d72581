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
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Judges a tree by the published schema. The schema's descriptions are the advice that goes with a
/// refusal, so that there is one place to keep them right.
final class SchemaCheck {
  private final String name;
  private @Nullable Published published;

  /// @param name where it lies on the class path
  SchemaCheck(String name) {
    this.name = name;
  }

  void check(JsonNode tree, Findings findings) {
    Few few = new Few();
    Published schema = published();
    schema.compiled.validate(tree, context -> context.setErrors(few));
    for (Error error : few) {
      findings.add(path(error), Advice.of(error, schema.document));
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

  /// Read when first needed: a start without a document does not pay for it.
  private synchronized Published published() {
    Published known = published;
    if (known == null) {
      known = Published.read(name);
      published = known;
    }
    return known;
  }

  private record Published(JsonNode document, Schema compiled) {
    static Published read(String name) {
      InputStream schema = SchemaCheck.class.getResourceAsStream(name);
      if (schema == null) {
        throw new IllegalStateException(name + " is not on the class path");
      }
      JsonNode document = JsonMapper.shared().readTree(schema);
      return new Published(
          document,
          SchemaRegistry.withDefaultDialect(
                  SpecificationVersion.DRAFT_2020_12,
                  registry ->
                      registry.schemaRegistryConfig(
                          SchemaRegistryConfig.builder().pathType(PathType.JSON_PATH).build()))
              .getSchema(document));
    }
  }

  /// The names in a schema node's `properties`.
  static List<String> names(JsonNode schema) {
    return new ArrayList<>(schema.path("properties").propertyNames());
  }
}
