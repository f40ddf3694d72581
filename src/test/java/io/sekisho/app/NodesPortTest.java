package io.sekisho.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.control.Initiator;
import io.sekisho.control.Store.Retention;
import io.sekisho.credential.Authority;
import io.sekisho.credential.MemoryVault;
import io.sekisho.credential.NodeKeys;
import io.sekisho.fleet.Asking;
import io.sekisho.fleet.Deeds;
import io.sekisho.fleet.Line;
import io.sekisho.fleet.Paths;
import io.sekisho.network.FloatingPool;
import io.sekisho.problem.Outcome;
import io.sekisho.station.GuestLimits;
import io.sekisho.station.GuestSide;
import io.sekisho.vpc.Subject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who is answered at the nodes' port, and about what: tried by hand, over real TLS.
class NodesPortTest {
  private static final Initiator OPERATOR = new Initiator("test", "0");
  static final Duration SOON = Duration.ofSeconds(10);

  @TempDir private Path folder;
  private House house;
  private Wire wire;

  @BeforeEach
  void start() throws IOException {
    house = open();
    house.controller().apply(FleetScene.inventory(true), false, false, OPERATOR);
    wire = new Wire(house);
  }

  private House open() throws IOException {
    return House.open(
        new Settings(
            folder,
            Optional.empty(),
            Optional.empty(),
            local(),
            Settings.Guests.NONE,
            "np",
            0,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            GuestLimits.of(Map.of()),
            Retention.DEFAULT,
            FloatingPool.NONE,
            Optional.of(new Settings.NodesPort(local(), GuestSide.LOCAL_NAMES))));
  }

  @AfterEach
  void stop() {
    house.close();
  }

  @Test
  void aCertificateOfAGuestsIsNoNodes() throws Exception {
    NodeKeys.Fresh fresh = NodeKeys.make();
    Subject guest = wire.subject("one");
    String own =
        String.join(
            "",
            granted(
                    house
                        .authority()
                        .certify(fresh.csr(), guest, SOON.multipliedBy(60), Instant.now()))
                .certificates());
    NodeKeys stolen =
        fresh.vouched(own, papers(house.authority(), fresh, "node-x").serverCertificate());
    assertThatThrownBy(() -> wire.get(tls(stolen), Paths.WATCH)).isInstanceOf(IOException.class);
  }

  @Test
  void aCertificateOfAnotherAuthorityIsNone() throws Exception {
    Authority other = Authority.open(new MemoryVault(), Instant.now());
    NodeKeys.Fresh fresh = NodeKeys.make();
    Authority.NodePapers papers = papers(other, fresh, wire.join("one").id());
    NodeKeys foreign = fresh.vouched(papers.certificate(), papers.serverCertificate());
    assertThat(isShut(tls(foreign))).isTrue();
  }

  @Test
  void aCertificateThatWasNotGivenToTheNodeOrIsOutIsRefused() throws Exception {
    Wire.Joined one = wire.join("one");
    NodeKeys.Fresh fresh = NodeKeys.make();
    Authority.NodePapers papers = papers(house.authority(), fresh, one.id());
    NodeKeys unknown = fresh.vouched(papers.certificate(), papers.serverCertificate());
    assertThat(wire.get(tls(unknown), Paths.WATCH).statusCode()).isEqualTo(403);

    NodeKeys.Fresh early = NodeKeys.make();
    Authority.NodePapers old =
        granted(
            house
                .authority()
                .vouch(
                    one.id(),
                    early.csr(),
                    early.serverCsr(),
                    Set.of("localhost"),
                    Instant.now().minus(Duration.ofHours(25))));
    NodeKeys out = early.vouched(old.certificate(), old.serverCertificate());
    assertThat(isShut(tls(out))).isTrue();
  }

  @Test
  void aNodeGetsNothingOfGuestsThatAreNotOnIt() throws Exception {
    Wire.Joined one = wire.join("one");
    Wire.Joined two = wire.join("two");
    wire.place("one", "one");
    wire.place("other", "two");
    String theirs = wire.subject("other").compute().id();
    String mine = wire.subject("one").compute().id();

    Asking.ForToken wanted = new Asking.ForToken(mine, Optional.empty());
    assertThat(wire.post(one.tls(), Paths.IAM_TOKENS, wanted).statusCode()).isEqualTo(200);
    assertThat(wire.post(two.tls(), Paths.IAM_TOKENS, wanted).statusCode()).isEqualTo(404);
    NodeKeys.Fresh fresh = NodeKeys.make();
    Asking.ForCertificate certificate = new Asking.ForCertificate(theirs, fresh.csr(), 600);
    assertThat(wire.post(one.tls(), Paths.CERTIFICATES, certificate).statusCode()).isEqualTo(404);
    assertThat(wire.post(two.tls(), Paths.CERTIFICATES, certificate).statusCode()).isEqualTo(200);
    assertThat(wire.send(one.tls(), "PUT", Paths.GUESTS + theirs, new byte[0]).statusCode())
        .isEqualTo(403);
    assertThat(wire.send(one.tls(), "DELETE", Paths.GUESTS + theirs, new byte[0]).statusCode())
        .isEqualTo(404);
    assertThat(wire.claim(one.tls(), "none"))
        .isEqualTo(wire.claim(one.tls(), theirs).replace(theirs, "none"));

    String trail = wire.trail();
    assertThat(trail).contains("sekisho.node.request").contains(two.id()).contains("not placed on");
  }

  @Test
  void aNodesSignatureCountsForItsOwnGuestsAndItsKeysAreNotPublished() throws Exception {
    Wire.Joined thief = wire.join("one");
    Wire.Joined host = wire.join("two");
    wire.place("one", "two");
    Subject guest = wire.subject("one");
    String profile =
        guest.compute().initialization().defaultTrustedProfile().orElseThrow().target().id();
    String forged = identityToken(thief, guest);
    String own = identityToken(host, guest);

    assertThat(wire.exchange(own, profile).statusCode()).isEqualTo(200);
    assertThat(wire.exchange(forged, profile).statusCode()).isEqualTo(400);
    // Whoever verifies with these alone does not know which node a guest is on.
    assertThat(wire.operator("GET", "/identity/v1/keys"))
        .contains("\"kid\"")
        .doesNotContain(Wire.identityKey(thief.mint()).kid(), Wire.identityKey(host.mint()).kid());
    // What the exchange gives is signed by the controller, and that is published.
    String iam = wire.exchange(own, profile).body().replaceFirst("(?s).*\"access_token\":\"", "");
    String header = new String(Base64.getUrlDecoder().decode(iam.split("\\.")[0]), UTF_8);
    assertThat(wire.operator("GET", "/identity/keys"))
        .contains(header.replaceFirst("(?s).*(\"kid\":\"[^\"]+\").*", "$1"));
  }

  private static String identityToken(Wire.Joined node, Subject guest) {
    return node.mint()
        .identityToken(guest, Duration.ofMinutes(1), Optional.empty(), Instant.now())
        .value();
  }

  @Test
  void aNodeIsToldOfItsOwnGuestsAlone() throws Exception {
    Wire.Joined one = wire.join("one");
    wire.place("one", "one");
    try (Wire.Stream stream = wire.watch(one.tls(), Optional.empty())) {
      Line.Everything all = (Line.Everything) stream.next();
      assertThat(all.documents().toString())
          .contains(wire.subject("one").compute().id())
          .doesNotContain(wire.subject("other").compute().id());

      wire.place("other", "one");
      Line.Change came = stream.change();
      assertThat(came.put())
          .extracting(it -> it.id())
          .contains(wire.subject("other").compute().id());
      assertThat(came.put()).extracting(it -> it.kind()).doesNotContain("account", "vpc");

      wire.unplace("other");
      assertThat(stream.change().delete())
          .extracting(it -> it.id())
          .contains(wire.subject("other").compute().id());

      house.controller().apply(FleetScene.inventory(false), false, false, OPERATOR);
      Line.Change off = stream.change();
      assertThat(off.put())
          .extracting(it -> it.id())
          .containsExactly(wire.subject("one").compute().id());

      wire.operator("DELETE", "/sekisho/v1/nodes/one?force=true");
      assertThat(stream.last()).isInstanceOf(Line.End.class);
    }
    assertThat(wire.get(one.tls(), Paths.WATCH).statusCode()).isEqualTo(403);
  }

  @Test
  void aNodeThatMissedNothingResumes() throws Exception {
    Wire.Joined one = wire.join("one");
    wire.place("one", "one");
    long revision;
    try (Wire.Stream stream = wire.watch(one.tls(), Optional.empty())) {
      revision = ((Line.Everything) stream.next()).revision();
    }
    wire.join("two");
    try (Wire.Stream stream = wire.watch(one.tls(), Optional.of(revision))) {
      Line.Resumed resumed = (Line.Resumed) stream.next();
      assertThat(resumed.revision()).isGreaterThan(revision);
      revision = resumed.revision();
    }
    house.controller().apply(FleetScene.inventory(false), false, false, OPERATOR);
    try (Wire.Stream stream = wire.watch(one.tls(), Optional.of(revision))) {
      assertThat(stream.next()).isInstanceOf(Line.Everything.class);
    }
    try (Wire.Stream stream = wire.watch(one.tls(), Optional.of(revision + 1_000))) {
      assertThat(stream.next()).isInstanceOf(Line.Everything.class);
    }
  }

  @Test
  void manyGuestsArePlacedWithOneWriteOrNoneIs() throws Exception {
    Wire.Joined one = wire.join("one");
    Wire.Joined two = wire.join("two");
    wire.place("one", "two");
    String other = wire.subject("other").compute().id();
    assertThat(wire.refusedPlacements("one one", other + " nowhere"))
        .contains("\"placements[1].node\"", "There is no node nowhere");
    assertThat(wire.refusedPlacements("one one", "nobody one")).contains("placements[1].guest");
    assertThat(wire.refusedPlacements("one one", "other two", "acme/one two"))
        .contains("placements[2].guest", "twice");
    assertThat(wire.guestsOf("two")).contains("\"one\"").doesNotContain("\"other\"");
    assertThat(wire.guestsOf("one")).doesNotContain("acme");

    long before = house.controller().snapshot().revision();
    assertThat(wire.placeAll("one " + one.id(), other + " two"))
        .contains("\"total_count\":2", "\"changed_count\":2");
    assertThat(house.controller().snapshot().revision()).isEqualTo(before + 1);
    assertThat(wire.guestsOf("one")).contains("\"one\"");
    assertThat(wire.guestsOf("two")).contains("\"other\"").doesNotContain("\"name\":\"one\"");
    assertThat(wire.placeAll("one one", "other " + two.id()))
        .contains("\"total_count\":2", "\"changed_count\":0");
    assertThat(wire.trail().lines().filter(it -> it.contains("sekisho.placement")).toList())
        .filteredOn(it -> it.contains(other) && it.contains("\"outcome\":\"success\""))
        .hasSize(1);
  }

  @Test
  void aBatchOfRecordsIsKeptOnceAndSaysWhoSentIt() throws Exception {
    Wire.Joined one = wire.join("one");
    wire.place("one", "one");
    Deeds deeds =
        new Deeds(
            "s",
            1,
            List.of(
                deed("one", "trace-of-1"), deed("one", "trace-of-2"), deed("other", "trace-of-3")));
    assertThat(wire.kept(one.tls(), deeds)).isEqualTo(3);
    assertThat(wire.kept(one.tls(), deeds)).isEqualTo(3);
    assertThat(
            wire.kept(
                one.tls(),
                new Deeds("s", 3, List.of(deed("other", "trace-of-3"), deed("one", "trace-of-4")))))
        .isEqualTo(4);
    String account = wire.subject("one").account().id().value();
    assertThat(wire.trail().lines().filter(it -> it.contains("is.metadata.jwt-token.create")))
        .allMatch(it -> it.contains(one.id()));
    assertThat(wire.trailOf(account)).contains("trace-of-1").doesNotContain("trace-of-3");
  }

  @Test
  void aBatchThatIsSentAgainToAControllerThatWasStartedAnewIsKeptOnce() throws Exception {
    Wire.Joined one = wire.join("one");
    wire.place("one", "one");
    Deeds deeds = new Deeds("s", 1, List.of(deed("one", "trace-of-1"), deed("one", "trace-of-3")));
    assertThat(wire.kept(one.tls(), deeds)).isEqualTo(2);
    house.close();
    house = open();
    wire = wire.at(house);
    assertThat(wire.kept(one.tls(), deeds)).isEqualTo(2);
    assertThat(
            wire.kept(
                one.tls(),
                new Deeds("s", 2, List.of(deed("one", "trace-of-3"), deed("one", "trace-of-4")))))
        .isEqualTo(3);
    for (String trace : List.of("trace-of-1", "trace-of-3", "trace-of-4")) {
      assertThat(wire.trail().lines().filter(it -> it.contains(trace))).as(trace).hasSize(1);
    }
    // Another stream counts from one again.
    assertThat(wire.kept(one.tls(), new Deeds("t", 1, List.of(deed("one", "trace-of-5")))))
        .isEqualTo(1);
    assertThat(wire.trail()).contains("trace-of-5");
  }

  @Test
  void aRenewedNodeMayComeWithTheCertificateBeforeAndNoOlderOne() throws Exception {
    Wire.Joined one = wire.join("one");
    SSLContext second = wire.renew(one.tls());
    assertThat(
            wire.post(one.tls(), Paths.APPLIED, new io.sekisho.fleet.Applied(1, "")).statusCode())
        .isEqualTo(204);
    SSLContext third = wire.renew(second);
    assertThat(
            wire.post(one.tls(), Paths.APPLIED, new io.sekisho.fleet.Applied(1, "")).statusCode())
        .isEqualTo(403);
    assertThat(wire.post(second, Paths.APPLIED, new io.sekisho.fleet.Applied(1, "")).statusCode())
        .isEqualTo(204);
    assertThat(wire.post(third, Paths.APPLIED, new io.sekisho.fleet.Applied(1, "")).statusCode())
        .isEqualTo(204);
  }

  /// Refused at the handshake; or this Java does not even show such a certificate.
  private boolean isShut(SSLContext tls) throws Exception {
    try {
      return wire.get(tls, Paths.WATCH).statusCode() == 401;
    } catch (IOException _) {
      return true;
    }
  }

  private Deeds.Deed deed(String guest, String trace) {
    return wire.deed(guest, trace, trace.equals("trace-of-2") ? "x" : trace);
  }

  private SSLContext tls(NodeKeys keys) {
    return keys.client(house.authority().rootPem());
  }

  private static Authority.NodePapers papers(Authority authority, NodeKeys.Fresh fresh, String id) {
    return granted(
        authority.vouch(id, fresh.csr(), fresh.serverCsr(), Set.of("localhost"), Instant.now()));
  }

  static <T> T granted(Outcome<T> outcome) {
    return ((Outcome.Granted<T>) outcome).value();
  }

  private static InetSocketAddress local() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }
}
