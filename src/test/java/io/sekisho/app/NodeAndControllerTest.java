package io.sekisho.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sekisho.client.Environment;
import io.sekisho.control.Store.Retention;
import io.sekisho.fleet.JoinText;
import io.sekisho.network.FloatingPool;
import io.sekisho.node.Node;
import io.sekisho.station.GuestLimits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node and a controller as they are: what an operator does there is seen by a guest here.
class NodeAndControllerTest {
  private static final String VERSION = "?version=2025-08-26";
  private static final Pattern TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");

  @TempDir private Path folder;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final int port = free();
  private final InetSocketAddress nodesAt = local(free());
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private House house;
  private HttpClient api;
  private String key = "";
  private Optional<NodeHouse> running = Optional.empty();

  @BeforeEach
  void controller() throws Exception {
    house = House.open(controllerSettings());
    key = house.keys().createFirst().orElseThrow();
    api = HttpClient.newBuilder().sslContext(trusting(house.authority().rootPem())).build();
    house
        .controller()
        .apply(
            Welcome.first(),
            false,
            false,
            new io.sekisho.control.Initiator("start", UUID.randomUUID().toString()));
  }

  @AfterEach
  void close() {
    running.ifPresent(NodeHouse::close);
    house.close();
  }

  @Test
  void servesTheGuestsThatAnOperatorPlacesThere() throws Exception {
    running = Optional.of(node());
    assertThatExceptionOfType(IOException.class).isThrownBy(this::identityToken);
    assertThat(operator("PUT", "/sekisho/v1/nodes/host-1/guests/" + guest(), "").statusCode())
        .isEqualTo(200);
    eventually(this::identityToken);
    String token = identityToken();
    assertThat(document(token)).isEqualTo(200);
    // Signed by a controller, which finds it genuine.
    assertThat(iamToken(token).statusCode()).isEqualTo(200);
    // Both it and what it was asked for are in the audit trail, and the node is in each record.
    eventually(
        () ->
            assertThat(operator("GET", "/sekisho/v1/audit?limit=100", "").body())
                .contains("node-"));
    eventually(
        () ->
            assertThat(operator("GET", "/sekisho/v1/nodes/host-1", "").body())
                .contains("\"watching\":true", "\"guest_count\":1"));
    // Moved away, it is served here no more.
    assertThat(operator("DELETE", "/sekisho/v1/nodes/host-1/guests/" + guest(), "").statusCode())
        .isEqualTo(204);
    eventually(() -> assertThatExceptionOfType(IOException.class).isThrownBy(this::identityToken));
  }

  @Test
  void goesOnWhileTheControllerIsAwayAndResumes() throws Exception {
    running = Optional.of(node());
    operator("PUT", "/sekisho/v1/nodes/host-1/guests/" + guest(), "");
    eventually(this::identityToken);
    String token = identityToken();
    String given = found(iamToken(token).body());
    house.close();
    assertThat(document(identityToken())).isEqualTo(200);
    assertThat(found(iamToken(token).body())).isEqualTo(given);
    house = House.open(controllerSettings());
    eventually(() -> assertThat(found(iamToken(token).body())).isNotEqualTo(given));
    eventually(
        () ->
            assertThat(operator("GET", "/sekisho/v1/nodes/host-1", "").body())
                .contains("\"watching\":true"));
  }

  @Test
  void servesNobodyOnceTheNodeIsDeleted() throws Exception {
    running = Optional.of(node());
    operator("PUT", "/sekisho/v1/nodes/host-1/guests/" + guest(), "");
    eventually(this::identityToken);
    assertThat(operator("DELETE", "/sekisho/v1/nodes/host-1?force=true", "").statusCode())
        .isEqualTo(204);
    eventually(() -> assertThatExceptionOfType(IOException.class).isThrownBy(this::identityToken));
    eventually(
        () -> assertThat(said.toString(StandardCharsets.UTF_8)).contains("no node any more"));
  }

  private Settings controllerSettings() {
    return new Settings(
        folder.resolve("controller"),
        Optional.empty(),
        Optional.empty(),
        local(0),
        Settings.Guests.NONE,
        "sekisho",
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        GuestLimits.of(Map.of()),
        new Retention(Duration.ofDays(1), 1_000),
        FloatingPool.of(List.of()),
        Optional.of(new Settings.NodesPort(nodesAt, Set.of("127.0.0.1"))));
  }

  private NodeHouse node() throws IOException {
    HttpResponse<String> made = operator("POST", "/sekisho/v1/join_tokens", "{}");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    Matcher matcher = Pattern.compile("sekisho_join_[0-9a-f_]+").matcher(made.body());
    assertThat(matcher.find()).isTrue();
    Path state = folder.resolve("node");
    Settings settings =
        new Settings(
            state,
            Optional.empty(),
            Optional.empty(),
            local(0),
            Settings.Guests.SIMULATED,
            "sekisho",
            port - 1,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            GuestLimits.of(Map.of()),
            new Retention(Duration.ofDays(1), 1),
            FloatingPool.of(List.of()),
            Optional.empty());
    Node.Settings node =
        new Node.Settings(
            state,
            List.of(URI.create("https://127.0.0.1:" + nodesAt.getPort())),
            JoinText.parse(matcher.group()),
            "host-1",
            Duration.ofSeconds(60),
            NodeHouse.WAITING);
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    return NodeHouse.open(
        settings,
        node,
        new Environment(Map.of(), new ByteArrayInputStream(new byte[0]), out, out, folder));
  }

  private String guest() {
    return house.controller().snapshot().subjects().iterator().next().compute().id();
  }

  private HttpResponse<String> operator(String method, String path, String body)
      throws IOException {
    try {
      return api.send(
          HttpRequest.newBuilder(URI.create(house.apiUrl() + path))
              .header("Authorization", "Bearer " + key)
              .header("Content-Type", "application/json")
              .method(
                  method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
              .build(),
          BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static SSLContext trusting(String pem) throws Exception {
    KeyStore roots = KeyStore.getInstance("PKCS12");
    roots.load(null, null);
    roots.setCertificateEntry(
        "root",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))));
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(roots);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  private static InetSocketAddress local(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private String identityToken() throws IOException {
    HttpResponse<String> answer =
        send(
            request("/identity/v1/token")
                .header("Metadata-Flavor", "ibm")
                .PUT(BodyPublishers.noBody()));
    assertThat(answer.statusCode()).isEqualTo(200);
    return found(answer.body());
  }

  private int document(String token) throws IOException {
    return send(request("/metadata/v1/instance").header("Authorization", "Bearer " + token).GET())
        .statusCode();
  }

  private HttpResponse<String> iamToken(String token) throws IOException {
    return send(
        request("/identity/v1/iam_tokens")
            .header("Authorization", "Bearer " + token)
            .POST(BodyPublishers.noBody()));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path + VERSION))
        .timeout(Duration.ofSeconds(10));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String found(String body) {
    Matcher matcher = TOKEN.matcher(body);
    assertThat(matcher.find()).as(body).isTrue();
    return matcher.group(1);
  }

  /// What is to be true in the end.
  private interface Check {
    void make() throws Exception;
  }

  private static void eventually(Check check) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (true) {
      try {
        check.make();
        return;
      } catch (AssertionError | Exception e) {
        if (System.nanoTime() - end > 0) {
          throw new AssertionError(e.getMessage(), e);
        }
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  private static int free() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
