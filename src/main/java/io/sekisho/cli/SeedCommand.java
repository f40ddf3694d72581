package io.sekisho.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sekisho.client.Kind;
import io.sekisho.wire.ComputeView.Seed;
import java.util.Base64;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "seed",
    description = "Show where an instance's cloud-init finds its seed.",
    sortOptions = false,
    footer = {
      "",
      "There is a secret in it, for the instance alone: give it to the hypervisor.",
      "The seed has to be on: `sekisho set instance web-1 --seed on`.",
      "",
      "Examples:",
      "  qemu-system-x86_64 -smbios \"type=1,serial=$(sekisho seed web-1)\" …",
      "  qemu-system-x86_64 -append \"root=/dev/vda1 $(sekisho seed web-1 --kernel)\" …"
    })
final class SeedCommand implements Runnable {
  private final Session session;

  @Parameters(paramLabel = "INSTANCE", description = "Its name, id or account/name.")
  private String name = "";

  @Option(
      names = "--kernel",
      description = "As words for the kernel's command line, with the network.")
  private boolean kernel;

  @Option(
      names = {"--bare-metal-server", "--bare-metal"},
      description = "It is a bare metal server.")
  private boolean bareMetal;

  SeedCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    Seed seed = session.client().seed(bareMetal ? Kind.BARE_METAL_SERVER : Kind.INSTANCE, name);
    session.printer().say(kernel ? words(seed) : seed.datasource());
  }

  /// Who has no DHCP has no network before the seed is read: it is told of it here.
  private static String words(Seed seed) {
    String config = Base64.getEncoder().encodeToString(seed.networkConfig().getBytes(UTF_8));
    return seed.datasource() + " network-config=" + config;
  }
}
