package io.sekisho.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sekisho.inventory.Findings.Finding;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;

/// Reads a document that a published schema describes, or says at which lines it does not fit.
public final class StrictReader {
  /// A larger document is refused unread.
  public static final int MAX_BYTES = 16 << 20;

  private final SchemaCheck schema;

  /// @param schema where the schema lies on the class path; read when first needed
  public StrictReader(String schema) {
    this.schema = new SchemaCheck(schema);
  }

  /// What came of reading.
  public sealed interface Reading {
    /// The document fits its schema. A member without a value is left out.
    record Read(JsonNode tree) implements Reading {}

    /// The document can't be understood.
    record Unreadable(List<Mistake> mistakes) implements Reading {
      public Unreadable {
        mistakes = List.copyOf(mistakes);
      }
    }
  }

  /// Reads YAML, or JSON if the text begins with a brace.
  public Reading read(byte[] document) {
    if (document.length > MAX_BYTES) {
      return unreadable("", 0, 0, "is larger than 16 MiB; split it by account.");
    }
    try {
      Findings findings = new Findings();
      JsonNode tree = tree(document, findings);
      if (findings.isEmpty()) {
        schema.check(tree, findings);
      }
      return findings.isEmpty()
          ? new Reading.Read(tree)
          : new Reading.Unreadable(locate(document, findings));
    } catch (JacksonException e) {
      if (!isText(document)) {
        return unreadable("", 0, 0, "is not text in UTF-8.");
      }
      TokenStreamLocation at = e.getLocation();
      String message = "can't be read: " + sentence(e.getOriginalMessage()) + ".";
      return at == null
          ? unreadable("", 0, 0, message)
          : unreadable("", at.getLineNr(), at.getColumnNr(), message);
    }
  }

  /// The findings with their places in the text. What is missing is placed at what it is missing
  /// from.
  public static List<Mistake> locate(byte[] document, Findings findings) {
    Map<String, TokenStreamLocation> places = new HashMap<>();
    for (Finding finding : findings.all()) {
      for (String path = finding.path(); !path.isEmpty(); path = parent(path)) {
        places.put(path, TokenStreamLocation.NA);
      }
    }
    try (TreeReader reader =
        new TreeReader(document, new Findings(), (path, at) -> places.replace(path, at))) {
      reader.read();
    }
    List<Mistake> mistakes = new ArrayList<>();
    findings.all().forEach(finding -> mistakes.add(place(finding, places)));
    mistakes.sort(Comparator.comparingInt(Mistake::line).thenComparingInt(Mistake::column));
    if (findings.size() > mistakes.size()) {
      int more = findings.size() - mistakes.size();
      mistakes.add(new Mistake("", 0, 0, "has " + more + " more mistakes; put these right first."));
    }
    return mistakes;
  }

  private static JsonNode tree(byte[] document, Findings findings) {
    try (TreeReader reader = new TreeReader(document, findings, (_, _) -> {})) {
      return reader.read();
    }
  }

  private static Mistake place(Finding finding, Map<String, TokenStreamLocation> places) {
    TokenStreamLocation at = TokenStreamLocation.NA;
    for (String path = finding.path(); !path.isEmpty(); path = parent(path)) {
      at = places.getOrDefault(path, TokenStreamLocation.NA);
      if (!at.equals(TokenStreamLocation.NA)) {
        break;
      }
    }
    return new Mistake(
        finding.path(),
        Math.max(0, at.getLineNr()),
        Math.max(0, at.getColumnNr()),
        finding.message());
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
  }

  private static boolean isText(byte[] document) {
    CharsetDecoder decoder = UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(document);
    CharBuffer out = CharBuffer.allocate(1 << 13);
    CoderResult result;
    do {
      result = decoder.decode(in, out.clear(), true);
    } while (result.isOverflow());
    return result.isUnderflow();
  }

  private static Reading unreadable(String path, int line, int column, String message) {
    return new Reading.Unreadable(List.of(new Mistake(path, line, column, message)));
  }

  /// The parser's words without its excerpt of the text, which is indented.
  private static String sentence(String text) {
    return text.lines()
        .filter(line -> !line.isBlank() && !line.startsWith(" "))
        .collect(Collectors.joining(", "));
  }
}
