package io.sekisho.app;

import static io.sekisho.app.FleetScene.eventually;
import static io.sekisho.app.FleetScene.freePort;
import static io.sekisho.app.FleetScene.inventory;
import static io.sekisho.app.FleetScene.never;
import static io.sekisho.app.FleetScene.refused;
import static io.sekisho.app.FleetScene.settings;
import static io.sekisho.app.NodesPortTest.granted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.client.Client;
import io.sekisho.client.Context;
import io.sekisho.client.Environment;
import io.sekisho.client.Failure;
import io.sekisho.client.Kind;
import io.sekisho.control.Initiator;
import io.sekisho.fleet.JoinText;
import io.sekisho.fleet.Paths;
import io.sekisho.node.Node;
import io.sekisho.nodewire.JoinTokenView;
import io.sekisho.nodewire.NodeView;
import io.sekisho.station.GuestSide;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A controller and nodes, each as they are started, with simulated guests: over real TLS.
class FleetTest {
  static final Duration SOON = Duration.ofSeconds(10);
  private static final Initiator OPERATOR = new Initiator("test", "0");

  @TempDir private Path folder;
  private final List<AutoCloseable> open = new ArrayList<>();
  private House controller;
  private Client client;
  private int nodesPort;
  private String key = "";
  private String profile = "";

  @BeforeEach
  void start() throws Exception {
    nodesPort = freePort();
    controller = begin(Settings.Guests.NONE, 0);
    key = controller.keys().createFirst().orElseThrow();
    client = client();
    controller.controller().apply(inventory(true), false, false, OPERATOR);
    profile = client.get(Kind.TRUSTED_PROFILE, "web").id();
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : List.copyOf(open).reversed()) {
      each.close();
    }
  }

  @Test
  void aGuestIsServedWhereItIsPlacedAndNowhereElse() throws Exception {
    Host one = join("one");
    Host two = join("two");
    assertThat(one.asks("one")).isEmpty();

    client.attach("one", "one");
    assertThat(eventually(() -> one.asks("one"))).isPresent();
    assertThat(two.asks("one")).isEmpty();

    client.attach("one", "two");
    assertThat(eventually(() -> two.asks("one"))).isPresent();
    assertThat(never(() -> one.asks("one"))).isTrue();

    client.detach("one", "two");
    assertThat(never(() -> two.asks("one"))).isTrue();
  }

  @Test
  void aWholeSekishoServesThoseThatAreOnNoNode() throws Exception {
    open.remove(controller);
    controller.close();
    int base = freePort() - 1;
    controller = begin(Settings.Guests.SIMULATED, base);
    client = client();
    Host one = join("one");
    assertThat(eventually(() -> asks(base, "one"))).isPresent();

    client.attach("one", "one");
    assertThat(asks(base, "one")).isEmpty();
    assertThat(asks(base, "other")).isPresent();
    assertThat(eventually(() -> one.asks("one"))).isPresent();

    client.detach("one", "one");
    assertThat(asks(base, "one")).isPresent();
    assertThat(never(() -> one.asks("one"))).isTrue();
  }

  @Test
  void documentsAndTokensOfAGuestComeFromItsNode() throws Exception {
    Host one = join("one");
    client.attach("one", "one");
    String token = eventually(() -> one.asks("one")).orElseThrow();
    assertThat(one.get("one", "/metadata/v1/instance?version=2025-08-26", token).body())
        .contains("\"name\":\"one\"");

    HttpResponse<String> iam = one.iamToken("one", token);
    assertThat(iam.statusCode()).as(iam.body()).isEqualTo(200);
    assertThat(iam.body()).contains("access_token");
    // The controller takes the node's signature for the guest's token.
    assertThat(exchanged(token)).contains("access_token");

    client.attach("one", join("two").name);
    assertThat(exchanged(token)).doesNotContain("access_token");
  }

  @Test
  void switchesReachTheNode() throws Exception {
    Host one = join("one");
    client.attach("one", "one");
    assertThat(eventually(() -> one.asks("one"))).isPresent();
    long start = System.nanoTime();
    controller.controller().apply(inventory(false), false, false, OPERATOR);
    assertThat(never(() -> one.asks("one"))).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
  }

  @Test
  void guestsAreServedWhileNoControllerIsThere() throws Exception {
    Host one = join("one");
    client.attach("one", "one");
    String token = eventually(() -> one.asks("one")).orElseThrow();
    assertThat(one.iamToken("one", token).statusCode()).isEqualTo(200);

    controller.close();
    open.remove(controller);
    String other = one.asks("one").orElseThrow();
    assertThat(one.get("one", "/metadata/v1/instance?version=2025-08-26", other).statusCode())
        .isEqualTo(200);
    HttpResponse<String> again = one.iamToken("one", other);
    assertThat(again.statusCode()).as(again.body()).isEqualTo(200);

    // The node starts anew from what it kept.
    one.close();
    Host back = join("one");
    assertThat(eventually(() -> back.asks("one"))).isPresent();

    controller = begin(Settings.Guests.NONE, 0);
    String key = granted(controller.keys().create("again", OPERATOR)).text();
    client = new Client(new Context(controller.apiUrl(), controller.authority().rootPem(), key));
    assertThat(eventually(() -> watched("one"))).isPresent();
    assertThat(eventually(() -> back.asks("one"))).isPresent();
  }

  @Test
  void aNodeThatIsDeletedServesNobody() throws Exception {
    Host one = join("one");
    client.attach("one", "one");
    assertThat(eventually(() -> one.asks("one"))).isPresent();
    assertThat(refused(() -> client.deleteNode("one", false))).contains("force");

    client.deleteNode("one", true);
    assertThat(never(() -> one.asks("one"))).isTrue();
    assertThat(client.nodes()).isEmpty();
    assertThat(eventually(() -> Optional.of(one.said()).filter(it -> it.contains("no node"))))
        .isPresent();
  }

  @Test
  void aJoinTokenIsGoodOnceAndAtTheRightControllerAlone() throws Exception {
    JoinText text = JoinText.parse(token(3600)).orElseThrow();
    JoinText wrong = new JoinText(text.id(), text.secret(), "0".repeat(64));
    assertThat(refused(() -> join("one", wrong))).isNotEmpty();
    assertThat(client.nodes()).isEmpty();
    JoinText guess = new JoinText(text.id(), "0".repeat(64), text.caHash());
    assertThat(refused(() -> join("one", guess))).contains("unknown, used or expired");
    join("one", text);
    assertThat(refused(() -> join("two", text))).contains("unknown, used or expired");

    JoinText late = JoinText.parse(token(1)).orElseThrow();
    Thread.sleep(1_100);
    assertThat(refused(() -> join("late", late))).contains("unknown, used or expired");
    assertThat(client.nodes()).extracting(NodeView::name).containsExactly("one");
  }

  @Test
  void theNodesPortAnswersNobodyWithoutANodesCertificate() throws Exception {
    HttpResponse<String> none = nodesPort(tls(), "GET", Paths.WATCH, "");
    assertThat(none.statusCode()).isEqualTo(401);
    assertThat(nodesPort(tls(), "POST", Paths.IAM_TOKENS, "{\"compute\":\"x\"}").statusCode())
        .isEqualTo(401);
    assertThat(nodesPort(tls(), "GET", "/sekisho/v1/nodes", "").statusCode()).isEqualTo(401);
  }

  private Optional<NodeView> watched(String node) {
    try {
      return Optional.of(client.node(node)).filter(NodeView::watching);
    } catch (Failure e) {
      return Optional.empty();
    }
  }

  private String token(int seconds) {
    return client
        .createJoinToken(
            new JoinTokenView.Wanted(Optional.of(seconds), Optional.empty(), Optional.empty()))
        .token()
        .orElseThrow();
  }

  private Host join(String name) throws Exception {
    return join(name, JoinText.parse(controllerIsUp() ? token(3600) : anyToken()).orElseThrow());
  }

  private boolean controllerIsUp() {
    return open.contains(controller);
  }

  private static String anyToken() {
    return new JoinText("0".repeat(16), "0".repeat(64), "0".repeat(64)).text();
  }

  private Host join(String name, JoinText token) throws Exception {
    Host host = new Host(name, token);
    open.add(host);
    return host;
  }

  private Client client() {
    return new Client(new Context(controller.apiUrl(), controller.authority().rootPem(), key));
  }

  /// @param base of the ports of its own guests, if it serves any
  private House begin(Settings.Guests guests, int base) throws IOException {
    House house =
        House.open(
            settings(
                folder.resolve("controller"),
                guests,
                base,
                Optional.of(
                    new Settings.NodesPort(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), nodesPort),
                        GuestSide.LOCAL_NAMES))));
    open.add(house);
    return house;
  }

  /// A host with a node on it.
  private final class Host implements AutoCloseable {
    final String name;
    private final int base = freePort() - 1;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final NodeHouse house;

    Host(String name, JoinText token) throws Exception {
      this.name = name;
      PrintStream out = new PrintStream(said, true, UTF_8);
      Path state = folder.resolve(name);
      house =
          NodeHouse.open(
              settings(state, Settings.Guests.SIMULATED, base, Optional.empty()),
              new Node.Settings(
                  state,
                  List.of(URI.create("https://127.0.0.1:" + nodesPort)),
                  Optional.of(token),
                  name,
                  Duration.ofSeconds(60),
                  NodeHouse.WAITING),
              new Environment(Map.of(), InputStream.nullInputStream(), out, out, folder));
    }

    String said() {
      return said.toString(UTF_8);
    }

    Optional<String> asks(String guest) throws Exception {
      return FleetTest.this.asks(base, guest);
    }

    HttpResponse<String> get(String guest, String path, String token) throws Exception {
      return send(
          HttpRequest.newBuilder(uri(base, guest, path))
              .header("Authorization", "Bearer " + token));
    }

    HttpResponse<String> iamToken(String guest, String token) throws Exception {
      return send(
          HttpRequest.newBuilder(uri(base, guest, "/identity/v1/iam_tokens?version=2025-08-26"))
              .header("Authorization", "Bearer " + token)
              .POST(
                  BodyPublishers.ofString(
                      "{\"trusted_profile\":{\"id\":\"%s\"}}".formatted(profile))));
    }

    @Override
    public void close() {
      open.remove(this);
      house.close();
    }
  }

  /// The identity token that a guest gets at these ports; nothing, if nobody serves it.
  private Optional<String> asks(int base, String guest) throws Exception {
    try {
      HttpResponse<String> response =
          send(
              HttpRequest.newBuilder()
                  .uri(uri(base, guest, "/identity/v1/token?version=2025-08-26"))
                  .header("Metadata-Flavor", "ibm")
                  .PUT(BodyPublishers.noBody()));
      Matcher token = Pattern.compile("\"access_token\":\"([^\"]+)\"").matcher(response.body());
      return token.find() ? Optional.of(token.group(1)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return http.send(request.timeout(SOON).build(), BodyHandlers.ofString());
    }
  }

  private URI uri(int base, String guest, String path) {
    int mark =
        controller.controller().snapshot().subjects().stream()
            .filter(it -> it.compute().identity().name().equals(guest))
            .findFirst()
            .orElseThrow()
            .compute()
            .interfaces()
            .getFirst()
            .mark();
    return URI.create("http://127.0.0.1:" + (base + mark) + path);
  }

  /// IBM's older way: the guest's token is shown to IAM itself.
  private String exchanged(String token) throws Exception {
    String form =
        "grant_type=urn:ibm:params:oauth:grant-type:cr-token&cr_token=%s&profile_id=%s"
            .formatted(token, profile);
    SSLContext tls = tls();
    try (HttpClient http = HttpClient.newBuilder().sslContext(tls).build()) {
      return http.send(
              HttpRequest.newBuilder(URI.create(controller.apiUrl() + "/identity/token"))
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(BodyPublishers.ofString(form))
                  .build(),
              BodyHandlers.ofString())
          .body();
    }
  }

  private HttpResponse<String> nodesPort(SSLContext tls, String method, String path, String body)
      throws Exception {
    try (HttpClient http = HttpClient.newBuilder().sslContext(tls).build()) {
      return http.send(
          HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + nodesPort + path))
              .header("Content-Type", "application/json")
              .method(method, BodyPublishers.ofString(body))
              .timeout(SOON)
              .build(),
          BodyHandlers.ofString());
    }
  }

  private SSLContext tls() throws Exception {
    return FleetScene.tls(controller);
  }
}
