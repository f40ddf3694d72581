package io.sekisho.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Both providers must behave alike: BoringSSL on a host, the JDK's own on a laptop.
@ParameterizedClass
@EnumSource
class TlsTest {
  private static Keys keys;

  private final Rig rig;
  private Listener listener;

  enum Provider {
    BEST,
    JAVA
  }

  TlsTest(Provider provider) {
    Transport transport = provider == Provider.JAVA ? Transport.plainJava() : Transport.best();
    Duration some = Duration.ofSeconds(20);
    Duration handshake = Duration.ofSeconds(2);
    rig =
        new Rig(transport, Limits.DEFAULT.with(new Limits.Time(handshake, some, some, some, some)));
  }

  @BeforeAll
  static void createKeys() throws Exception {
    keys = Keys.create();
  }

  @BeforeEach
  void listen() throws IOException {
    listener = rig.listen("tls", Optional.of(keys.server()));
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void answersUnderTls13AndTls12() throws IOException {
    for (String version : List.of("TLSv1.3", "TLSv1.2")) {
      SSLSocket socket = socket();
      socket.setEnabledProtocols(new String[] {version});
      try (Guest guest = new Guest(socket)) {
        assertThat(guest.ask(Guest.get("/a")).status()).isEqualTo(200);
        assertThat(guest.ask(Guest.post("/a", "b".repeat(30_000))).status()).isEqualTo(200);
        assertThat(socket.getSession().getProtocol()).isEqualTo(version);
      }
    }
    assertThat(rig.service.arrivals).allMatch(Arrival::tls);
  }

  @Test
  void showsItsCertificateWhateverNameIsAskedFor() throws IOException {
    for (String name : List.of("metadata.test", "other.example", "127.0.0.1")) {
      SSLSocket socket = socket();
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(name)));
      socket.setSSLParameters(parameters);
      try (Guest guest = new Guest(socket)) {
        assertThat(guest.ask(Guest.get("/a")).status()).as(name).isEqualTo(200);
      }
    }
  }

  /// A ClientHello of TLS 1.1 and one of SSL 3.0, by hand: no client here would send one.
  @Test
  void refusesOlderVersions() throws Exception {
    for (String version : List.of("0302", "0301", "0300")) {
      String hello =
          version + "00".repeat(32) + "00" + "0006" + "c00a" + "c014" + "002f" + "01" + "00";
      String message = "010000" + length(hello, 2) + hello;
      byte[] record = HexFormat.of().parseHex("160301" + length(message, 4) + message);
      try (Guest guest = Guest.at(listener.address()).send(record)) {
        InputStream in = guest.socket.getInputStream();
        byte[] alert = in.readNBytes(7);
        assertThat(alert[0]).as("alert record").isEqualTo((byte) 21);
        assertThat(alert[5]).as("fatal").isEqualTo((byte) 2);
        assertThat(alert[6]).as("protocol_version").isEqualTo((byte) 70);
        assertThat(in.read()).isEqualTo(-1);
      }
    }
    rig.awaitConnections("tls_failed", 3);
    assertThat(rig.service.seen).isEmpty();
  }

  @Test
  void refusesCiphersWithoutForwardSecrecy() throws Exception {
    SSLSocket socket = socket();
    socket.setEnabledProtocols(new String[] {"TLSv1.2"});
    socket.setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"});
    try (Guest guest = new Guest(socket)) {
      assertThatThrownBy(() -> guest.ask(Guest.get("/a"))).isInstanceOf(IOException.class);
    }
    rig.awaitConnections("tls_failed", 1);
  }

  @Test
  void resetsAnUnknownCallerBeforeTheHandshake() throws Exception {
    rig.service.admits = _ -> Optional.empty();
    try (Guest guest = Guest.at(listener.address())) {
      assertThat(guest.end()).isEqualTo("reset");
    }
    rig.awaitConnections("unknown_caller", 1);
  }

  @Test
  void resetsAHandshakeThatDoesNotProceed() throws Exception {
    try (Guest guest = Guest.at(listener.address()).send(new byte[] {22, 3, 1, 0, 120, 1})) {
      assertThat(guest.end()).isEqualTo("reset");
    }
    rig.awaitConnections("tls_failed", 1);
  }

  @Test
  void doesNotAnswerPlainHttp() throws Exception {
    try (Guest guest = Guest.at(listener.address()).send(Guest.get("/a"))) {
      InputStream in = guest.socket.getInputStream();
      assertThat(new String(in.readAllBytes(), java.nio.charset.StandardCharsets.ISO_8859_1))
          .doesNotContain("HTTP");
    }
    rig.awaitConnections("tls_failed", 1);
    assertThat(rig.service.seen).isEmpty();
  }

  @Test
  void cutsWithoutAFarewell() throws Exception {
    try (Guest guest = new Guest(socket())) {
      guest.ask(Guest.get("/a"));
      rig.server.cut(_ -> true);
      assertThatThrownBy(guest::line).isInstanceOf(IOException.class);
    }
    rig.awaitConnections("not_served", 1);
  }

  @Test
  void endsInOrderAfterTheLastAnswer() throws Exception {
    try (Guest guest = new Guest(socket())) {
      guest.send(Guest.get("/a").replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
      assertThat(guest.reply().status()).isEqualTo(200);
      assertThat(guest.end()).isEqualTo("closed");
    }
    rig.awaitConnections("served", 1);
  }

  @Test
  void answersPipelinedRequestsInOrder() throws Exception {
    rig.service.answers =
        (_, request) ->
            request.path().endsWith("0")
                ? Answer.later(() -> TestService.echo(request))
                : Answer.now(TestService.echo(request));
    try (Guest guest = new Guest(socket())) {
      StringBuilder requests = new StringBuilder();
      for (int i = 0; i < 100; i++) {
        requests.append(Guest.get("/" + i));
      }
      guest.send(requests.toString());
      for (int i = 0; i < 100; i++) {
        assertThat(guest.reply().body()).isEqualTo("GET /" + i + " ");
      }
    }
  }

  private SSLSocket socket() throws IOException {
    return (SSLSocket)
        keys.client()
            .getSocketFactory()
            .createSocket(listener.address().getAddress(), listener.address().getPort());
  }

  private static String length(String hex, int digits) {
    String text = Integer.toHexString(hex.length() / 2);
    return "0".repeat(digits - text.length()) + text;
  }
}
