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

  @TempDir private Path folder;
  private final StandIn guest = new StandIn();
  private final InetSocketAddress nodesAt = local(FleetScene.freePort());
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
    assertThatExceptionOfType(IOException.class).isThrownBy(guest::identityToken);
    assertThat(operator("PUT", "/sekisho/v1/nodes/host-1/guests/" + guest(), "").statusCode())
        .isEqualTo(200);
    StandIn.eventually(guest::identityToken);
    String token = guest.identityToken();
    assertThat(guest.document(token)).isEqualTo(200);
    // Signed by a controller, which finds it genuine.
    assertThat(iamToken(token).statusCode()).isEqualTo(200);
    // Both it and what it was asked for are in the audit trail, and the node is in each record.
    StandIn.eventually(
        () ->
            assertThat(operator("GET", "/sekisho/v1/audit?limit=100", "").body())
                .contains("node-"));
    StandIn.eventually(
        () ->
            assertThat(operator("GET", "/sekisho/v1/nodes/host-1", "").body())
                .contains("\"watching\":true", "\"guest_count\":1"));
    // Moved away, it is served here no more.
    assertThat(operator("DELETE", "/sekisho/v1/nodes/host-1/guests/" + guest(), "").statusCode())
        .isEqualTo(204);
    StandIn.eventually(
        () -> assertThatExceptionOfType(IOException.class).isThrownBy(guest::identityToken));
  }

  @Test
  void goesOnWhileTheControllerIsAwayAndResumes() throws Exception {
    running = Optional.of(node());
    operator("PUT", "/sekisho/v1/nodes/host-1/guests/" + guest(), "");
    StandIn.eventually(guest::identityToken);
    String token = guest.identityToken();
    String given = StandIn.found(iamToken(token).body());
    house.close();
    assertThat(guest.document(guest.identityToken())).isEqualTo(200);
    assertThat(StandIn.found(iamToken(token).body())).isEqualTo(given);
    house = House.open(controllerSettings());
    StandIn.eventually(() -> assertThat(StandIn.found(iamToken(token).body())).isNotEqualTo(given));
    StandIn.eventually(
        () ->
            assertThat(operator("GET", "/sekisho/v1/nodes/host-1", "").body())
                .contains("\"watching\":true"));
  }

  @Test
  void servesNobodyOnceTheNodeIsDeleted() throws Exception {
    running = Optional.of(node());
    operator("PUT", "/sekisho/v1/nodes/host-1/guests/" + guest(), "");
    StandIn.eventually(guest::identityToken);
    assertThat(operator("DELETE", "/sekisho/v1/nodes/host-1?force=true", "").statusCode())
        .isEqualTo(204);
    StandIn.eventually(
        () -> assertThatExceptionOfType(IOException.class).isThrownBy(guest::identityToken));
    StandIn.eventually(
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
            guest.port - 1,
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

  private HttpResponse<String> iamToken(String token) throws IOException {
    return guest.iamToken(token, BodyPublishers.noBody());
  }
}
