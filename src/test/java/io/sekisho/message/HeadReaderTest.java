package io.sekisho.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Outcome.Granted;
import io.sekisho.problem.Outcome.Refused;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HeadReaderTest {
  private static final Size SMALL = new Size(64, 128, 4, 1_000);
  private static final Size LARGE = new Size(8_192, 16_384, 64, 32_768);

  @Nested
  class AtItsLimits {
    @Test
    void takesTheLongestLine() {
      String path = "/" + "a".repeat(64 - "GET / HTTP/1.1".length());
      assertThat(read("GET " + path + " HTTP/1.1\r\n\r\n")).isInstanceOf(Granted.class);
      assertThat(code("GET " + path + "a HTTP/1.1\r\n\r\n")).isEqualTo(Code.URI_TOO_LONG);
    }

    @Test
    void refusesAnEndlessLineBeforeItEnds() {
      assertThat(code("GET /" + "a".repeat(70))).isEqualTo(Code.URI_TOO_LONG);
    }

    @Test
    void takesTheLargestHeaders() {
      String value = "a".repeat(128 - "A: \r\n".length());
      assertThat(read("GET / HTTP/1.1\r\nA: " + value + "\r\n\r\n")).isInstanceOf(Granted.class);
      assertThat(code("GET / HTTP/1.1\r\nA: a" + value + "\r\n\r\n"))
          .isEqualTo(Code.HEADERS_TOO_LARGE);
    }

    @Test
    void refusesEndlessHeadersBeforeTheyEnd() {
      assertThat(code("GET / HTTP/1.1\r\nA: " + "a".repeat(140))).isEqualTo(Code.HEADERS_TOO_LARGE);
    }

    @Test
    void countsHeaders() {
      String four = "A: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\n";
      assertThat(read("GET / HTTP/1.1\r\n" + four + "\r\n")).isInstanceOf(Granted.class);
      assertThat(code("GET / HTTP/1.1\r\n" + four + "E: 5\r\n\r\n"))
          .isEqualTo(Code.HEADERS_TOO_LARGE);
    }

    private Code code(String bytes) {
      return switch (read(bytes)) {
        case Refused<Optional<Head>>(var problem) -> problem.code();
        case Granted<Optional<Head>>(var head) -> throw new AssertionError(head);
      };
    }

    private Outcome<Optional<Head>> read(String bytes) {
      return new HeadReader(SMALL).read(Unpooled.copiedBuffer(bytes, ISO_8859_1));
    }
  }

  /// A mutated request is either refused, or Netty's decoder reads the same out of it: no request
  /// gets in that somebody else would understand differently.
  @Nested
  class AgainstNetty {
    private static final int ROUNDS = 200_000;
    private static final List<String> SPICES =
        List.of(
            "\r",
            "\n",
            "\r\n",
            " ",
            "\t",
            "\0",
            ":",
            ",",
            ";",
            "/",
            "\r\n ",
            "\u00e9",
            "\u007f",
            "chunked",
            "Transfer-Encoding: chunked\r\n",
            "Content-Length: 3\r\n",
            "Content-Length",
            "HTTP/1.1",
            "HTTP/1.0",
            "0",
            "3",
            "-",
            "+",
            "\u000b",
            "Host",
            "GET / HTTP/1.1\r\n");

    private final Random random = new Random(20_261_123);

    @Test
    void readsNothingThatNettyReadsOtherwise() throws IOException {
      List<String> seeds = Corpus.cases().stream().map(Corpus.Case::bytes).toList();
      int agreed = 0;
      for (int round = 0; round < ROUNDS; round++) {
        String bytes = mutate(seeds.get(random.nextInt(seeds.size())));
        Optional<String> ours = ours(bytes);
        if (ours.isPresent()) {
          agreed++;
          assertThat(ours.get())
              .as(bytes)
              .isEqualTo(NettyReading.nettys(bytes.getBytes(ISO_8859_1)));
        }
      }
      assertThat(agreed).as("enough mutants live").isGreaterThan(ROUNDS / 20);
    }

    private String mutate(String seed) {
      StringBuilder bytes = new StringBuilder(seed);
      for (int i = random.nextInt(3); i >= 0; i--) {
        int at = random.nextInt(bytes.length());
        int end = Math.min(bytes.length(), at + random.nextInt(3));
        bytes.replace(at, end, SPICES.get(random.nextInt(SPICES.size())));
      }
      return bytes.toString();
    }

    /// Everything that we make of the first request; empty if it is refused or not all there.
    private static Optional<String> ours(String bytes) {
      ByteBuf in = Unpooled.copiedBuffer(bytes, ISO_8859_1);
      if (!(new HeadReader(LARGE).read(in)
          instanceof Granted<Optional<Head>>(Optional<Head> found))) {
        return Optional.empty();
      }
      if (found.isEmpty() || found.get().length() > 1_000) {
        return Optional.empty();
      }
      Head head = found.get();
      if (!(Body.of(head, LARGE).read(in)
          instanceof Granted<Optional<byte[]>>(Optional<byte[]> body))) {
        return Optional.empty();
      }
      return body.map(content -> NettyReading.ours(head, content));
    }
  }
}
