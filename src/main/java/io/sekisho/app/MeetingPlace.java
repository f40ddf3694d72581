package io.sekisho.app;

import io.sekisho.linux.UnixListener;
import io.sekisho.linux.UnixSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The folder in which the overseer and the service of a prefix find each other. A service whose
/// overseer is gone tries again and again to connect for as long as the folder is there.
final class MeetingPlace implements AutoCloseable {
  /// Longer than it takes until a service that was left alone tries again.
  private static final Duration WAIT = Duration.ofMillis(700);

  /// On a busy machine a service comes late.
  private static final int CHANCES = 4;

  private static final Duration ENDING = Duration.ofSeconds(10);

  private final Path folder;
  private final UnixListener door;
  private Optional<UnixSocket> orphan = Optional.empty();

  private MeetingPlace(Path folder, UnixListener door) {
    this.folder = folder;
    this.door = door;
  }

  /// Opens the place. A service that was left there and was started with other words is ended.
  ///
  /// @param user who the service is
  static MeetingPlace open(String prefix, int user, List<String> words) throws IOException {
    Path folder = folder(prefix);
    boolean left = Files.exists(folder);
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
    MeetingPlace place =
        new MeetingPlace(folder, UnixListener.open(folder.resolve("helper.sock"), user, WAIT));
    Path last = folder.resolve("words");
    if (left) {
      for (int i = 0; i < CHANCES && place.orphan.isEmpty(); i++) {
        place.orphan = place.accept();
      }
      if (!(Files.exists(last) && Files.readString(last).equals(words.toString()))) {
        place.endOrphan();
      }
    }
    Files.writeString(last, words.toString());
    return place;
  }

  /// Ends a service that was left alone, if there is one, and removes the place.
  static void remove(String prefix, int user) throws IOException {
    if (Files.exists(folder(prefix))) {
      try (MeetingPlace place = open(prefix, user, List.of())) {
        place.endOrphan();
      }
    }
  }

  /// Where [#keepCa] puts the certificate.
  static Path ca(String prefix) {
    return folder(prefix).resolve("ca.pem");
  }

  /// Keeps the certificate of the service's root where only root can change it.
  static void keepCa(String prefix, String pem) {
    try {
      Files.writeString(ca(prefix), pem);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path socket() {
    return folder.resolve("helper.sock");
  }

  /// The service that was left there, with whom to go on.
  Optional<UnixSocket> orphan() {
    return orphan;
  }

  /// The next connection; empty if none came within a moment.
  Optional<UnixSocket> accept() throws IOException {
    return door.accept();
  }

  @Override
  public void close() throws IOException {
    door.close();
    Files.deleteIfExists(folder.resolve("words"));
    Files.deleteIfExists(folder.resolve("ca.pem"));
    Files.deleteIfExists(folder);
  }

  private void endOrphan() throws IOException {
    if (orphan.isEmpty()) {
      return;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(orphan.get().peerProcess());
    process.ifPresent(ProcessHandle::destroy);
    orphan.get().close();
    orphan = Optional.empty();
    try {
      if (process.isPresent()) {
        process.get().onExit().get(ENDING.toSeconds(), TimeUnit.SECONDS);
      }
    } catch (Exception e) {
      process.get().destroyForcibly();
    }
  }

  private static Path folder(String prefix) {
    return Path.of("/run", "sekisho-" + prefix);
  }
}
