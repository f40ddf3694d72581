package io.sekisho.inventory;

import io.sekisho.wire.Inventory;
import io.sekisho.wire.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Turns the text of an inventory into its record, or into a list of what is wrong with it.
public final class InventoryReader {
  /// Where the schema lies on the class path.
  static final String SCHEMA = "/io/sekisho/inventory/inventory.schema.json";

  private static final StrictReader READER = new StrictReader(SCHEMA);

  private InventoryReader() {}

  /// What came of reading.
  public sealed interface Reading {
    /// The document says something; whether it can be done is another question.
    record Read(Inventory inventory) implements Reading {}

    /// The document can't be understood.
    record Unreadable(List<Mistake> mistakes) implements Reading {
      public Unreadable {
        mistakes = List.copyOf(mistakes);
      }
    }
  }

  /// Reads YAML, or JSON if the text begins with a brace.
  public static Reading read(byte[] document) {
    return switch (READER.read(document)) {
      case StrictReader.Reading.Read(var tree) -> new Reading.Read(inventory(tree));
      case StrictReader.Reading.Unreadable(var mistakes) -> new Reading.Unreadable(mistakes);
    };
  }

  /// The document's part that is for the server; `lab` is for a lab on this machine.
  private static Inventory inventory(JsonNode tree) {
    return Json.mapper().treeToValue(((ObjectNode) tree).without("lab"), Inventory.class);
  }
}
