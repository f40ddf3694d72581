package io.sekisho.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseTest {
  private static final Response PLAIN =
      Response.of(200, "application/json", "{}".getBytes(ISO_8859_1));

  @Test
  void encodesHeadAndBody() {
    assertThat(wire(PLAIN, false, false))
        .isEqualTo(
            """
            HTTP/1.1 200 OK
            Content-Type: application/json
            Content-Length: 2
            Cache-Control: no-store
            X-Content-Type-Options: nosniff
            Date: now

            {}""");
  }

  @Test
  void announcesTheEnd() {
    assertThat(wire(PLAIN, true, false)).contains("\nConnection: close\n\n{}");
  }

  @Test
  void keepsTheBodyFromHead() {
    assertThat(wire(PLAIN, false, true)).contains("Content-Length: 2\n").endsWith("now\n\n");
  }

  @Test
  void saysNothingOfABodyThatCannotBe() {
    assertThat(wire(Response.of(204, "text/plain", new byte[0]), false, false))
        .startsWith("HTTP/1.1 204 No Content\n")
        .doesNotContain("\nContent-");
  }

  @Test
  void namesTheUncommonStatus() {
    assertThat(wire(Response.of(421, "text/plain", new byte[0]), false, false))
        .startsWith("HTTP/1.1 421 Misdirected Request\n");
  }

  @Test
  void carriesMoreHeaders() {
    Response more = PLAIN.with("Retry-After", "1").with("Allow", "GET");

    assertThat(wire(more, false, false)).contains("\nRetry-After: 1\nAllow: GET\nDate: ");
    assertThat(wire(PLAIN, false, false)).as("the original").doesNotContain("Retry-After");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nSet-Cookie: b", "a\nb", "a\rb", "a\0b", "\u00e9", "\u010d\u010a"})
  void refusesToBeSplit(String value) {
    assertThatThrownBy(() -> PLAIN.with("X-Name", value))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Response.of(200, value, new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PLAIN.with("X-" + value, "a"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String wire(Response response, boolean close, boolean bodiless) {
    byte[] date = "Date: now\r\n".getBytes(ISO_8859_1);
    var bytes = response.encode(ByteBufAllocator.DEFAULT, date, close, bodiless);
    String text = bytes.toString(ISO_8859_1);
    bytes.release();
    assertThat(text.replace("\r\n", "")).doesNotContain("\n", "\r");
    return text.replace("\r\n", "\n");
  }
}
