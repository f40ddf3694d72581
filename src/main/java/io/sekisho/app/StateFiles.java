package io.sekisho.app;

import io.sekisho.client.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The state folder, made ready by root for the user that the service becomes. Once it is that
/// user's, root looks at nothing in it any more: what is there, the service may have put there.
record StateFiles(Path folder) {
  private static final LinkOption ITSELF = LinkOption.NOFOLLOW_LINKS;

  /// What is the service's by name; a folder that was given by mistake keeps everything else.
  private static final Pattern OWN =
      Pattern.compile(
          "lock|state\\.db.*|secrets|secrets\\.key.*|(access|events)\\.jsonl.*|ca\\.pem|keys|records|taken|(membership|snapshot)\\.json|keys\\.told");

  /// @throws Failure if it is somebody else's, or others than the owner of a folder above can't get
  ///   to it
  void handOver(int user) throws IOException {
    if (!Files.exists(folder, ITSELF)) {
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
    expectReachable();
    int owner = owner(folder);
    if (owner == user) {
      return;
    }
    if (owner != 0 || !Files.isDirectory(folder, ITSELF)) {
      throw new Failure(
          "%s is not a folder of root's, nor of an earlier start: choose another with --state."
              .formatted(folder));
    }
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    for (Path file : own()) {
      give(file, user);
    }
    give(folder, user);
    String name = Files.getOwner(folder, ITSELF).getName();
    if (!name.equals(Integer.toString(user))) {
      throw new Failure(
          "User %d, whom nobody but the service may be, is %s: set SEKISHO_PREFIX to another one."
              .formatted(user, name));
    }
  }

  private void expectReachable() throws IOException {
    Path real = folder.toRealPath();
    Optional<Path> closed =
        Stream.iterate(real.getParent(), above -> above != null, Path::getParent)
            .filter(StateFiles::isClosed)
            .findFirst();
    if (closed.isPresent()) {
      throw new Failure(
          "The service has no privileges and can't get to %s, for %s is closed to others: choose a folder elsewhere with --state, such as /var/lib/sekisho."
              .formatted(real, closed.get()));
    }
  }

  private static boolean isClosed(Path folder) {
    try {
      return !Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_EXECUTE);
    } catch (IOException e) {
      return true;
    }
  }

  /// In a folder that is root's alone, and so are the names in it.
  private List<Path> own() throws IOException {
    List<Path> all = new ArrayList<>();
    for (Path file : list(folder)) {
      if (OWN.matcher(file.getFileName().toString()).matches()) {
        all.add(file);
      }
    }
    for (String inner : List.of("secrets", "keys", "records")) {
      Path below = folder.resolve(inner);
      if (Files.isDirectory(below, ITSELF)) {
        all.addAll(list(below));
      }
    }
    return all;
  }

  /// Not what has another name elsewhere, where it may matter.
  private static void give(Path file, int user) throws IOException {
    boolean plain =
        Files.isDirectory(file, ITSELF)
            || (Files.isRegularFile(file, ITSELF)
                && Integer.valueOf(1).equals(Files.getAttribute(file, "unix:nlink", ITSELF)));
    if (plain) {
      Files.setAttribute(file, "unix:uid", user, ITSELF);
      Files.setAttribute(file, "unix:gid", user, ITSELF);
    }
  }

  private static int owner(Path file) throws IOException {
    return (int) Files.getAttribute(file, "unix:uid", ITSELF);
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
