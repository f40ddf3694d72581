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
final class Corpus {
  private static final List<String> FILES =
      List.of("identity", "access", "paths", "smuggling", "requests", "bodies", "tls");

  private final List<Attack> attacks = new ArrayList<>();
  private final List<Slot> slots = new ArrayList<>();
  private final List<Vector> vectors = new ArrayList<>();
  private List<String> heading = List.of();
  private boolean slotsAreUsed;

  private record Slot(String kind, Template template) {
    Set<Dialect> dialects() {
      boolean all = kind.isEmpty() || kind.equals("tls");
      return all ? Dialect.ALL : Set.of(Dialect.valueOf(kind.toUpperCase(Locale.ROOT)));
    }

    Judgement judge(Session session, String bytes, String expected) throws IOException {
      String filled = template.fill(session, bytes);
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
      vectors.add(new Vector(unique(slot.template().verb(), parts[1]), slot.dialects(), trial));
    }
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
