package io.sekisho.app;

import io.sekisho.api.Backing;
import io.sekisho.api.Check;
import io.sekisho.client.Environment;
import io.sekisho.control.Controller;
import io.sekisho.control.OperatorKeys;
import io.sekisho.credential.Authority;
import io.sekisho.credential.Mint;
import io.sekisho.fleetapi.FleetRoutes;
import io.sekisho.guest.Issuer;
import io.sekisho.helper.HelperClient;
import io.sekisho.office.Office;
import io.sekisho.office.Office.Counter;
import io.sekisho.plug.Door;
import io.sekisho.plug.HostMetrics;
import io.sekisho.station.GuestSide;
import io.sekisho.station.HostGuests;
import io.sekisho.station.LocalGuests;
import io.sekisho.station.LoopbackReception;
import io.sekisho.store.StateDirectory;
import io.sekisho.store.StateDirectory.Place;
import io.sekisho.telemetry.Event;
import io.sekisho.telemetry.Metrics;
import io.sekisho.web.Limits;
import io.sekisho.web.Server;
import io.sekisho.wire.Attachment;
import io.sekisho.witness.GuestRecords;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The whole of Sekisho in one process, room by room, put together in the order of the plan.
final class House implements AutoCloseable {
  static final String VERSION =
      Objects.requireNonNullElse(
          House.class.getPackage().getImplementationVersion(), "development");

  private static final System.Logger LOG = System.getLogger(House.class.getName());
  private static final String REGION = "us-south";

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final InstantSource clock = InstantSource.system();
  private final Settings settings;
  private final Metrics metrics = new Metrics();
  private final Logs logs;
  private final Authority authority;
  private final Office office;
  private final Optional<HelperClient> helper;
  private final Optional<GuestSide> guests;
  private final Server api;
  private final Optional<Server> nodes;

  private House(Settings settings) throws Exception {
    this.settings = settings;
    helper = settings.helper().isPresent() ? Optional.of(keep(helper())) : Optional.empty();
    Optional<Server> made = Optional.empty();
    Optional<Server> forNodes = settings.nodes().map(House::server);
    Optional<Door> door = Optional.empty();
    if (helper.isPresent()) {
      // While it can, as the one above: parts of it are looked for in jars.
      made = Optional.of(Server.at(apiSettings()));
      door = Optional.of(keep(Door.open(Door.beside(settings.helper().orElseThrow()))));
      StepDown.to(settings.serviceUser(), settings.state());
    }
    StateDirectory state =
        keep(Office.open(new Place(settings.state(), settings.database(), settings.keyFile())));
    Optional<Path> files =
        settings.eventsToOutput() ? Optional.empty() : Optional.of(settings.state());
    logs = keep(new Logs(files, settings.limits().logLines(), metrics, clock));
    Mint mint =
        Mint.open(state.secrets(), Mint.Settings.of(REGION), clock.instant(), this::signsSlowly);
    authority = Authority.open(state.secrets(), clock.instant());
    office = keep(new Office(state, logs.journal(), clock));
    guests =
        settings.guests() == Settings.Guests.NONE
            ? Optional.empty()
            : Optional.of(keep(guestSide(mint)));
    // Guests are answered from here on; where they can, they do not wait for the operator's API.
    if (guests.isPresent()) {
      serve(guests.get(), door);
    }
    List<Runnable> chores = new ArrayList<>(office.chores(settings.keep()));
    guests.ifPresent(it -> chores.add(it::refresh));
    chores.addAll(List.of(() -> rotate(mint), logs::settle));
    keep(Chores.start(chores));
    settings.database().ifPresent(_ -> keep(Chores.follow(office.ledger())));
    api = made.isPresent() ? made.get() : Server.at(apiSettings());
    Counter counter = office.counter(mint, authority, backing(mint), settings.pool());
    keep(
        api.serving(
            authority.serverKeys(apiNames(), clock),
            counter.routes(),
            counter.callers(),
            logs.journal(),
            clock));
    api.listen();
    nodes = forNodes.map(it -> nodesPort(it, settings.nodes().orElseThrow(), mint));
    logs.say(Event.Kind.STARTED, Map.of("version", VERSION, "mode", settings.guests().word()));
  }

  private static Server server(Settings.NodesPort port) {
    return Server.at(new io.sekisho.web.Settings(port.at(), port.names(), true), Limits.OF_NODES);
  }

  private void serve(GuestSide side, Optional<Door> door) {
    LocalGuests local = new LocalGuests(side);
    office.ledger().subscribe(local);
    side.follow(() -> System.exit(1), (_, _) -> {});
    door.ifPresent(it -> it.serve(new HostGuests(side::attachmentsInForce, local), side::survey));
  }

  private Server nodesPort(Server made, Settings.NodesPort port, Mint mint) {
    Office.Fleet fleet =
        office.fleet(
            new FleetRoutes.Settings(
                mint, authority, REGION, GuestSide.guestNames(settings.front(), true)));
    Server server =
        keep(
            made.serving(
                authority.fleetKeys(port.names(), clock),
                fleet.routes().trust(),
                fleet.routes().counter(),
                logs.journal(),
                clock));
    keep(fleet.watches());
    return server.listen();
  }

  private GuestSide guestSide(Mint mint) {
    GuestSide.Needs needs =
        new GuestSide.Needs(
            mint,
            Issuer.of(mint, authority),
            new GuestRecords(logs.journal(), office.tally()),
            () -> !office.recorder().isBehind());
    return new GuestSide(settings.front(), helper, needs, logs.journal(), metrics, clock);
  }

  /// Opens every room, in the order of the plan.
  static House open(Settings settings) throws IOException {
    try {
      return new House(settings);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  Controller controller() {
    return office.controller();
  }

  Authority authority() {
    return authority;
  }

  OperatorKeys keys() {
    return office.keys();
  }

  Settings settings() {
    return settings;
  }

  /// Says that all is up, to whoever waits for it.
  void ready() {
    helper.ifPresent(it -> it.ready(attachments(), authority.rootPem()));
  }

  /// How the CLI is told of us: by the root process where there is one.
  Introduction introduction(Environment environment) {
    return helper
        .<Introduction>map(it -> it::introduce)
        .orElseGet(() -> Introduction.here(environment));
  }

  /// Where a simulated guest is served.
  LoopbackReception loopback() {
    return new LoopbackReception(settings.loopbackPort());
  }

  String apiUrl() {
    return "https://" + settings.api().getHostString() + ":" + api.port();
  }

  /// The port at which nodes are listened for, if they are.
  Optional<Integer> nodesPort() {
    return nodes.map(Server::port);
  }

  /// Where each guest of this host meets it.
  List<Attachment> attachments() {
    return guests.map(GuestSide::attachments).orElseGet(List::of);
  }

  /// Closes what was opened, the last first. Enforcement in the kernel stays in place.
  @Override
  public void close() {
    logs.say(Event.Kind.STOPPED, Map.of("version", VERSION));
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        LOG.log(System.Logger.Level.WARNING, "while stopping", e);
      }
    }
  }

  private HelperClient helper() throws IOException {
    return HelperClient.connect(settings.helper().orElseThrow());
  }

  private io.sekisho.web.Settings apiSettings() {
    return new io.sekisho.web.Settings(settings.api(), apiNames());
  }

  private Set<String> apiNames() {
    Set<String> names = new TreeSet<>(GuestSide.LOCAL_NAMES);
    names.add(settings.api().getAddress().getHostAddress());
    return names;
  }

  private Backing backing(Mint mint) {
    return new Backing(
        office.controller(),
        this::attachments,
        mint::iamKeys,
        mint::identityKeys,
        List.of(new Check("store", () -> true)),
        metrics,
        this::traffic,
        logs.journal(),
        clock,
        VERSION,
        settings.guests().word());
  }

  /// None while the helper is away: a counter that stands still would be a lie.
  private String traffic(Optional<String> account) {
    try {
      return guests.map(it -> HostMetrics.of(it.survey()).of(account).text()).orElse("");
    } catch (RuntimeException _) {
      return "";
    }
  }

  private void signsSlowly(String why) {
    logs.say(Event.Kind.SIGNING_SLOW, Map.of("exception", why));
  }

  private void rotate(Mint mint) {
    for (String kid : mint.rotate(clock.instant())) {
      logs.say(Event.Kind.SIGNING_KEY_ROTATED, Map.of("kid", kid));
    }
  }

  private <T extends AutoCloseable> T keep(T room) {
    open.push(room);
    return room;
  }
}
