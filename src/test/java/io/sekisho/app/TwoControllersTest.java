package io.sekisho.app;

import static io.sekisho.app.FleetScene.eventually;
import static io.sekisho.app.NodesPortTest.granted;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.control.Initiator;
import io.sekisho.fleet.Deeds;
import io.sekisho.fleet.Line;
import io.sekisho.node.Node;
import io.sekisho.snapshot.Snapshot;
import io.sekisho.station.GuestSide;
import io.sekisho.store.Databases;
import io.sekisho.store.StateDirectory.Place;
import io.sekisho.telemetry.Event;
import io.sekisho.telemetry.Event.Notice;
import io.sekisho.vpc.Subject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two controllers on one PostgreSQL, and nodes that watch either.
class TwoControllersTest {
  private static final Initiator OPERATOR = new Initiator("test", "0");
  private static final Instant NOW = Instant.parse("2026-11-26T05:06:07Z");

  @TempDir private Path folder;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private String database = "";
  private House one;
  private House two;
  private Wire first;
  private Wire second;

  @BeforeEach
  void start() throws IOException {
    database = Databases.fresh();
    one = begin("one");
    two = begin("two");
    one.controller().apply(FleetScene.inventory(true), false, false, OPERATOR);
    first = new Wire(one);
    second = first.at(two);
  }

  private House begin(String name) throws IOException {
    House house =
        House.open(
            FleetScene.settings(
                new Place(
                    folder.resolve(name),
                    Optional.of(database),
                    Optional.of(folder.resolve("key"))),
                Settings.Guests.NONE,
                0,
                Optional.of(
                    new Settings.NodesPort(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        GuestSide.LOCAL_NAMES))));
    open.push(house);
    return house;
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  @Test
  void whatIsWrittenAtOneReachesANodeThatWatchesTheOther() throws Exception {
    Wire.Joined node = first.join("host");
    try (Wire.Stream stream = second.watch(node.tls(), Optional.empty())) {
      assertThat(stream.next()).isInstanceOf(Line.Everything.class);
      first.place("one", "host");
      String guest = first.subject("one").compute().id();
      assertThat(stream.change().put()).anyMatch(it -> it.id().equals(guest));

      one.controller().apply(FleetScene.inventory(false), false, false, OPERATOR);
      assertThat(stream.change().put())
          .filteredOn(it -> it.id().equals(guest))
          .singleElement()
          .asString()
          .contains("\"enabled\":false");

      first.operator("DELETE", "/sekisho/v1/nodes/host?force=true");
      assertThat(stream.last()).isInstanceOf(Line.End.class);
    }
  }

  @Test
  void aNodeGoesOnAtTheOtherFromWhereItWasWhenItsControllerStops() throws Exception {
    Host host = new Host();
    first.place("one", "host");
    assertThat(eventually(() -> host.served("one"))).isPresent();
    // Told up to here, so that there is nothing to be told again.
    assertThat(eventually(() -> host.watched(first).filter(it -> it.contains("\"behind\":0"))))
        .isPresent();
    int before = host.published.size();

    one.close();
    open.remove(one);
    assertThat(eventually(() -> host.heard(Event.Kind.CONTROLLER_FOUND))).isPresent();
    // It says there what is in force, although nothing new came into force.
    assertThat(eventually(() -> host.watched(second).filter(it -> it.contains("\"revision\""))))
        .isPresent();
    assertThat(host.published).hasSize(before);

    second.place("other", "host");
    assertThat(eventually(() -> host.served("other"))).isPresent();
    assertThat(host.served("one")).isPresent();
  }

  @Test
  void aBatchThatIsSentAgainToTheOtherIsKeptOnce() throws Exception {
    Wire.Joined node = first.join("host");
    first.place("one", "host");
    Deeds both = new Deeds("s", 1, List.of(deed("trace-of-1"), deed("trace-of-2")));
    assertThat(first.kept(node.tls(), both)).isEqualTo(2);
    assertThat(second.kept(node.tls(), both)).isEqualTo(2);
    Deeds more = new Deeds("s", 2, List.of(deed("trace-of-2"), deed("trace-of-3")));
    assertThat(second.kept(node.tls(), more)).isEqualTo(3);
    // What the first knows of the node is not so any more.
    assertThat(first.kept(node.tls(), more)).isEqualTo(3);
    assertThat(first.kept(node.tls(), new Deeds("s", 4, List.of(deed("trace-of-4"))))).isEqualTo(4);
    for (int i = 1; i <= 4; i++) {
      String trace = "trace-of-" + i;
      assertThat(first.trail().lines().filter(it -> it.contains(trace))).as(trace).hasSize(1);
    }
  }

  @Test
  void whatTheDatabaseCantTakeIsRefusedBeforeItComesThere() throws Exception {
    Wire.Joined node = first.join("host");
    first.place("one", "host");
    Deeds.Deed good = deed("trace-of-1");
    for (String bad : List.of("a\u0000b", "a\nb", "\ud800", "x".repeat(513))) {
      assertThat(first.recordsOf(node, new Deeds(bad, 1, List.of(good))).statusCode())
          .isEqualTo(400);
      for (Deeds.Deed each :
          List.of(
              by(good, bad, "", ""),
              by(good, good.initiator(), bad, ""),
              new Deeds.Deed(NOW, bad, good.action(), true, 200, "", "", "", "", ""))) {
        assertThat(first.recordsOf(node, new Deeds("s", 1, List.of(good, each))).statusCode())
            .isEqualTo(400);
      }
    }
    assertThat(first.recordsOf(node, new Deeds("x".repeat(65), 1, List.of(good))).statusCode())
        .isEqualTo(400);
    // What a guest says may be anything.
    Deeds.Deed said = by(good, good.initiator(), "", "a\u0000b".repeat(400) + "the end");
    assertThat(first.kept(node.tls(), new Deeds("s", 1, List.of(said)))).isEqualTo(1);
    assertThat(first.trail()).contains("a\\u0000b").doesNotContain("the end");
  }

  @Test
  void whatANodeMakesUpOfOthersIsCountedAsItsOwn() throws Exception {
    Wire.Joined node = first.join("host");
    first.place("one", "host");
    List<Deeds.Deed> all =
        IntStream.range(0, 500)
            .mapToObj(it -> by(deed("trace-of-1"), "crn:nobody:" + it, "t" + it, "d" + it))
            .toList();
    assertThat(first.kept(node.tls(), new Deeds("s", 1, all))).isEqualTo(500);
    assertThat(first.kept(node.tls(), new Deeds("s", 501, List.of(deed("trace-of-2")))))
        .isEqualTo(501);
    List<String> made = first.trail().lines().filter(it -> it.contains("jwt-token")).toList();
    // Ten different ones, the first of the rest, and what its guest was given.
    assertThat(made).hasSize(12);
    assertThat(made.subList(0, 11))
        .allMatch(it -> it.contains("\"initiator\":{\"id\":\"" + node.id() + "\""));
    assertThat(made.getFirst()).contains("crn:nobody:0");
    assertThat(first.trailOf(first.subject("one").account().id().value()))
        .contains("trace-of-2")
        .doesNotContain("nobody");
  }

  private static Deeds.Deed by(Deeds.Deed it, String initiator, String target, String detail) {
    return new Deeds.Deed(
        it.at(),
        it.trace(),
        it.action(),
        detail.isEmpty(),
        it.reason(),
        detail.isEmpty() ? "" : "not_found",
        it.account(),
        initiator,
        target,
        detail);
  }

  private Deeds.Deed deed(String trace) {
    return first.deed("one", trace, trace);
  }

  /// The product's node, which serves by writing down what it would serve.
  private final class Host implements Node.Host {
    final List<Snapshot> published = new CopyOnWriteArrayList<>();
    private final List<Event> events = new CopyOnWriteArrayList<>();

    Host() throws Exception {
      Node.Settings settings =
          new Node.Settings(
              folder.resolve("host"),
              List.of(first.nodesPort(), second.nodesPort()),
              Optional.of(first.joinText()),
              "host",
              Duration.ofSeconds(60),
              1);
      Node node = granted(Node.open(settings, events::add, InstantSource.system()));
      open.push(node);
      node.start(this);
    }

    @Override
    public void published(Snapshot before, Snapshot after) {
      published.add(after);
    }

    @Override
    public void dismissed(String why) {
      published.add(Snapshot.EMPTY);
    }

    Optional<Subject> served(String guest) {
      return published.isEmpty()
          ? Optional.empty()
          : published.getLast().subjects().stream()
              .filter(it -> it.compute().identity().name().equals(guest))
              .findFirst();
    }

    Optional<Event> heard(Event.Kind kind) {
      return events.stream()
          .filter(it -> it instanceof Notice notice && notice.kind() == kind)
          .findFirst();
    }

    /// The node as a controller that it watches shows it.
    Optional<String> watched(Wire at) throws Exception {
      return Optional.of(at.operator("GET", "/sekisho/v1/nodes/host"))
          .filter(it -> it.contains("\"watching\":true"));
    }
  }
}
