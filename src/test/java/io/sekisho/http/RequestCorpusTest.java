package io.sekisho.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every case of `requests.txt`, byte for byte over a socket.
class RequestCorpusTest {
  private static final Pattern ESCAPE = Pattern.compile("\\\\(x[0-9a-f]{2}|.)");

  private static Rig rig;
  private static Listener listener;

  /// @param expected a status and `keep` or `close`
  record Case(String name, String expected, String bytes) {
    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeAll
  static void open() throws IOException {
    rig = Rig.standard();
    listener = rig.listen("here");
  }

  @AfterAll
  static void close() {
    rig.close();
  }

  static List<Case> cases() throws IOException {
    List<Case> cases = new ArrayList<>();
    try (var in = RequestCorpusTest.class.getResourceAsStream("/http/requests.txt")) {
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

  @ParameterizedTest
  @MethodSource("cases")
  void isAnsweredAsWritten(Case request) throws IOException {
    rig.service.seen.clear();
    try (Guest guest = Guest.at(listener.address())) {
      check(request, guest.send(request.bytes()));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isAnsweredAlikeByteByByte(Case request) throws IOException {
    rig.service.seen.clear();
    try (Guest guest = Guest.at(listener.address())) {
      for (char c : request.bytes().toCharArray()) {
        guest.send(String.valueOf(c));
      }
      check(request, guest);
    } catch (SocketException refusedBeforeTheEnd) {
      assertThat(request.expected()).endsWith("close");
    }
  }

  @Test
  void hasEnoughCases() throws IOException {
    assertThat(cases()).hasSizeGreaterThan(80);
    assertThat(cases().stream().map(Case::name)).doesNotHaveDuplicates();
  }

  private static void check(Case request, Guest guest) throws IOException {
    Guest.Reply reply = guest.reply();
    String[] expected = request.expected().split(" ", 2);
    assertThat(reply.status()).as(reply.body()).isEqualTo(Integer.parseInt(expected[0]));
    if (expected[1].equals("close")) {
      assertThat(reply.headers()).containsEntry("connection", "close");
      assertThat(guest.end()).isEqualTo("closed");
    } else {
      assertThat(guest.ask(Guest.get("/still-here")).body()).startsWith("GET /still-here");
    }
    assertThat(rig.service.seen).noneMatch(seen -> seen.path().contains("smuggled"));
  }

  /// `\r \n \t \0 \\ \xNN` as in C, and `{HOST}` for a good Host line.
  private static String unescape(String text) {
    return ESCAPE
        .matcher(text.replace("{HOST}", "Host: " + Rig.HOST + "\\r\\n"))
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
