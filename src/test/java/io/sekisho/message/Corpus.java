package io.sekisho.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Inputs with what has to become of them, kept as text: `verdict | name | bytes`, the bytes with
/// escapes as in C, and `{HOST}` for a good Host line.
public final class Corpus {
  /// The name by which the requests call the service.
  public static final String HOST = "metadata.test";

  private static final Pattern ESCAPE = Pattern.compile("\\\\(x[0-9a-f]{2}|.)");

  /// @param expected the verdict; of a request a status and `keep` or `close`
  /// @param bytes one character each
  public record Case(String name, String expected, String bytes) {
    @Override
    public String toString() {
      return name;
    }
  }

  private Corpus() {}

  /// Raw requests.
  public static List<Case> cases() throws IOException {
    return cases("/message/requests.txt");
  }

  public static List<Case> cases(String resource) throws IOException {
    List<Case> cases = new ArrayList<>();
    try (var in = Corpus.class.getResourceAsStream(resource)) {
      List<String> lines = new String(in.readAllBytes(), UTF_8).lines().toList();
      for (String line : lines) {
        if (!line.isBlank() && !line.startsWith("#")) {
          String[] parts = line.split(" \\| ", 3);
          cases.add(new Case(parts[1].strip(), parts[0].strip(), unescape(parts[2])));
        }
      }
    }
    return cases;
  }

  private static String unescape(String text) {
    return ESCAPE
        .matcher(text.replace("{HOST}", "Host: " + HOST + "\\r\\n"))
        .replaceAll(escape -> Matcher.quoteReplacement(character(escape.group(1))));
  }

  private static String character(String escape) {
    return switch (escape) {
      case "r" -> "\r";
      case "n" -> "\n";
      case "t" -> "\t";
      case "0" -> "\0";
      case "\\" -> "\\";
      default -> Character.toString(Integer.parseInt(escape.substring(1), 16));
    };
  }
}
