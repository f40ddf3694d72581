package io.sekisho.app;

import io.sekisho.linux.UnixListener;
import io.sekisho.linux.UnixSocket;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// The folder in which the overseer and the service of a prefix find each other. A service whose
/// overseer is gone tries again and again to connect for as long as the folder is there.
final class MeetingPlace implements AutoCloseable {
  /// Longer than it takes until a service that was left alone tries again.
  private static final Duration WAIT = Duration.ofMillis(700);

  /// On a busy machine a service comes late.
  private static final int CHANCES = 15;

  private static final Duration ENDING = Duration.ofSeconds(10);
  private static final Duration LOOKING = Duration.ofMillis(20);
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Path folder;
  private final UnixListener door;
  private Optional<ServiceProcess> service;
  private Optional<ServiceOutput> output = Optional.empty();
  private Optional<ServiceOutput> errors = Optional.empty();

  private MeetingPlace(Path folder, UnixListener door, Optional<ServiceProcess> service) {
    this.folder = folder;
    this.door = door;
    this.service = service;
  }

  /// Opens the place. A service that was left there and was started with other words is ended.
  ///
  /// @param user who the service is, and nobody else
  static MeetingPlace open(String prefix, int user, List<String> words) throws IOException {
    Path folder = folder(prefix);
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
    Optional<ServiceProcess> left = ServiceProcess.parse(read(folder.resolve("service")));
    ServiceProcess.expectNoOther(user, left);
    MeetingPlace place =
        new MeetingPlace(
            folder, UnixListener.open(folder.resolve("helper.sock"), user, WAIT), left);
    Path last = folder.resolve("words");
    if (!read(last).equals(words.toString())) {
      place.endService();
    }
    Files.writeString(last, words.toString());
    // There may be a join token among them.
    Files.setPosixFilePermissions(last, OWNER_ONLY);
    return place;
  }

  /// Ends a service that was left alone, if there is one, and removes the place.
  static void remove(String prefix, int user) throws IOException {
    if (Files.exists(folder(prefix))) {
      try (MeetingPlace place = open(prefix, user, List.of())) {
        place.endService();
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

  /// Has what the service writes into [#output] and [#errors] passed on to these.
  void listen(PrintStream out, PrintStream err) throws IOException {
    output = Optional.of(ServiceOutput.open(folder.resolve("out"), out));
    errors = Optional.of(ServiceOutput.open(folder.resolve("err"), err));
  }

  Redirect output() {
    return output.orElseThrow().redirect();
  }

  Redirect errors() {
    return errors.orElseThrow().redirect();
  }

  /// Whom the place is for, from now on: this process, and no other of its user.
  void expect(long pid) throws IOException {
    service = ServiceProcess.of(pid);
    Path note = folder.resolve("service");
    Files.writeString(note, service.map(ServiceProcess::toString).orElse(""));
    Files.setPosixFilePermissions(note, OWNER_ONLY);
  }

  /// The service that was left there; empty too if it does not come, and then it is ended.
  Optional<UnixSocket> orphan() throws IOException {
    for (int i = 0; i < CHANCES && service.isPresent() && service.get().isThere(); i++) {
      Optional<UnixSocket> orphan = accept();
      if (orphan.isPresent()) {
        return orphan;
      }
    }
    endService();
    return Optional.empty();
  }

  /// The process that [#expect] was told, or that was left there.
  Optional<ProcessHandle> process() {
    return service.flatMap(ServiceProcess::handle);
  }

  /// The service's next connection; empty if none came within a moment. Others are turned away.
  Optional<UnixSocket> accept() throws IOException {
    Optional<UnixSocket> socket = door.accept();
    if (socket.isPresent() && !isService(socket.get().peerProcess())) {
      socket.get().close();
      return Optional.empty();
    }
    return socket;
  }

  @Override
  public void close() throws IOException {
    door.close();
    for (ServiceOutput said : Stream.concat(output.stream(), errors.stream()).toList()) {
      said.close();
    }
    for (String name : List.of("words", "service", "ca.pem", "out", "err", "plug.sock")) {
      Files.deleteIfExists(folder.resolve(name));
    }
    Files.deleteIfExists(folder);
  }

  /// Its number was another's if it is not there any more.
  private boolean isService(int pid) {
    return service.filter(it -> it.pid() == pid && it.isThere()).isPresent();
  }

  private void endService() {
    Optional<ServiceProcess> ending = service;
    service = Optional.empty();
    if (ending.isPresent()) {
      ending.get().handle().ifPresent(ProcessHandle::destroy);
      if (!isGone(ending.get())) {
        ending.get().handle().ifPresent(ProcessHandle::destroyForcibly);
        isGone(ending.get());
      }
    }
  }

  /// Whether it has ended after a while. It is no child of ours, so that it is looked at.
  private static boolean isGone(ServiceProcess process) {
    long end = System.nanoTime() + ENDING.toNanos();
    while (process.isThere() && System.nanoTime() < end) {
      LockSupport.parkNanos(LOOKING.toNanos());
    }
    return !process.isThere();
  }

  private static String read(Path note) {
    try {
      return Files.readString(note);
    } catch (IOException absent) {
      return "";
    }
  }

  /// Where everything is that belongs to a prefix and goes with its Sekisho.
  static Path folder(String prefix) {
    return Path.of("/run", "sekisho-" + prefix);
  }
}
