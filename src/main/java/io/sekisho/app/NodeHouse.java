package io.sekisho.app;

import io.sekisho.client.Environment;
import io.sekisho.client.Failure;
import io.sekisho.fleet.Claimed;
import io.sekisho.helper.HelperClient;
import io.sekisho.node.Node;
import io.sekisho.node.Taking;
import io.sekisho.plug.Door;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.snapshot.Snapshot;
import io.sekisho.station.Front;
import io.sekisho.station.GuestLimits;
import io.sekisho.station.GuestSide;
import io.sekisho.station.HostGuests;
import io.sekisho.telemetry.Event;
import io.sekisho.telemetry.Metrics;
import io.sekisho.vpc.Subject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// A node in one process: what serves guests, put together with what follows controllers.
final class NodeHouse implements AutoCloseable, Node.Host {
  /// Threads for work that is not done at once: most of them may wait for a controller.
  private static final int WORKERS = 16;

  /// How many of them, so that identity tokens, which are signed here, do not.
  static final int WAITING = 12;

  private static final int SHOWN = 4;

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final InstantSource clock = InstantSource.system();
  private final Environment environment;
  private final Settings settings;
  private final Logs logs;
  private final Node node;
  private final GuestSide guests;

  private NodeHouse(Settings settings, Node.Settings of, Environment environment)
      throws IOException {
    this.settings = settings;
    this.environment = environment;
    Optional<HelperClient> helper = Optional.empty();
    Optional<Door> door = Optional.empty();
    if (settings.helper().isPresent()) {
      Path socket = settings.helper().get();
      helper = Optional.of(keep(HelperClient.connect(socket)));
      door = Optional.of(keep(Door.open(Door.beside(socket))));
      StepDown.to(settings.serviceUser(), settings.state());
    }
    Files.createDirectories(settings.state());
    Metrics metrics = new Metrics();
    Optional<Path> files =
        settings.eventsToOutput() ? Optional.empty() : Optional.of(settings.state());
    logs = keep(new Logs(files, settings.limits().logLines(), metrics, clock));
    node =
        keep(
            switch (Node.open(of, logs.journal(), clock)) {
              case Outcome.Granted<Node>(Node opened) -> opened;
              case Outcome.Refused<Node>(Problem problem) -> throw new Failure(problem.message());
            });
    Files.writeString(settings.state().resolve("ca.pem"), node.ca());
    guests =
        keep(
            new GuestSide(
                patient(settings.front()),
                helper,
                new GuestSide.Needs(
                    node.mint(), node.issuer(), node.recording(logs.journal()), node::canRecord),
                logs.journal(),
                metrics,
                clock));
    node.start(this);
    HostGuests here = new HostGuests(guests::attachmentsInForce, fleet());
    guests.follow(() -> System.exit(1), here::left);
    door.ifPresent(it -> it.serve(here, guests::survey));
    keep(Chores.start(List.of(this::tend, guests::refresh, logs::settle)));
    helper.ifPresent(it -> it.ready(guests.attachments(), node.ca()));
    logs.say(
        Event.Kind.STARTED, Map.of("version", House.VERSION, "mode", settings.guests().word()));
  }

  /// Opens every room, in the order of the plan.
  static NodeHouse open(Settings settings, Node.Settings node, Environment environment)
      throws IOException {
    return new NodeHouse(settings, node, environment);
  }

  /// Says which node this is, and where things are.
  void welcome(List<?> controllers) {
    environment
        .out()
        .printf(
            """
            Sekisho %s is up: node %s (%s).
              controllers     %s
              state           %s
              guests          %s
            An operator places guests here: sekisho node attach GUEST --node %s
            Stop it with Ctrl-C.
            """,
            House.VERSION,
            node.name(),
            node.id(),
            String.join(", ", controllers.stream().map(Object::toString).toList()),
            settings.state(),
            settings.guests() == Settings.Guests.SIMULATED
                ? "SIMULATED on loopback ports, for trying things out only"
                : "by their own interfaces, each VPC in a network namespace",
            node.name());
  }

  @Override
  public void published(Snapshot before, Snapshot after) {
    guests.published(before, after);
    if (settings.guests() == Settings.Guests.SIMULATED) {
      after.subjects().stream()
          .filter(Subject::served)
          .filter(it -> before.subject(it.compute().id()).filter(Subject::served).isEmpty())
          .limit(SHOWN)
          .forEach(this::show);
    }
  }

  @Override
  public void dismissed(String why) {
    environment
        .err()
        .println(
            "This host is no node any more, and serves no guest: %s To have it back, stop it, empty %s and let it join again."
                .formatted(why, settings.state()));
    guests.published(Snapshot.EMPTY, Snapshot.EMPTY);
  }

  /// Closes what was opened, the last first. Enforcement in the kernel stays in place.
  @Override
  public void close() {
    logs.say(Event.Kind.STOPPED, Map.of("version", House.VERSION));
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        System.getLogger(NodeHouse.class.getName())
            .log(System.Logger.Level.WARNING, "while stopping", e);
      }
    }
  }

  private HostGuests.Fleet fleet() {
    Taking taking = node.taking();
    return new HostGuests.Fleet() {
      @Override
      public Outcome<Claimed> take(String guest, Optional<String> nic) {
        return taking.take(guest, nic);
      }

      @Override
      public Supplier<Outcome<Boolean>> releasing(String compute) {
        return taking.releasing(compute);
      }
    };
  }

  private void tend() {
    for (String kid : node.tend()) {
      logs.say(Event.Kind.SIGNING_KEY_ROTATED, Map.of("kid", kid));
    }
  }

  private void show(Subject subject) {
    InetSocketAddress at = guests.loopback().address(subject);
    environment
        .out()
        .printf(
            "Serves %s/%s at %s:%d.%n",
            subject.account().name(),
            subject.compute().identity().name(),
            at.getHostString(),
            at.getPort());
  }

  private static Front patient(Front front) {
    GuestLimits limits =
        new GuestLimits(front.limits().http().withWorkers(WORKERS), front.limits().logLines());
    return new Front(
        front.prefix(), front.loopbackPort(), front.serviceName(), front.helper(), limits);
  }

  private <T extends AutoCloseable> T keep(T room) {
    open.push(room);
    return room;
  }
}
