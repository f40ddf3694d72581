package io.sekisho.cli;

import io.sekisho.wire.ComputeView;
import io.sekisho.wire.MetadataServiceSettings;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = "Change its metadata service; what is not given stays as it is.",
    footer = {
      "",
      "Open connections that the change forbids are cut before the command returns.",
      "",
      "Examples:",
      "  --metadata-service on --protocol https",
      "  --hop-limit 2                           for containers behind one more hop"
    })
final class SetComputeCommand implements Runnable {
  private final Session session;
  private final Kind kind;

  @Parameters(paramLabel = "NAME", description = "Its name, id or account/name.")
  private String name = "";

  @ArgGroup(exclusive = false, multiplicity = "1")
  private final Switches switches = new Switches();

  SetComputeCommand(Session session, Kind kind) {
    this.session = session;
    this.kind = kind;
  }

  /// At least one of them has to be given.
  static final class Switches {
    @Option(
        names = "--metadata-service",
        paramLabel = "on|off",
        converter = OnOff.class,
        completionCandidates = OnOff.class,
        description = "Whether it gets answers at all.")
    private Optional<Boolean> enabled = Optional.empty();

    @Option(
        names = "--protocol",
        paramLabel = "http|https",
        description = "The one protocol that is served.")
    private Optional<String> protocol = Optional.empty();

    @Option(
        names = "--hop-limit",
        paramLabel = "N",
        description = "How many hops an answer may travel, 1 to 64.")
    private Optional<Integer> hopLimit = Optional.empty();

    MetadataServiceSettings settings() {
      return new MetadataServiceSettings(enabled, protocol, hopLimit);
    }
  }

  @Override
  public void run() {
    ComputeView now = session.client().patch(kind, name, switches.settings());
    session.printer().table(Rows.resources(kind, List.of(now), false));
  }
}
