package io.sekisho.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sekisho.probe.Attack.Trial;
import io.sekisho.probe.Attack.Vector;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// The attacks that are nothing but bytes: text files beside this class, to be read and added to
/// without knowing any Java.
///
/// `= id | title | why` begins a class. `@ template`, or `@ibm template` for one dialect, says what
/// the lines below are put into, each line into each of the templates right above. `expected | name
/// | bytes` is a vector; bytes that are left out are none. Below `@tls` the bytes are what a client
/// of TLS says first (see `tls.txt`).
///
/// Where there are no tokens, what has one in it, asks for one or expects 401 makes no sense, nor
/// what is below `@token`; below `@all` everything does. An upload is an honest request there, with
/// nothing to refuse: only what becomes of the connection is judged.
final class Corpus {
  private static final List<String> FILES =
      List.of("identity", "access", "paths", "smuggling", "requests", "bodies", "tls");

  private final List<Attack> attacks = new ArrayList<>();
  private final List<Slot> slots = new ArrayList<>();
  private final List<Vector> vectors = new ArrayList<>();
  private List<String> heading = List.of();
  private boolean slotsAreUsed;

  private record Slot(String kind, Template template) {
    Set<Dialect> dialects(String bytes, String expected) {
      return switch (kind) {
        case "" -> isOfTokens(bytes, expected) ? Dialect.WITH_TOKENS : Dialect.ALL;
        case "token" -> Dialect.WITH_TOKENS;
        case "all", "tls" -> Dialect.ALL;
        default -> Set.of(Dialect.valueOf(kind.toUpperCase(Locale.ROOT)));
      };
    }

    String bare() {
      return template.text().replace("{AUTH}", "");
    }

    private boolean isOfTokens(String bytes, String expected) {
      String all = template.text() + bytes;
      return all.contains("{TOKEN}") || all.contains("{MINT}") || expected.contains("401");
    }

    Judgement judge(Session session, String bytes, String words) throws IOException {
      String filled = template.fill(session, bytes);
      boolean upload = template.text().startsWith("{UPLOAD}");
      String expected = upload && !session.dialect().hasTokens() ? "answered,none any" : words;
      return kind.equals("tls")
          ? TlsAttacks.greet(session, filled, expected)
          : Exchange.judge(session, filled, expected);
    }
  }

  private Corpus() {}

  static List<Attack> attacks() {
    Corpus corpus = new Corpus();
    FILES.forEach(file -> text(file + ".txt").lines().forEach(corpus::take));
    corpus.finish();
    return List.copyOf(corpus.attacks);
  }

  private void take(String line) {
    if (line.isBlank() || line.startsWith("#")) {
      return;
    }
    switch (line.charAt(0)) {
      case '=' -> {
        finish();
        heading = List.of(line.substring(2).split(" \\| ", 3));
      }
      case '@' -> slot(line.substring(1));
      default -> vector(line.split(" \\|(?: |$)", 3));
    }
  }

  private void finish() {
    if (!heading.isEmpty()) {
      attacks.add(Attack.of(heading.get(0), heading.get(1), heading.get(2), vectors));
    }
    vectors.clear();
  }

  private void slot(String line) {
    if (slotsAreUsed) {
      slots.clear();
      slotsAreUsed = false;
    }
    int space = line.indexOf(' ');
    slots.add(new Slot(line.substring(0, space), new Template(line.substring(space + 1))));
  }

  private void vector(String[] parts) {
    slotsAreUsed = true;
    String bytes = parts.length < 3 ? "" : parts[2];
    for (Slot slot : slots) {
      Trial trial = session -> slot.judge(session, bytes, parts[0]);
      Set<Dialect> dialects =
          isRepeated(slot) ? Dialect.WITH_TOKENS : slot.dialects(bytes, parts[0]);
      vectors.add(new Vector(unique(slot.template().verb(), parts[1]), dialects, trial));
    }
  }

  /// Where there are no tokens, with and without one are the same.
  private boolean isRepeated(Slot slot) {
    return slots.stream()
        .takeWhile(it -> !it.equals(slot))
        .anyMatch(it -> it.kind().isEmpty() && it.bare().equals(slot.bare()));
  }

  /// The same line in the next template says which; in a further one of that method, that it does.
  private String unique(String verb, String name) {
    Set<String> taken = vectors.stream().map(Vector::name).collect(Collectors.toSet());
    String told = verb + ", " + name;
    return !taken.contains(name) ? name : !taken.contains(told) ? told : "again, " + told;
  }

  private static String text(String name) {
    try (InputStream in = Corpus.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
