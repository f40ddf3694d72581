package io.sekisho.keeper;

import io.sekisho.client.Environment;
import io.sekisho.client.Failure;
import io.sekisho.linux.Privileges;
import io.sekisho.office.Office;
import io.sekisho.store.StateDirectory;
import io.sekisho.store.StateDirectory.Place;
import io.sekisho.store.StoreFailure;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collections;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "rotate-key",
    description = "Seal a server's secrets under a new key.",
    sortOptions = false,
    footer = {
      "",
      "Run it on the server's host, while it is stopped. The key file is replaced, and",
      "the old one is of use only for backups taken before: keep it with these. Servers",
      "that share a database need the new file, each.",
      "",
      "Examples:",
      "  sekisho rotate-key",
      "  sekisho rotate-key --state /var/lib/sekisho"
    })
final class RotateKeyCommand implements Runnable {
  private final Environment environment;
  private final boolean root;

  @Mixin private Folder folder = new Folder();

  RotateKeyCommand(Environment environment, boolean root) {
    this.environment = environment;
    this.root = root;
  }

  @Override
  public void run() {
    Place place = folder.place(environment, root);
    if (!Files.isDirectory(place.path())) {
      throw new Failure(
          "There is no state folder %s: name it with --state.".formatted(place.path()));
    }
    try {
      if (root) {
        becomeOwner(place.path());
      }
      try (StateDirectory state = Office.open(place)) {
        state.secrets().renewKey();
      }
    } catch (StoreFailure | IOException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    }
    environment
        .out()
        .println(
            "Secrets are sealed under a new key, in %s."
                .formatted(place.keyFile().orElse(place.path().resolve("secrets.key"))));
  }

  /// What lies in a folder of the service's, the service may have put there: root opens none of it,
  /// and what is written stays the service's.
  private static void becomeOwner(Path folder) throws IOException {
    int owner = (int) Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    if (owner == 0) {
      return;
    }
    // While they can be opened.
    for (URL jar : Collections.list(ClassLoader.getSystemResources("META-INF/MANIFEST.MF"))) {
      jar.openConnection().connect();
    }
    StateDirectory.warmUp();
    Privileges.drop(owner);
  }
}
