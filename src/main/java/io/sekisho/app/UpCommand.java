package io.sekisho.app;

import io.sekisho.client.Environment;
import io.sekisho.client.Failure;
import io.sekisho.control.Store.Retention;
import io.sekisho.kernel.Commands;
import io.sekisho.lab.Host;
import io.sekisho.station.GuestLimits;
import io.sekisho.store.StateDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `sekisho up`: the whole of Sekisho in this process, until it is told to stop.
@Command(
    name = "up",
    description = {
      "Runs Sekisho on this machine until it is stopped.",
      "As root, guests reach it through their interfaces; otherwise each is simulated on a loopback"
          + " port."
    },
    footer = {
      "",
      "Examples:",
      "  sekisho up",
      "  sekisho up --lab examples/lab.yaml   (as root: with guests to try things in)"
    })
final class UpCommand implements Callable<Integer> {
  private final Environment environment;
  private final boolean root;
  private final String prefix;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "Where everything is kept that has to survive (default: $SEKISHO_HOME, or ~/.local/state/sekisho; with guests' own interfaces $SEKISHO_HOME/state, or /var/lib/sekisho).")
  private @Nullable Path state;

  @Option(
      names = "--database",
      paramLabel = "URL",
      defaultValue = "${SEKISHO_DATABASE}",
      description = {
        "A PostgreSQL database for everything but the event log, which several of these may share:"
            + " postgresql://user@host/name.",
        "With a password in it, others see it less in $$SEKISHO_DATABASE (default: a file in the"
            + " state folder)."
      })
  private @Nullable String database;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description =
          "What secrets are sealed under in the database (default: secrets.key in the state folder)."
              + " All that share a database need the same.")
  private @Nullable Path keyFile;

  @Option(
      names = "--api",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:8443",
      description = "Where the operator's API listens (default: ${DEFAULT-VALUE}).")
  private String api = "";

  @Option(
      names = "--nodes",
      paramLabel = "HOST:PORT",
      description =
          "Listen for nodes, too, such as at 0.0.0.0:8444: guests that are placed on one are served"
              + " there, all others here.")
  private Optional<String> nodes = Optional.empty();

  @Option(
      names = "--node-address",
      paramLabel = "NAME",
      description =
          "A name or address by which nodes come, besides this host's own; may be repeated.")
  private List<String> addresses = new ArrayList<>();

  @Option(
      names = "--guests",
      paramLabel = "HOW",
      defaultValue = "auto",
      description =
          "How guests reach the service: kernel (needs root), simulated, or auto: as it can be (default).")
  private Choice guests = Choice.AUTO;

  @Option(
      names = "--lab",
      paramLabel = "FILE",
      description =
          "Apply this inventory and make its guests as network namespaces; they go when this stops.")
  private @Nullable Path lab;

  @Option(
      names = "--loopback-port",
      paramLabel = "PORT",
      defaultValue = "16900",
      description =
          "A simulated guest has this port plus its interface's number (default: ${DEFAULT-VALUE}).")
  private int loopbackPort;

  @Option(
      names = "--service-name",
      paramLabel = "NAME",
      description =
          "A further name under which guests may ask, besides api.metadata.cloud.ibm.com.")
  private @Nullable String serviceName;

  @Option(
      names = "--events",
      paramLabel = "WHERE",
      defaultValue = "file",
      description =
          "Where events go: file (events.jsonl in the state folder) or output (default: ${DEFAULT-VALUE}).")
  private Events events = Events.FILE;

  @Option(
      names = "--set",
      paramLabel = "LIMIT=N",
      completionCandidates = GuestLimits.Defaults.class,
      description =
          "A limit of each guest's interface, in place of ${COMPLETION-CANDIDATES}; a rate of 0 is no"
              + " limit.")
  private Map<String, Integer> limits = new LinkedHashMap<>();

  @Option(
      names = "--floating-ips",
      paramLabel = "ZONE=PREFIX",
      description =
          "Public addresses that floating IPs of a zone may have, such as us-south-1=203.0.113.0/28;"
              + " without any there are none, and guests of this host have no others.")
  private List<String> floatingIps = new ArrayList<>();

  @Option(
      names = "--keep-changes",
      paramLabel = "DAYS",
      defaultValue = "7",
      description =
          "How many days of changes `watch` can go back, and no more than the last --most-changes"
              + " (default: ${DEFAULT-VALUE}).")
  private int keepChanges;

  @Option(
      names = "--most-changes",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "See --keep-changes (default: ${DEFAULT-VALUE}).")
  private long mostChanges;

  @Option(
      names = "--helper",
      hidden = true,
      description = "The socket of the root process that does what needs root.")
  private @Nullable Path helper;

  @Option(names = "--again", hidden = true, description = "It was up before: say nothing.")
  private boolean again;

  @Spec private CommandSpec spec = CommandSpec.create();

  /// @param root whether this process may change the kernel's state
  /// @param prefix begins the name of every network namespace of ours
  UpCommand(Environment environment, boolean root, String prefix) {
    this.environment = environment;
    this.root = root;
    this.prefix = prefix;
  }

  private enum Choice {
    AUTO,
    KERNEL,
    SIMULATED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private enum Events {
    FILE,
    OUTPUT;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public Integer call() throws IOException {
    Settings settings = settings();
    return settings.guests() == Settings.Guests.KERNEL && settings.helper().isEmpty()
        ? new Overseer(settings, environment, this::service).run(words())
        : serve(settings);
  }

  private int serve(Settings settings) throws IOException {
    if (!again) {
      boolean first = StateDirectory.isNew(settings.state());
      environment.out().println(first ? "Starting; the first time, keys are made." : "Starting.");
    }
    try (House house = open(settings)) {
      Welcome welcome = new Welcome(house, environment);
      if (again) {
        welcome.giveAgain();
      } else {
        welcome.give();
      }
      Stop.await();
      environment.out().println("Stopping.");
    }
    return 0;
  }

  private Process service(MeetingPlace place, boolean wasUp) throws IOException {
    return JavaProcess.service(words(), environment.directory(), place, wasUp);
  }

  private List<String> words() {
    return spec.commandLine().getParent().getParseResult().originalArgs();
  }

  private static House open(Settings settings) {
    try {
      return House.open(settings);
    } catch (Failure e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new Failure("Sekisho can't start: " + e.getMessage(), e);
    }
  }

  private Settings settings() throws IOException {
    if (guests == Choice.SIMULATED && lab != null) {
      throw new Failure("The guests of a lab are not simulated: leave out --lab or --guests.");
    }
    if ((guests == Choice.KERNEL || lab != null) && !root) {
      throw new Failure(
          "Guests with interfaces of their own need root: run as root, or leave out --lab and --guests kernel.");
    }
    Optional<Path> inventory = Optional.ofNullable(lab).map(environment.directory()::resolve);
    if (inventory.isPresent() && !Files.isReadable(inventory.get())) {
      throw new Failure("Can't read " + inventory.get() + ": check the path.");
    }
    boolean kernel = guests == Choice.KERNEL || lab != null || (guests == Choice.AUTO && root);
    if (kernel && helper == null) {
      Host.expectTools(new Commands());
    }
    InetSocketAddress at = address(api, "--api");
    if (kernel) {
      expectOpenToAll("--api", at.getPort());
    }
    return new Settings(
        state(kernel),
        Optional.ofNullable(database).filter(url -> !url.isBlank()),
        Optional.ofNullable(keyFile).map(environment.directory()::resolve),
        at,
        kernel ? Settings.Guests.KERNEL : Settings.Guests.SIMULATED,
        prefix,
        loopbackPort,
        Optional.ofNullable(serviceName),
        Optional.ofNullable(helper),
        inventory,
        events == Events.OUTPUT,
        GuestLimits.of(limits),
        retention(),
        Settings.pool(floatingIps),
        nodesPort(kernel));
  }

  private Optional<Settings.NodesPort> nodesPort(boolean kernel) throws IOException {
    if (nodes.isEmpty()) {
      if (!addresses.isEmpty()) {
        throw new Failure("--node-address: say where nodes are listened for, with --nodes.");
      }
      return Optional.empty();
    }
    InetSocketAddress at = address(nodes.get(), "--nodes");
    if (kernel) {
      expectOpenToAll("--nodes", at.getPort());
    }
    return Optional.of(Settings.NodesPort.of(at, addresses));
  }

  private Retention retention() {
    if (keepChanges < 1 || mostChanges < 1) {
      throw new Failure("--keep-changes and --most-changes: keep at least one.");
    }
    return new Retention(Duration.ofDays(keepChanges), mostChanges);
  }

  /// The service listens when it is a user like any other.
  private static void expectOpenToAll(String option, int port) throws IOException {
    Path setting = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");
    // By lines: in pieces as small as those of readString, the kernel gives away but the first.
    int first = Integer.parseInt(Files.readAllLines(setting).getFirst());
    if (port > 0 && port < first) {
      throw new Failure(
          "%s: the service has no privileges, and port %d is for root alone: choose one from %d on."
              .formatted(option, port, first));
    }
  }

  private Path state(boolean kernel) {
    if (state != null) {
      return environment.directory().resolve(state);
    }
    return kernel ? environment.serviceState() : environment.home();
  }

  static InetSocketAddress address(String text, String option) {
    int colon = text.lastIndexOf(':');
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      return new InetSocketAddress(InetAddress.ofLiteral(text.substring(0, colon)), port);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new Failure(option + " takes an address and a port, such as 127.0.0.1:8443.");
    }
  }
}
