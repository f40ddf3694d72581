package io.sekisho.lab;

import io.sekisho.client.Failure;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "up",
    description = "Apply an inventory and make its compute resources as guests.",
    footer = {
      "",
      "Guests that are as the file says go on undisturbed; those that it does not name",
      "are removed.",
      "",
      "Example:",
      "  sekisho lab up examples/lab.yaml"
    })
final class UpCommand implements Runnable {
  private final Lab lab;
  private final Server server;
  private final PrintStream out;

  @Parameters(paramLabel = "FILE", description = "The inventory in YAML or JSON.")
  private String file = "";

  UpCommand(Lab lab, Server server, PrintStream out) {
    this.lab = lab;
    this.server = server;
    this.out = out;
  }

  @Override
  public void run() {
    byte[] inventory = read(Path.of(file));
    LabFile parsed = LabFile.parse(inventory);
    Host.expectRoot();
    server.apply(inventory);
    List<Guest> guests = lab.up(server.attachments(), parsed);
    if (guests.isEmpty()) {
      out.println("The inventory has no compute resources on this host.");
      return;
    }
    String first = guests.getFirst().reference();
    out.println(
        (guests.size() == 1 ? "1 guest is up." : guests.size() + " guests are up.")
            + " Try: ./sekisho lab exec %s -- ip -br address".formatted(first));
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new Failure("Can't read " + file + ": check the path.", e);
    }
  }
}
