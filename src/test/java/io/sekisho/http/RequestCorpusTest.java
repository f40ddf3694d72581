package io.sekisho.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.message.Corpus;
import io.sekisho.message.Corpus.Case;
import java.io.IOException;
import java.net.SocketException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every case of the corpus, byte for byte over a socket.
class RequestCorpusTest {
  private static Rig rig;
  private static Listener listener;

  @BeforeAll
  static void open() throws IOException {
    rig = Rig.standard();
    listener = rig.listen("here");
  }

  @AfterAll
  static void close() {
    rig.close();
  }

  @ParameterizedTest
  @MethodSource("io.sekisho.message.Corpus#cases")
  void isAnsweredAsWritten(Case request) throws IOException {
    rig.service.seen.clear();
    try (Guest guest = Guest.at(listener.address())) {
      check(request, guest.send(request.bytes()));
    }
  }

  @ParameterizedTest
  @MethodSource("io.sekisho.message.Corpus#cases")
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
    assertThat(Corpus.cases()).hasSizeGreaterThan(80);
    assertThat(Corpus.cases().stream().map(Case::name)).doesNotHaveDuplicates();
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
}
