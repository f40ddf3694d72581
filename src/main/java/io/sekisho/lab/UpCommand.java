package io.sekisho.lab;

import io.sekisho.client.Failure;
import io.sekisho.wire.Attachment;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "up",
    description = "Make compute resources as guests: those of an inventory, or all there are.",
    footer = {
      "",
      "With a FILE, it is applied first, and the guests are those that it names;",
      "without one, all that the server knows, such as those made over IBM's API.",
      "Guests that are as they should be go on undisturbed; others are removed.",
      "",
      "Examples:",
      "  sekisho lab up examples/lab.yaml",
      "  sekisho lab up"
    })
final class UpCommand implements Runnable {
  private final Lab lab;
  private final Server server;
  private final PrintStream out;

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "The inventory in YAML or JSON.")
  private String file = "";

  UpCommand(Lab lab, Server server, PrintStream out) {
    this.lab = lab;
    this.server = server;
    this.out = out;
  }

  @Override
  public void run() {
    Optional<byte[]> inventory =
        file.isEmpty() ? Optional.empty() : Optional.of(read(Path.of(file)));
    Optional<LabFile> parsed = inventory.map(LabFile::parse);
    Host.expectRoot();
    inventory.ifPresent(server::apply);
    List<Attachment> attachments = server.attachments();
    List<Guest> guests = lab.up(attachments, parsed.orElseGet(() -> LabFile.all(attachments)));
    if (guests.isEmpty()) {
      out.println("There are no compute resources on this host.");
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
