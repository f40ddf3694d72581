package io.sekisho.app;

import io.sekisho.api.Backing;
import io.sekisho.api.Check;
import io.sekisho.client.Environment;
import io.sekisho.control.Controller;
import io.sekisho.control.OperatorKeys;
import io.sekisho.credential.Authority;
import io.sekisho.credential.Mint;
import io.sekisho.guest.GuestPlane;
import io.sekisho.guest.Reception;
import io.sekisho.helper.HelperClient;
import io.sekisho.host.Attachment;
import io.sekisho.host.Names;
import io.sekisho.linux.Privileges;
import io.sekisho.office.Office;
import io.sekisho.office.Office.Counter;
import io.sekisho.store.StateDirectory;
import io.sekisho.store.StateDirectory.Place;
import io.sekisho.telemetry.Event;
import io.sekisho.telemetry.EventLog;
import io.sekisho.telemetry.FairJournal;
import io.sekisho.telemetry.Metrics;
import io.sekisho.telemetry.RotatingFile;
import io.sekisho.vpc.Snapshot;
import io.sekisho.web.Server;
import io.sekisho.witness.GuestRecords;
import java.io.IOException;
import java.net.URL;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
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
  private static final long EVENT_FILE_BYTES = 64L << 20;
  private static final int EVENT_FILES_KEPT = 4;

  private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "::1");
  private static final Set<String> GUEST_NAMES =
      Set.of("169.254.169.254", "fd00:ec2::254", "api.metadata.cloud.ibm.com");

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final InstantSource clock = InstantSource.system();
  private final Settings settings;
  private final Metrics metrics = new Metrics();
  private final FairJournal journal;
  private final Authority authority;
  private final Office office;
  private final Names names;
  private final Optional<HelperClient> helper;
  private final Server api;

  private House(Settings settings) throws Exception {
    this.settings = settings;
    this.names = new Names(settings.prefix());
    helper = settings.helper().isPresent() ? Optional.of(keep(helper())) : Optional.empty();
    Optional<Server> made = Optional.empty();
    if (helper.isPresent()) {
      // While it can: parts of it are looked for in jars.
      made = Optional.of(Server.at(apiSettings()));
      stepDown();
    }
    StateDirectory state =
        keep(Office.open(new Place(settings.state(), settings.database(), settings.keyFile())));
    EventLog accesses = keep(EventLog.start(target("access.jsonl"), metrics, clock));
    EventLog events = keep(EventLog.start(target("events.jsonl"), metrics, clock));
    // Guests can make as many accesses as they like: those have a file and a queue of their own.
    journal =
        new FairJournal(
            event -> (event instanceof Event.Access ? accesses : events).write(event),
            settings.limits().logLines());
    open.push(() -> journal.settle(clock.instant()));
    Mint mint =
        Mint.open(state.secrets(), Mint.Settings.of(REGION), clock.instant(), this::signsSlowly);
    authority = Authority.open(state.secrets(), clock.instant());
    office = keep(new Office(state, journal, clock));
    GuestPlane guests = keep(new GuestPlane(parts(mint)));
    // Guests are answered from here on; where they can, they do not wait for the operator's API.
    office.ledger().subscribe(new DataPlane(helper, names, guests, journal, clock));
    helper.ifPresent(it -> it.follow(new KernelNews(office.controller(), names, guests, journal)));
    List<Runnable> chores = new ArrayList<>(office.chores(settings.keep()));
    chores.addAll(
        List.of(() -> rotate(mint), guests::refresh, () -> journal.settle(clock.instant())));
    keep(Chores.start(chores));
    settings.database().ifPresent(_ -> keep(Chores.follow(office.ledger())));
    api = made.isPresent() ? made.get() : Server.at(apiSettings());
    Counter counter = office.counter(mint, backing(mint), settings.pool());
    keep(
        api.serving(
            authority.serverKeys(apiNames(), clock),
            counter.routes(),
            counter.callers(),
            journal,
            clock));
    api.listen();
    say(Event.Kind.STARTED, Map.of("version", VERSION, "mode", settings.guests().word()));
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

  LoopbackReception loopback() {
    return new LoopbackReception(settings.loopbackPort());
  }

  String apiUrl() {
    return "https://" + settings.api().getHostString() + ":" + api.port();
  }

  /// Where each interface meets this host, for whoever plugs guests in; or the port in its stead.
  List<io.sekisho.wire.Attachment> attachments() {
    Snapshot now = office.controller().snapshot();
    List<Attachment> all =
        helper.isPresent() ? Attachment.all(now, names) : loopback().attachments(now);
    return all.stream().map(Attachments::wire).toList();
  }

  /// Closes what was opened, the last first. Enforcement in the kernel stays in place.
  @Override
  public void close() {
    say(Event.Kind.STOPPED, Map.of("version", VERSION));
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        LOG.log(System.Logger.Level.WARNING, "while stopping", e);
      }
    }
  }

  private EventLog.Target target(String name) throws IOException {
    if (settings.eventsToOutput()) {
      return System.out::writeBytes;
    }
    return keep(
        RotatingFile.open(settings.state().resolve(name), EVENT_FILE_BYTES, EVENT_FILES_KEPT));
  }

  private HelperClient helper() throws IOException {
    return HelperClient.connect(settings.helper().orElseThrow());
  }

  /// What the service kept may have been changed by whoever broke into it: all rights are given
  /// away before any of it is read.
  private void stepDown() throws IOException {
    new StateFiles(settings.state()).handOver(settings.serviceUser());
    // Every jar, which this user may not be able to open: it stays open for classes and for what
    // else is in it, and native code is loaded.
    for (URL jar : Collections.list(ClassLoader.getSystemResources("META-INF/MANIFEST.MF"))) {
      jar.openConnection().connect();
    }
    StateDirectory.warmUp();
    Privileges.drop(settings.serviceUser());
  }

  private GuestPlane.Parts parts(Mint mint) {
    Reception reception =
        helper.<Reception>map(it -> new NamespaceReception(it, names)).orElseGet(this::loopback);
    Set<String> names = new TreeSet<>(GUEST_NAMES);
    settings.serviceName().ifPresent(names::add);
    if (helper.isEmpty()) {
      names.addAll(LOCAL_NAMES);
    }
    return new GuestPlane.Parts(
        mint,
        authority,
        reception,
        names,
        settings.limits().http(),
        new GuestRecords(journal, office.tally()),
        metrics,
        clock,
        () -> !office.recorder().isBehind());
  }

  private io.sekisho.web.Settings apiSettings() {
    return new io.sekisho.web.Settings(settings.api(), apiNames());
  }

  private Set<String> apiNames() {
    Set<String> names = new TreeSet<>(LOCAL_NAMES);
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
        journal,
        clock,
        VERSION,
        settings.guests().word());
  }

  private void signsSlowly(String why) {
    say(Event.Kind.SIGNING_SLOW, Map.of("exception", why));
  }

  private void rotate(Mint mint) {
    for (String kid : mint.rotate(clock.instant())) {
      say(Event.Kind.SIGNING_KEY_ROTATED, Map.of("kid", kid));
    }
  }

  private void say(Event.Kind kind, Map<String, String> fields) {
    journal.write(new Event.Notice(clock.instant(), kind, fields));
  }

  private <T extends AutoCloseable> T keep(T room) {
    open.push(room);
    return room;
  }
}
