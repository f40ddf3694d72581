package io.sekisho.app;

import io.sekisho.client.ContextFile;
import io.sekisho.client.Environment;
import io.sekisho.client.Failure;
import io.sekisho.control.Application;
import io.sekisho.control.Controller;
import io.sekisho.control.Initiator;
import io.sekisho.problem.Problem;
import io.sekisho.vpc.MetadataService.Protocol;
import io.sekisho.vpc.Subject;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// What a person sees when Sekisho has started: where things are, how a guest asks, and at the very
/// first start where the operator's key is.
final class Welcome {
  private static final int SHOWN = 4;
  private static final String TOKEN =
      "/identity/v1/token?version=2025-08-26' -H 'Metadata-Flavor: ibm'";

  private final House house;
  private final Settings settings;
  private final Environment environment;
  private final PrintStream out;

  Welcome(House house, Environment environment) {
    this.house = house;
    this.settings = house.settings();
    this.environment = environment;
    this.out = environment.out();
  }

  /// Applies the inventory that the start was asked for, if any, and says where things are.
  void give() throws IOException {
    Path ca = settings.state().resolve("ca.pem");
    Files.writeString(ca, house.authority().rootPem());
    if (settings.lab().isPresent()) {
      apply(read(settings.lab().get()), settings.lab().get().toString());
    } else if (settings.guests() == Settings.Guests.SIMULATED
        && house.controller().snapshot().subjects().isEmpty()) {
      apply(first(), "the first inventory");
    }
    house.ready();
    // Last, for it is shown once: whatever fails before leaves it to the next start.
    Optional<String> key = house.keys().createFirst();
    boolean known = introduce(key);
    places(ca, known);
    guests();
    key.ifPresent(text -> showOnce(text, known));
    if (!known) {
      sayHowToLogIn(ca);
    }
    nodes();
    out.println("Stop it with Ctrl-C.");
  }

  private void nodes() {
    settings
        .nodes()
        .ifPresent(
            it ->
                out.println(
                    "Nodes are listened for at %s:%d. `sekisho node token` lets one join."
                        .formatted(it.at().getHostString(), house.nodesPort().orElseThrow())));
  }

  /// After a start that nobody asked for: what a person saw before still holds.
  void giveAgain() {
    introduce(Optional.empty());
  }

  private boolean introduce(Optional<String> key) {
    return house
        .introduction(environment)
        .introduce(house.apiUrl(), house.authority().rootPem(), key);
  }

  private static byte[] read(Path inventory) {
    try {
      return Files.readAllBytes(inventory);
    } catch (IOException e) {
      throw new Failure("Can't read " + inventory + ": check the path.", e);
    }
  }

  private void places(Path ca, boolean known) {
    out.printf(
        """
        Sekisho %s is up.
          operator's API  %s/sekisho/v1%s
          state           %s
          events          %s
          CA certificate  %s
        """,
        House.VERSION,
        house.apiUrl(),
        known ? "  (./sekisho get instances)" : "",
        settings.state(),
        settings.eventsToOutput() ? "on this output" : settings.state().resolve("events.jsonl"),
        ca);
  }

  private void guests() {
    if (settings.guests() == Settings.Guests.NONE) {
      out.println("  guests          by nodes");
      return;
    }
    if (settings.guests() == Settings.Guests.SIMULATED) {
      out.println(
          """
            guests          SIMULATED on loopback ports: whoever on this machine
                            asks a guest's port is taken for that guest. For trying things out only.
          """
              .stripTrailing());
    } else {
      out.println("  guests          by their own interfaces, each VPC in a network namespace");
    }
    List<Subject> served =
        house.controller().snapshot().subjects().stream().filter(Subject::served).toList();
    if (served.isEmpty()) {
      out.println(
          """

          No guest is served yet. Describe some and apply them (./sekisho apply -f examples/lab.yaml).""");
      if (settings.guests() == Settings.Guests.KERNEL) {
        out.println("Or make guests to try things in: ./sekisho lab up examples/lab.yaml");
      }
      return;
    }
    out.println("\nA guest asks like this:");
    served.stream().limit(SHOWN).forEach(subject -> out.println("  " + line(subject)));
    if (served.size() > SHOWN) {
      out.printf(
          "  … and %d more: ./sekisho %s%n",
          served.size() - SHOWN, settings.lab().isPresent() ? "lab ls" : "attachments");
    }
    out.println();
  }

  /// What works when it is pasted: here, as or in the guest that is named.
  private String line(Subject subject) {
    String name = subject.account().name() + "/" + subject.compute().identity().name();
    boolean tls = subject.compute().metadataService().protocol() == Protocol.HTTPS;
    if (settings.guests() == Settings.Guests.SIMULATED) {
      int port = house.loopback().address(subject).getPort();
      return tls
          ? "as %s:  curl -s --cacert %s -X PUT 'https://localhost:%d%s"
              .formatted(name, settings.state().resolve("ca.pem"), port, TOKEN)
          : "as %s:  curl -s -X PUT 'http://127.0.0.1:%d%s".formatted(name, port, TOKEN);
    }
    String curl =
        "curl -s -X PUT '"
            + (tls ? "https://api.metadata.cloud.ibm.com" : "http://169.254.169.254")
            + TOKEN;
    return settings.lab().isPresent()
        ? "./sekisho lab exec %s -- %s".formatted(name, curl)
        : "in %s:  %s".formatted(name, curl);
  }

  /// Where the CLI has it, a terminal or a journal need not.
  private void showOnce(String key, boolean known) {
    if (known) {
      out.printf("The operator's key is in %s.%n", new ContextFile(environment).path());
    } else {
      out.printf("The operator's key, shown this once.%n  %s%n", key);
    }
  }

  /// What it knows in our place may be all that opens somebody else's server.
  private void sayHowToLogIn(Path ca) {
    out.printf(
        """
        The CLI of this user does not know this Sekisho; what it knows is left as it is (%s).
        To let it know this one as well, with the key on standard input:
          ./sekisho login --context other --url %s --ca %s --key -
        From then on commands go there; ./sekisho context use NAME changes that.
        """,
        new ContextFile(environment).path(), house.apiUrl(), ca);
  }

  private void apply(byte[] inventory, String name) {
    Controller controller = house.controller();
    Initiator start = new Initiator("start", UUID.randomUUID().toString());
    if (controller.apply(inventory, false, false, start)
        instanceof Application.Rejected(List<Problem> problems)) {
      throw new Failure(
          "Can't apply " + name + ":", problems.stream().flatMap(Welcome::lines).toList());
    }
  }

  /// Whoever starts it may see the detail, which the API keeps for the log.
  private static Stream<String> lines(Problem problem) {
    return Stream.of(problem.message(), problem.detail()).filter(line -> !line.isEmpty());
  }

  /// The inventory of a first start without root.
  static byte[] first() throws IOException {
    try (InputStream in = Welcome.class.getResourceAsStream("first.yaml")) {
      return Objects.requireNonNull(in, "first.yaml is part of the jar").readAllBytes();
    }
  }
}
