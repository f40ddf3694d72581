package io.sekisho.keeper;

import io.sekisho.client.Environment;
import io.sekisho.client.Failure;
import io.sekisho.store.StateDirectory;
import io.sekisho.store.StateDirectory.Place;
import io.sekisho.store.StoreFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "backup",
    description = "Copy everything a server keeps to one file, also while it runs.",
    sortOptions = false,
    footer = {
      "",
      "Run it on the server's host. The file is for its owner alone, and of one moment.",
      "Secrets in it are sealed: without the key file, which is not in it, nobody has",
      "them, and neither have you. Keep that elsewhere.",
      "",
      "Examples:",
      "  sekisho backup /backup/sekisho-$(date +%%F).db",
      "  sekisho backup fleet.db --state /var/lib/sekisho"
    })
final class BackupCommand implements Runnable {
  private final Environment environment;
  private final boolean root;

  @Parameters(paramLabel = "FILE", description = "What to write; it is not there yet.")
  private Path file = Path.of("");

  @Mixin private Folder folder = new Folder();

  BackupCommand(Environment environment, boolean root) {
    this.environment = environment;
    this.root = root;
  }

  @Override
  public void run() {
    Place place = folder.place(environment, root);
    Path target = environment.directory().resolve(file);
    try {
      StateDirectory.backup(place, target);
      environment.out().println("Wrote %s (%,d bytes).".formatted(target, Files.size(target)));
    } catch (StoreFailure | IOException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    }
    environment
        .out()
        .println(
            "What opens the secrets in it is %s: keep a copy of that, elsewhere."
                .formatted(place.keyFile().orElse(place.path().resolve("secrets.key"))));
  }
}
