package io.sekisho.app;

import io.sekisho.client.Environment;
import io.sekisho.helper.Helper;
import io.sekisho.host.Names;
import io.sekisho.kernel.Commands;
import io.sekisho.lab.Lab;
import io.sekisho.lab.LabFile;
import io.sekisho.linux.UnixSocket;
import io.sekisho.wire.Attachment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// What `up` is as root: the helper that may change the host, and the parent of the service, which
/// speaks with guests and may not. If the service dies it is started again; if the overseer does,
/// the service goes on and is taken over by the next one.
final class Overseer implements Helper.Owner {
  /// How long a service that is alive may say nothing, in waits for a connection.
  private static final int PATIENCE = 20;

  /// How long the service may take to end by itself.
  private static final Duration ENDING = Duration.ofSeconds(10);

  private final Settings settings;
  private final Environment environment;
  private final Service service;
  private final Names names;
  private final Lab lab;
  private volatile Optional<ProcessHandle> running = Optional.empty();
  private volatile Optional<UnixSocket> speaking = Optional.empty();
  private volatile boolean stopping;
  private boolean wasUp;

  /// Starts the service.
  @FunctionalInterface
  interface Service {
    /// @param socket where the helper listens
    /// @param again whether it was up before
    Process start(Path socket, boolean again) throws IOException;
  }

  Overseer(Settings settings, Environment environment, Service service) {
    this.settings = settings;
    this.environment = environment;
    this.service = service;
    this.names = new Names(settings.prefix());
    this.lab = new Lab(names, new Commands(), MeetingPlace.ca(settings.prefix()));
  }

  /// Runs until it is told to stop, or the service can't be started.
  ///
  /// @param words what it was started with: a service of other words is not taken over
  /// @return the exit code
  int run(List<String> words) throws IOException {
    try (HostLock _ = HostLock.take(settings.prefix());
        Helper helper = new Helper(names, new Commands(), InstantSource.system(), this);
        MeetingPlace place = MeetingPlace.open(settings.prefix(), settings.serviceUser(), words)) {
      Stop.then(this::stop);
      try {
        return oversee(helper, place);
      } finally {
        removeLab(helper);
      }
    }
  }

  @Override
  public boolean introduce(String url, String ca, Optional<String> key) {
    return Introduction.here(environment).introduce(url, ca, key);
  }

  /// Makes the guests of the lab, the first time: no guest has been spoken with until then.
  @Override
  public void ready(List<Attachment> attachments, String ca) {
    MeetingPlace.keepCa(settings.prefix(), ca);
    if (!wasUp && settings.lab().isPresent()) {
      lab.up(attachments, LabFile.parse(read(settings.lab().get())));
    }
    wasUp = true;
  }

  private int oversee(Helper helper, MeetingPlace place) throws IOException {
    Optional<Process> child = Optional.empty();
    place.orphan().ifPresent(orphan -> takeOver(helper, orphan));
    int silent = 0;
    while (!stopping || isRunning()) {
      if (!isRunning()) {
        if (child.isPresent() && !wasUp) {
          return child.get().exitValue();
        }
        child = Optional.of(start(place.socket()));
      }
      Optional<UnixSocket> connection = place.accept();
      silent = connection.isPresent() ? 0 : silent + 1;
      connection.ifPresent(it -> serve(helper, it));
      if (silent > PATIENCE && wasUp) {
        running.ifPresent(ProcessHandle::destroyForcibly);
      }
    }
    return 0;
  }

  private Process start(Path socket) throws IOException {
    Process process = service.start(socket, wasUp);
    running = Optional.of(process.toHandle());
    if (stopping) {
      process.destroy();
    }
    return process;
  }

  private void takeOver(Helper helper, UnixSocket orphan) {
    wasUp = true;
    environment.out().println("The service was running and is taken over. Stop it with Ctrl-C.");
    serve(helper, orphan);
  }

  /// Until the connection ends.
  private void serve(Helper helper, UnixSocket connection) {
    try {
      running = ProcessHandle.of(connection.peerProcess());
      speaking = Optional.of(connection);
      if (stopping) {
        stop();
      }
      helper.serve(connection);
    } catch (IOException | RuntimeException | Error nonsense) {
      // What it says is the service's: nothing of it is for this terminal.
      environment.err().println("The service is ended: " + nonsense.getClass().getSimpleName());
      running.ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  private boolean isRunning() {
    return running.filter(ProcessHandle::isAlive).isPresent();
  }

  /// A service that does not end by itself is ended.
  private void stop() {
    stopping = true;
    running.ifPresent(ProcessHandle::destroy);
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              pause();
              running.ifPresent(ProcessHandle::destroyForcibly);
              speaking.ifPresent(Overseer::hangUp);
            });
  }

  private static void pause() {
    try {
      Thread.sleep(ENDING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void hangUp(UnixSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed, or of no use.
    }
  }

  private void removeLab(Helper helper) {
    if (settings.lab().isPresent()) {
      lab.down();
      helper.clean();
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
