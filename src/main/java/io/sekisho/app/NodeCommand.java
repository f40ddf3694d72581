package io.sekisho.app;

import io.sekisho.client.Environment;
import io.sekisho.client.Failure;
import io.sekisho.control.Store.Retention;
import io.sekisho.fleet.JoinText;
import io.sekisho.kernel.Commands;
import io.sekisho.lab.Host;
import io.sekisho.node.Node;
import io.sekisho.station.GuestLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `sekisho node`: serves guests of this host for controllers elsewhere, until it is told to stop.
@Command(
    name = "node",
    description = {
      "Serves the guests of this host for controllers elsewhere, until it is stopped.",
      "As root, guests reach it through their interfaces; otherwise each is simulated on a loopback"
          + " port. While no controller answers, guests are served what is known here."
    },
    footer = {
      "",
      "Examples:",
      "  SEKISHO_JOIN_TOKEN=… sekisho node --controller https://10.0.0.1:8444",
      "  sekisho node --controller https://10.0.0.1:8444,https://10.0.0.2:8444"
    })
final class NodeCommand implements Callable<Integer> {
  private final Environment environment;
  private final boolean root;
  private final String prefix;

  @Option(
      names = "--controller",
      paramLabel = "URL",
      split = ",",
      description =
          "The nodes' port of a controller, such as https://10.0.0.1:8444; or of several.")
  private List<String> controllers = new ArrayList<>();

  @Option(
      names = "--join-token",
      paramLabel = "TOKEN",
      defaultValue = "${SEKISHO_JOIN_TOKEN}",
      description = {
        "Makes this host a node, the first time (`sekisho node token` on the controller's side).",
        "Others see it less in $$SEKISHO_JOIN_TOKEN."
      })
  private @Nullable String joinToken;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What the node is called (default: the host's name).")
  private @Nullable String name;

  @Option(
      names = "--cutoff",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description =
          "How long after a controller was heard last a guest is given its last IAM token once more"
              + " (default: ${DEFAULT-VALUE}).")
  private int cutoff;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "Where keys and what is known are kept (default: $SEKISHO_HOME/node; with guests' own interfaces /var/lib/sekisho-node).")
  private @Nullable Path state;

  @Option(
      names = "--guests",
      paramLabel = "HOW",
      defaultValue = "auto",
      description =
          "How guests reach the service: kernel (needs root), simulated, or auto: as it can be (default).")
  private String guests = "";

  @Option(
      names = "--loopback-port",
      paramLabel = "PORT",
      defaultValue = "16900",
      description =
          "A simulated guest has this port plus its interface's number (default: ${DEFAULT-VALUE}).")
  private int loopbackPort;

  @Option(
      names = "--events",
      paramLabel = "WHERE",
      defaultValue = "file",
      description =
          "Where events go: file (events.jsonl in the state folder) or output (default: ${DEFAULT-VALUE}).")
  private String events = "";

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
          "Public addresses that guests of this host may have, such as us-south-1=203.0.113.0/28, in"
              + " the controllers' words; without any they have none.")
  private List<String> floatingIps = new ArrayList<>();

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
  NodeCommand(Environment environment, boolean root, String prefix) {
    this.environment = environment;
    this.root = root;
    this.prefix = prefix;
  }

  @Override
  public Integer call() throws IOException {
    List<URI> at = controllers.stream().map(NodeCommand::controller).toList();
    if (at.isEmpty()) {
      throw new Failure(
          "Name a controller: sekisho node --controller https://HOST:8444. The nodes' other commands are in `sekisho node --help`.");
    }
    Settings settings = settings();
    return settings.guests() == Settings.Guests.KERNEL && settings.helper().isEmpty()
        ? new Overseer(settings, environment, this::service).run(words())
        : serve(settings, at);
  }

  private int serve(Settings settings, List<URI> at) throws IOException {
    if (!again) {
      environment.out().println("Starting.");
    }
    Node.Settings node =
        new Node.Settings(
            settings.state(),
            at,
            token(),
            name(),
            Duration.ofSeconds(Math.max(0, cutoff)),
            NodeHouse.WAITING);
    try (NodeHouse house = open(settings, node)) {
      if (!again) {
        house.welcome(at);
      }
      Stop.await();
      environment.out().println("Stopping.");
    }
    return 0;
  }

  private NodeHouse open(Settings settings, Node.Settings node) {
    try {
      return NodeHouse.open(settings, node, environment);
    } catch (Failure e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new Failure("The node can't start: " + e.getMessage(), e);
    }
  }

  private Process service(MeetingPlace place, boolean wasUp) throws IOException {
    return JavaProcess.service(words(), environment.directory(), place, wasUp);
  }

  private List<String> words() {
    return spec.commandLine().getParent().getParseResult().originalArgs();
  }

  private Settings settings() {
    boolean kernel = kernel();
    if (kernel && helper == null) {
      Host.expectTools(new Commands());
    }
    return new Settings(
        state == null ? environment.nodeState(kernel) : environment.directory().resolve(state),
        Optional.empty(),
        Optional.empty(),
        // It has no operators' API.
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        kernel ? Settings.Guests.KERNEL : Settings.Guests.SIMULATED,
        prefix,
        loopbackPort,
        Optional.empty(),
        Optional.ofNullable(helper),
        Optional.empty(),
        output(),
        GuestLimits.of(limits),
        new Retention(Duration.ofDays(1), 1),
        Settings.pool(floatingIps),
        Optional.empty());
  }

  private boolean kernel() {
    return switch (guests) {
      case "auto" -> root;
      case "simulated" -> false;
      case "kernel" -> {
        if (!root) {
          throw new Failure(
              "Guests with interfaces of their own need root: run as root, or leave out --guests kernel.");
        }
        yield true;
      }
      default -> throw new Failure("--guests takes auto, kernel or simulated.");
    };
  }

  private boolean output() {
    return switch (events) {
      case "file" -> false;
      case "output" -> true;
      default -> throw new Failure("--events takes file or output.");
    };
  }

  private Optional<JoinText> token() {
    Optional<String> given = Optional.ofNullable(joinToken).filter(text -> !text.isBlank());
    Optional<JoinText> read = given.map(String::strip).flatMap(JoinText::parse);
    if (given.isPresent() && read.isEmpty()) {
      throw new Failure(
          "--join-token: that is no join token, or not all of one: they begin with sekisho_join_.");
    }
    return read;
  }

  private String name() {
    if (name != null) {
      return name;
    }
    try {
      String host = InetAddress.getLocalHost().getHostName();
      int dot = host.indexOf('.');
      return dot < 0 ? host : host.substring(0, dot);
    } catch (UnknownHostException e) {
      throw new Failure("This host has no name: give the node one with --name.", e);
    }
  }

  private static URI controller(String text) {
    try {
      URI uri = URI.create(text.strip());
      boolean plain = uri.getPath().isEmpty() || uri.getPath().equals("/");
      if ("https".equals(uri.getScheme()) && uri.getHost() != null && plain) {
        return uri;
      }
    } catch (IllegalArgumentException _) {
      // The same answer.
    }
    throw new Failure("--controller takes addresses such as https://10.0.0.1:8444.");
  }
}
