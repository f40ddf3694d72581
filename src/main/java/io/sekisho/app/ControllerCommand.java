package io.sekisho.app;

import io.sekisho.client.Environment;
import io.sekisho.client.Failure;
import io.sekisho.control.Store.Retention;
import io.sekisho.station.GuestLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `sekisho controller`: what operators have, and the nodes' port, until it is told to stop. It
/// serves no guest.
@Command(
    name = "controller",
    description = {
      "Runs the operators' side of Sekisho until it is stopped: nodes serve the guests.",
      "It needs no root. Several share one --database and one --key-file."
    },
    footer = {
      "",
      "Examples:",
      "  sekisho controller",
      "  sekisho controller --nodes 0.0.0.0:8444 --node-address ctl.example.org"
    })
final class ControllerCommand implements Callable<Integer> {
  private final Environment environment;
  private final boolean root;
  private final String prefix;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "Where everything is kept that has to survive (default: $SEKISHO_HOME, or"
              + " ~/.local/state/sekisho; root's is controller in that).")
  private @Nullable Path state;

  @Option(
      names = "--database",
      paramLabel = "URL",
      defaultValue = "${SEKISHO_DATABASE}",
      description = "A PostgreSQL database, as `sekisho up` takes it.")
  private @Nullable String database;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "What secrets are sealed under (default: secrets.key in the state folder).")
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
      defaultValue = "0.0.0.0:8444",
      description = "Where nodes are listened for (default: ${DEFAULT-VALUE}).")
  private String nodes = "";

  @Option(
      names = "--node-address",
      paramLabel = "NAME",
      description =
          "A name or address by which nodes come, besides this host's own; may be repeated.")
  private List<String> addresses = new ArrayList<>();

  @Option(
      names = "--service-name",
      paramLabel = "NAME",
      description =
          "A further name under which guests may ask, besides api.metadata.cloud.ibm.com.")
  private @Nullable String serviceName;

  @Option(
      names = "--events-to-output",
      description = "Write events to standard output in place of the state folder.")
  private boolean eventsToOutput;

  @Option(
      names = "--floating-ips",
      paramLabel = "ZONE=PREFIX",
      description = "Public addresses that floating IPs of a zone may have.")
  private List<String> floatingIps = new ArrayList<>();

  @Option(
      names = "--keep-changes",
      paramLabel = "DAYS",
      defaultValue = "7",
      description = "How many days of changes `watch` can go back (default: ${DEFAULT-VALUE}).")
  private int keepChanges;

  ControllerCommand(Environment environment, boolean root, String prefix) {
    this.environment = environment;
    this.root = root;
    this.prefix = prefix;
  }

  @Override
  public Integer call() throws IOException {
    Settings settings = settings();
    environment.out().println("Starting.");
    try (House house = open(settings)) {
      new Welcome(house, environment).give();
      Stop.await();
      environment.out().println("Stopping.");
    }
    return 0;
  }

  private static House open(Settings settings) {
    try {
      return House.open(settings);
    } catch (Failure e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new Failure("The controller can't start: " + e.getMessage(), e);
    }
  }

  private Settings settings() throws IOException {
    if (keepChanges < 1) {
      throw new Failure("--keep-changes: keep at least one day.");
    }
    return new Settings(
        state == null ? environment.controllerState(root) : environment.directory().resolve(state),
        Optional.ofNullable(database).filter(url -> !url.isBlank()),
        Optional.ofNullable(keyFile).map(environment.directory()::resolve),
        UpCommand.address(api, "--api"),
        Settings.Guests.NONE,
        prefix,
        0,
        Optional.ofNullable(serviceName),
        Optional.empty(),
        Optional.empty(),
        eventsToOutput,
        GuestLimits.of(Map.of()),
        new Retention(Duration.ofDays(keepChanges), Retention.DEFAULT.entries()),
        Settings.pool(floatingIps),
        Optional.of(Settings.NodesPort.of(UpCommand.address(nodes, "--nodes"), addresses)));
  }
}
