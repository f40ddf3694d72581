package io.sekisho.keeper;

import io.sekisho.client.Environment;
import io.sekisho.store.StateDirectory.Place;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Where a server keeps what it keeps: the options of `sekisho up` that say so.
final class Folder {
  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "The state folder, as `sekisho up` has it (default: $$SEKISHO_HOME/state or"
              + " /var/lib/sekisho as root; else $$SEKISHO_HOME, or ~/.local/state/sekisho).")
  private Optional<Path> state = Optional.empty();

  @Option(
      names = "--database",
      paramLabel = "URL",
      description =
          "The PostgreSQL database, if it is not in the folder (default: $$SEKISHO_DATABASE).")
  private Optional<String> database = Optional.empty();

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "What secrets are sealed under (default: secrets.key in the state folder).")
  private Optional<Path> keyFile = Optional.empty();

  Place place(Environment environment, boolean root) {
    Path folder =
        state
            .map(environment.directory()::resolve)
            .orElseGet(() -> root ? environment.serviceState() : environment.home());
    Optional<String> url =
        database
            .or(() -> Optional.ofNullable(environment.variables().get("SEKISHO_DATABASE")))
            .filter(it -> !it.isBlank());
    return new Place(folder, url, keyFile.map(environment.directory()::resolve));
  }
}
