package io.sekisho.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.api.Wire.Answer;
import io.sekisho.web.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What one caller may take up, and what is refused before it is a request.
class LimitsTest {
  private static final int BODY = 64 * 1024;

  private static LiveApi api;

  @BeforeAll
  static void open() {
    Limits limits =
        new Limits(
            256,
            4 * 1024,
            16 * 1024,
            BODY,
            Duration.ofMillis(1500),
            Duration.ofMillis(500),
            Duration.ofMillis(1500));
    api = new LiveApi(TestIdentity.loopback(), limits);
  }

  @AfterAll
  static void close() {
    api.close();
  }

  private static Answer put(String body) {
    return Wire.send(
        api,
        "PUT",
        "/sekisho/v1/inventory",
        body,
        "Authorization: Bearer " + api.key,
        "Content-Type: application/yaml");
  }

  private static String head(String more) {
    return "PUT /sekisho/v1/inventory HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
        + api.key
        + "\r\nContent-Type: application/yaml\r\n"
        + more
        + "\r\n";
  }

  @Test
  void theDefaultTakesSixteenMebibytes() {
    assertThat(Limits.DEFAULT.body()).isEqualTo(16 << 20);
  }

  @Test
  void takesABodyOfTheLargestSize() {
    assertThat(put("#" + "x".repeat(BODY - 1)).code()).isNotEqualTo("payload_too_large");
  }

  @Test
  void refusesABodyThatIsAnnouncedTooLarge() {
    Answer answer = Wire.raw(api, head("Content-Length: " + (BODY + 1) + "\r\n"));

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.code()).isEqualTo("payload_too_large");
  }

  @Test
  void refusesABodyThatTurnsOutTooLarge() {
    String chunk = "1000\r\n" + "x".repeat(0x1000) + "\r\n";
    Answer answer =
        Wire.raw(api, head("Transfer-Encoding: chunked\r\n") + chunk.repeat(BODY / 0x1000 + 1));

    assertThat(answer.status()).isEqualTo(413);
  }

  @Test
  void takesNoMoreThanAMebibyteButForAnInventory() {
    try (LiveApi usual = new LiveApi()) {
      String head =
          "%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
              + usual.key
              + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: %d\r\n\r\n";
      String patch = head.formatted("PATCH /sekisho/v1/accounts/acme", (1 << 20) + 1);
      String inventory = "{\"accounts\":[]}" + " ".repeat(2 << 20);
      String put = head.formatted("PUT /sekisho/v1/inventory", inventory.length());

      assertThat(Wire.raw(usual, patch).status()).isEqualTo(413);
      assertThat(Wire.raw(usual, put + inventory).status()).isEqualTo(200);
    }
  }

  @Test
  void doesNotTakeAnUnreadBodyForARequest() {
    String smuggled = "GET /sekisho/v1/attachments HTTP/1.1\r\nHost: localhost\r\n\r\n";
    Answer answer =
        Wire.raw(
            api,
            "GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                + smuggled.length()
                + "\r\n\r\n"
                + smuggled);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"status\":\"ok\"}");
  }

  @Test
  void refusesTwoLengths() {
    String answer =
        raw(
            "GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nContent-Length: 5\r\n\r\n");

    assertThat(answer).doesNotStartWith("HTTP/1.1 200");
  }

  @Test
  void refusesALengthBesideChunks() {
    String answer =
        raw(
            head("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n")
                + "0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");

    assertThat(answer).doesNotContain("HTTP/1.1 200");
  }

  @Test
  void refusesALongRequestLine() {
    Answer answer = Wire.send(api, "GET", "/" + "x".repeat(5000), "");

    assertThat(answer.status()).isIn(400, 414);
    assertThat(answer.json().at("/errors/0/code").asString("")).isNotEmpty();
  }

  @Test
  void refusesLargeHeaders() {
    Answer answer = Wire.send(api, "GET", "/healthz", "", "X-Large: " + "x".repeat(17_000));

    assertThat(answer.status()).isIn(400, 431);
    assertThat(answer.json().at("/trace").asString("")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
        "GET /healthz HTTP/1.1\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost : localhost\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: a\u0000b\r\n\r\n",
        "GET /health z HTTP/1.1\r\nHost: localhost\r\n\r\n"
      })
  void refusesWhatIsNotHttp(String request) {
    Answer answer = Wire.raw(api, request);

    assertThat(answer.status()).isIn(400, 505);
    assertThat(answer.code()).isEqualTo("invalid_request");
  }

  @Test
  void hangsUpOnACallerWhoSaysNothing() throws IOException {
    try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), api.port())) {
      socket.setSoTimeout(5_000);

      assertThat(socket.getInputStream().readAllBytes()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /heal", "GET /healthz HTTP/1.1\r\nHost: local"})
  void hangsUpInTheMiddleOfARequest(String beginning) {
    assertThat(raw(beginning)).isEmpty();
  }

  @Test
  void hangsUpInTheMiddleOfABody() {
    assertThat(raw(head("Content-Length: 10\r\n") + "half")).doesNotContain("HTTP/1.1 2");
  }

  @Test
  void hangsUpBetweenRequests() {
    assertThat(raw("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")).startsWith("HTTP/1.1 200");
  }

  @Test
  void waitsForItsOwnWork() {
    api.slowAttachments.set(true);
    Answer answer =
        Wire.send(api, "GET", "/sekisho/v1/attachments", "", "Authorization: Bearer " + api.key);
    api.slowAttachments.set(false);

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void hangsUpOnATricklingCaller() throws Exception {
    try (Wire wire = new Wire(api)) {
      wire.write(head("Content-Length: 100\r\n"));
      Thread trickle =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      for (int i = 0; i < 30; i++) {
                        wire.write("#");
                        Thread.sleep(200);
                      }
                    } catch (Exception _) {
                      // The other side hung up: that is what is tested.
                    }
                  });

      assertThat(wire.readToEnd()).startsWith("HTTP/1.1 408");
      trickle.interrupt();
    }
  }

  @Test
  void speaksNothingWithoutTls() throws IOException {
    try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), api.port())) {
      socket.setSoTimeout(5_000);
      socket
          .getOutputStream()
          .write(
              "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      InputStream in = socket.getInputStream();

      assertThat(new String(readQuietly(in), StandardCharsets.ISO_8859_1)).doesNotContain("HTTP");
    }
  }

  @Test
  void speaksTls12AsWell() {
    try (Wire wire = new Wire(api)) {
      wire.socket().setEnabledProtocols(new String[] {"TLSv1.2"});
      wire.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

      assertThat(wire.readToEnd()).startsWith("HTTP/1.1 200");
      assertThat(wire.socket().getSession().getCipherSuite()).contains("ECDHE", "GCM");
    }
  }

  @Test
  void refusesSuitesWithoutAuthenticatedEncryption() {
    try (Wire wire = new Wire(api)) {
      wire.socket().setEnabledProtocols(new String[] {"TLSv1.2"});
      wire.socket()
          .setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"});

      assertThatThrownBy(() -> wire.socket().startHandshake())
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  private static String raw(String request) {
    try (Wire wire = new Wire(api)) {
      wire.write(request);
      return wire.readToEnd();
    }
  }

  private static byte[] readQuietly(InputStream in) {
    try {
      return in.readAllBytes();
    } catch (IOException _) {
      return new byte[0];
    }
  }
}
