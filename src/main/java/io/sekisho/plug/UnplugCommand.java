package io.sekisho.plug;

import io.sekisho.cli.Printer;
import io.sekisho.kernel.Ends.Place;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sekisho unplug`: for hypervisors, when a guest has stopped on this host, or moved away.
@Command(
    name = "unplug",
    description = {
      "Removes the host's ends of a guest's interfaces. A node that took the guest by itself gives"
          + " it up. Needs root."
    },
    footer = {
      "",
      "Examples:",
      "  sekisho unplug acme/web-1",
      "  sekisho unplug acme/web-1 --device vnet3"
    })
public final class UnplugCommand implements Runnable {
  private final Parts parts;

  @Parameters(paramLabel = "GUEST", description = "Its name, account/name, or id.")
  private String guest = "";

  @Option(
      names = "--device",
      paramLabel = "DEV",
      description =
          "Only what this device was plugged in for, as hooks say it: another's guest stays.")
  private @Nullable String device;

  public UnplugCommand(Parts parts) {
    this.parts = parts;
  }

  @Override
  public void run() {
    List<Place> removed = parts.plug().out(guest, Optional.ofNullable(device));
    Printer printer = new Printer(parts.environment().out());
    removed.forEach(
        it -> printer.say("%s is gone from %s.".formatted(it.device().name(), it.namespace())));
    if (removed.isEmpty()) {
      printer.say(guest + " was not plugged in here.");
    }
  }
}
