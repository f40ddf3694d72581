package io.sekisho.plug;

import io.sekisho.cli.Format;
import io.sekisho.cli.Printer;
import io.sekisho.cli.Table;
import io.sekisho.client.Failure;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sekisho plug`: for hypervisors, when a guest starts on this host.
@Command(
    name = "plug",
    description = {
      "Plugs a guest of this host in: makes the host's end of its interfaces, or takes a device for"
          + " it. A node that may (`sekisho node token --takes`) takes the guest first. Needs root."
    },
    footer = {
      "",
      "The hooks for libvirt, Proxmox, Incus and Firecracker call it: hypervisors.md.",
      "",
      "Examples:",
      "  sekisho plug acme/web-1                  (makes a tap; prints where)",
      "  sekisho plug acme/web-1 --device vnet3   (moves vnet3 there)",
      "  sekisho plug acme/web-1 --device tap100i0 --bridged"
    })
public final class PlugCommand implements Runnable {
  private final Parts parts;

  @Parameters(paramLabel = "GUEST", description = "Its name, account/name, or id.")
  private String guest = "";

  @Option(
      names = "--interface",
      paramLabel = "NAME",
      description = "Which of its interfaces, by name or MAC address; all unless given.")
  private @Nullable String nic;

  @Option(
      names = "--device",
      paramLabel = "DEV",
      description =
          "A tap, or an end of a veth, that becomes the host's end. Without it, taps are made.")
  private @Nullable String device;

  @Option(
      names = "--bridged",
      description = "Leave the device where it is, on a bridge, and serve what it asks.")
  private boolean bridged;

  @Option(
      names = "--when-running",
      description =
          "Do so when the guest sends its first packet through the device, at which a guest that"
              + " comes from another host runs here.")
  private boolean whenRunning;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; table unless given.")
  private Format format = Format.TABLE;

  public PlugCommand(Parts parts) {
    this.parts = parts;
  }

  @Override
  public void run() {
    if (device == null && (bridged || whenRunning)) {
      throw Failure.mistyped("--bridged and --when-running need a --device.");
    }
    Plug plug = parts.plug();
    Plug.Wish wish =
        new Plug.Wish(guest, Optional.ofNullable(nic), Optional.ofNullable(device), bridged);
    if (whenRunning) {
      plug.await(wish);
    }
    List<Plugged> done = plug.in(wish);
    Printer printer = new Printer(parts.environment().out());
    switch (format) {
      case TABLE, WIDE -> printer.table(table(done));
      case JSON, YAML -> printer.document(format, done);
    }
  }

  private static Table table(List<Plugged> done) {
    return new Table(
        List.of("NAMESPACE", "DEVICE", "INTERFACE", "MAC", "ADDRESSES"),
        done.stream()
            .map(
                it ->
                    List.of(
                        it.networkNamespace(),
                        it.device(),
                        it.networkInterface(),
                        it.macAddress(),
                        String.join(" ", it.addresses())))
            .toList());
  }
}
