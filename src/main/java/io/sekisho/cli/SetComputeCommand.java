package io.sekisho.cli;

import io.sekisho.client.Kind;
import io.sekisho.wire.ComputeView;
import io.sekisho.wire.MetadataServiceSettings;
import io.sekisho.wire.MetadataServiceSettings.CloudInit;
import io.sekisho.wire.MetadataServiceSettings.ComputePatch;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    description = "Change its metadata service; what is not given stays.",
    sortOptions = false,
    footer = {
      "",
      "Open connections that the change forbids are cut before the command returns.",
      "",
      "Examples:",
      "  sekisho set instance web-1 --metadata-service on --protocol https",
      "  sekisho set instance web-1 --hop-limit 2     for containers one hop further",
      "  sekisho set bare-metal-server db-1 --metadata-service off"
    })
final class SetComputeCommand implements Runnable {
  private static final MetadataServiceSettings NOTHING =
      new MetadataServiceSettings(Optional.empty(), Optional.empty(), Optional.empty());

  private final Session session;
  private final Kind kind;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "NAME", description = "Its name, id or account/name.")
  private String name = "";

  @Option(
      names = "--metadata-service",
      paramLabel = "on|off",
      description = "Whether it gets answers at all.")
  private Optional<OnOff> enabled = Optional.empty();

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

  @Option(
      names = "--seed",
      paramLabel = "on|off",
      description = {
        "Whether cloud-init may read its seed,",
        "at the address that `sekisho seed` shows.",
        "Each time it is switched on it is another."
      })
  private Optional<OnOff> seed = Optional.empty();

  SetComputeCommand(Session session, Kind kind) {
    this.session = session;
    this.kind = kind;
  }

  @Override
  public void run() {
    MetadataServiceSettings settings =
        new MetadataServiceSettings(enabled.map(OnOff::isOn), protocol, hopLimit);
    ComputePatch patch =
        new ComputePatch(
            Optional.of(settings).filter(it -> !it.equals(NOTHING)),
            seed.map(it -> new CloudInit(it.isOn())));
    if (patch.metadataService().isEmpty() && patch.cloudInit().isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "Give at least one of --metadata-service, --protocol, --hop-limit, --seed.");
    }
    ComputeView now = session.client().patch(kind, name, patch);
    session.printer().table(Rows.resources(kind, List.of(now), false));
  }
}
