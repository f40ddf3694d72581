package io.sekisho.app;

import io.sekisho.client.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What the service keeps, which it has to own: the folder, and in it what is its own by name. A
/// folder that was given by mistake keeps everything else as it is.
record StateFiles(Path folder) {
  private static final Pattern OWN =
      Pattern.compile("lock|state\\.db.*|secrets|(access|events)\\.jsonl.*|ca\\.pem|client\\.json");

  /// @throws Failure if others than the owner of a folder above can't get here
  void expectReachable() throws IOException {
    Path real = folder.toRealPath();
    for (Path above = real.getParent(); above != null; above = above.getParent()) {
      if (!Files.getPosixFilePermissions(above).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        throw new Failure(
            "The service has no privileges and can't get to %s, for %s is closed to others: choose a folder elsewhere with --state, such as /var/lib/sekisho."
                .formatted(real, above));
      }
    }
  }

  List<Path> all() throws IOException {
    List<Path> all = new ArrayList<>(List.of(folder));
    for (Path file : list(folder)) {
      if (OWN.matcher(file.getFileName().toString()).matches()) {
        all.add(file);
      }
    }
    all.addAll(list(folder.resolve("secrets")));
    return all;
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
