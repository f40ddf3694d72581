package io.sekisho.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sekisho.client.Environment;
import io.sekisho.client.Failure;
import io.sekisho.control.Store.Retention;
import io.sekisho.fleet.JoinText;
import io.sekisho.fleet.Line;
import io.sekisho.iam.ComputeType;
import io.sekisho.iam.Link;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.network.FloatingPool;
import io.sekisho.node.FakeController;
import io.sekisho.node.Node;
import io.sekisho.problem.Code;
import io.sekisho.problem.Problem;
import io.sekisho.snapshot.Contents;
import io.sekisho.station.GuestLimits;
import io.sekisho.vpc.Changed;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.Reference;
import io.sekisho.vpc.Resource;
import io.sekisho.vpc.Samples;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node with guests on loopback ports, and controllers that come and go.
class NodeHouseTest {
  private static final Instance GUEST = Samples.minimalInstance();
  private static final TrustedProfile PROFILE =
      new TrustedProfile(
          Samples.PROFILE_ID,
          Samples.ACCOUNT,
          "reader",
          "",
          List.of(new Link("Link-1", ComputeType.VSI, GUEST.identity().crn(), "", Samples.MADE)),
          List.of(),
          Samples.MADE,
          Samples.MADE);

  @TempDir private Path folder;
  private final FakeController.World world = new FakeController.World();
  private final FakeController controller = new FakeController(world);
  private final FakeController second = new FakeController(world);
  private final StandIn guest = new StandIn();
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private Optional<NodeHouse> running = Optional.empty();

  @BeforeEach
  void publish() {
    controller.publish(with(GUEST));
  }

  @AfterEach
  void close() {
    running.ifPresent(NodeHouse::close);
    controller.close();
    second.close();
  }

  @Test
  void servesItsGuestsAndHasTheControllerSign() throws Exception {
    start(2);
    String token = guest.identityToken();
    assertThat(guest.document(token)).isEqualTo(200);
    assertThat(iamToken(token).body()).contains("\"iam-token-1\"");
    // What was given out is on record there, in order.
    StandIn.eventually(
        () ->
            assertThat(world.deeds)
                .extracting(io.sekisho.fleet.Deeds.Deed::action)
                .hasSize(2)
                .allMatch(it -> it.startsWith("is.metadata") || it.contains("token")));
    StandIn.eventually(() -> assertThat(world.applied.orElseThrow().failure()).isEmpty());
  }

  @Test
  void passesOnWhyTheControllerRefuses() throws Exception {
    start(2);
    world.refusal = Optional.of(Problem.of(Code.PROFILE_NOT_LINKED, "It is not linked."));
    HttpResponse<String> answer = iamToken(guest.identityToken());
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("profile_not_linked", "It is not linked.");
  }

  @Test
  void goesOnWithoutAController() throws Exception {
    start(3);
    String token = guest.identityToken();
    String given = StandIn.found(iamToken(token).body());
    world.heard.clear();
    controller.stop();
    second.stop();
    // Documents and identity tokens as if nothing were; the IAM token once more.
    assertThat(guest.document(guest.identityToken())).isEqualTo(200);
    assertThat(StandIn.found(iamToken(token).body())).isEqualTo(given);
    // Then none any more: the controller was not heard for too long.
    StandIn.eventually(() -> assertThat(iamToken(token).statusCode()).isEqualTo(503));
    assertThat(iamToken(token).body()).contains("can't reach its controller");
    assertThat(guest.document(guest.identityToken())).isEqualTo(200);
    // What was given out meanwhile is on record once it is back, and it is not told all again.
    int before = world.deeds.size();
    controller.startAgain();
    StandIn.eventually(() -> assertThat(iamToken(token).statusCode()).isEqualTo(200));
    StandIn.eventually(() -> assertThat(world.deeds).hasSizeGreaterThan(before + 4));
    StandIn.eventually(
        () -> assertThat(world.heard).anyMatch(it -> it.startsWith("GET /fleet/v1/watch?after=")));
    assertThat(world.heard).noneMatch(it -> it.equals("GET /fleet/v1/watch"));
  }

  @Test
  void givesNoTokenAgainThatWasRevokedMeanwhile() throws Exception {
    start(60);
    String token = guest.identityToken();
    assertThat(iamToken(token).statusCode()).isEqualTo(200);
    controller.publish(with(Changed.with(GUEST, "tokenGeneration", 1L)));
    StandIn.eventually(() -> assertThat(guest.document(token)).isEqualTo(401));
    controller.stop();
    second.stop();
    assertThat(iamToken(guest.identityToken()).statusCode()).isEqualTo(503);
  }

  @Test
  void startsFromItsDiskWithoutAController() throws Exception {
    start(60);
    assertThat(guest.document(guest.identityToken())).isEqualTo(200);
    running.orElseThrow().close();
    controller.stop();
    second.stop();
    start(60, Optional.empty());
    StandIn.eventually(() -> assertThat(guest.document(guest.identityToken())).isEqualTo(200));
    // Nothing of IAM's was ever on this disk.
    assertThat(iamToken(guest.identityToken()).statusCode()).isEqualTo(503);
  }

  @Test
  void servesNobodyAnewWhoLeftWhileItWasAway() throws Exception {
    start(60);
    assertThat(guest.document(guest.identityToken())).isEqualTo(200);
    running.orElseThrow().close();
    controller.publish(with());
    start(60, Optional.empty());
    for (int i = 0; i < 20; i++) {
      assertThatExceptionOfType(IOException.class).isThrownBy(guest::identityToken);
      Thread.sleep(50);
    }
  }

  @Test
  void asksAnotherControllerInPlaceOfOneThatFellSilent() throws Exception {
    start(0);
    String token = guest.identityToken();
    assertThat(iamToken(token).statusCode()).isEqualTo(200);
    controller.stop();
    assertThat(iamToken(token).statusCode()).isEqualTo(200);
    second.publish(with());
    StandIn.eventually(
        () -> assertThatExceptionOfType(IOException.class).isThrownBy(guest::identityToken));
  }

  @Test
  void servesAGuestThatIsGoneNoMore() throws Exception {
    start(60);
    String token = guest.identityToken();
    controller.publish(with());
    StandIn.eventually(
        () -> assertThatExceptionOfType(IOException.class).isThrownBy(() -> guest.document(token)));
  }

  @Test
  void servesNobodyOnceItIsDismissedNorAfterANewStart() throws Exception {
    start(60);
    guest.identityToken();
    world.revoked = true;
    controller.send(new Line.End("The node was deleted."));
    StandIn.eventually(
        () -> assertThatExceptionOfType(IOException.class).isThrownBy(guest::identityToken));
    StandIn.eventually(() -> assertThat(folder.resolve("snapshot.json")).doesNotExist());
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("The node was deleted.");
    running.orElseThrow().close();
    controller.stop();
    second.stop();
    start(60, Optional.empty());
    assertThatExceptionOfType(IOException.class).isThrownBy(guest::identityToken);
  }

  @Test
  void tellsItsTokenToNobodyButWhoMadeIt() {
    JoinText token = controller.token();
    String other = "0".repeat(64);
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> start(60, Optional.of(new JoinText(token.id(), token.secret(), other))))
        .withMessageContaining("not the one that the join token is for");
    assertThat(world.heard).isEmpty();
  }

  @Test
  void needsATokenTheFirstTime() {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> start(60, Optional.empty()))
        .withMessageContaining("sekisho node token");
  }

  @Test
  void keepsItsSecretsFromOthers() throws Exception {
    start(60);
    guest.identityToken();
    StandIn.eventually(() -> assertThat(folder.resolve("snapshot.json")).exists());
    try (var files = Files.walk(folder)) {
      List<Path> open = new ArrayList<>();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = file.getFileName().toString();
        boolean isPublic = name.equals("ca.pem") || name.endsWith(".jsonl");
        if (!isPublic && isOpen(file)) {
          open.add(file);
        }
      }
      assertThat(open).isEmpty();
    }
    assertThat(Files.getPosixFilePermissions(folder)).hasSize(3);
  }

  /// What was sent to the controller meanwhile is gone.
  private static boolean isOpen(Path file) throws IOException {
    try {
      return Files.getPosixFilePermissions(file).size() != 2;
    } catch (NoSuchFileException gone) {
      return false;
    }
  }

  private static Contents with(Compute... computes) {
    Contents some = Samples.contents(computes);
    List<Resource> resources = new ArrayList<>(some.resources());
    Reference group =
        GUEST.interfaces().getFirst().virtualNetworkInterface().securityGroups().getFirst();
    resources.add(Samples.group(group, List.of()));
    return new Contents(some.accounts(), List.of(PROFILE), resources);
  }

  private void start(int cutoff) throws IOException {
    start(cutoff, Optional.of(controller.token()));
    StandIn.eventually(guest::identityToken);
    StandIn.eventually(() -> assertThat(world.deeds).hasSize(1));
    world.deeds.clear();
  }

  private void start(int cutoff, Optional<JoinText> token) throws IOException {
    Settings settings =
        new Settings(
            folder,
            Optional.empty(),
            Optional.empty(),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Settings.Guests.SIMULATED,
            "sekisho",
            guest.port - GUEST.interfaces().getFirst().mark(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            GuestLimits.of(Map.of()),
            new Retention(Duration.ofDays(1), 1),
            FloatingPool.of(List.of()),
            Optional.empty());
    List<URI> controllers = List.of(controller.uri(), second.uri());
    Node.Settings node =
        new Node.Settings(
            folder, controllers, token, "host-1", Duration.ofSeconds(cutoff), NodeHouse.WAITING);
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    Environment environment =
        new Environment(Map.of(), new ByteArrayInputStream(new byte[0]), out, out, folder);
    running = Optional.of(NodeHouse.open(settings, node, environment));
  }

  private HttpResponse<String> iamToken(String token) throws IOException {
    return guest.iamToken(
        token,
        BodyPublishers.ofString("{\"trusted_profile\":{\"id\":\"%s\"}}".formatted(PROFILE.id())));
  }
}
