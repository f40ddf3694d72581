package io.sekisho.keeper;

import io.sekisho.client.Environment;
import io.sekisho.client.Failure;
import io.sekisho.store.StateDirectory;
import io.sekisho.store.StateDirectory.Place;
import io.sekisho.store.StateDirectory.Restored;
import io.sekisho.store.StoreFailure;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "restore",
    description = "Make the state of a new server from a backup.",
    sortOptions = false,
    footer = {
      "",
      "The state folder is empty or not there, and so is the database if one is named;",
      "whichever kind the backup was taken from. Put the key file there before `up`.",
      "",
      "Examples:",
      "  sekisho restore fleet.db --state /var/lib/sekisho",
      "  sekisho restore fleet.db --database postgresql://sekisho@db/sekisho"
    })
final class RestoreCommand implements Runnable {
  private final Environment environment;
  private final boolean root;

  @Parameters(paramLabel = "FILE", description = "What `sekisho backup` wrote.")
  private Path file = Path.of("");

  @Mixin private Folder folder = new Folder();

  RestoreCommand(Environment environment, boolean root) {
    this.environment = environment;
    this.root = root;
  }

  @Override
  public void run() {
    Place place = folder.place(environment, root);
    try {
      Restored found = StateDirectory.restore(place, environment.directory().resolve(file));
      environment
          .out()
          .println(
              "Restored revision %d and %d records of the audit trail to %s."
                  .formatted(
                      found.revision(),
                      found.records(),
                      place.database().isPresent() ? "the database" : place.path().toString()));
      if (!found.hasKey()) {
        environment
            .out()
            .println(
                "Before `sekisho up`, put the key file of that server (its key is %s) at %s."
                    .formatted(
                        found.key(), place.keyFile().orElse(place.path().resolve("secrets.key"))));
      }
    } catch (StoreFailure e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    }
  }
}
