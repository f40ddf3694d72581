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
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// What `up` is as root: the helper that may change the host, and the parent of the service, which
/// speaks with guests and may not. If the service dies it is started again; if the overseer does,
/// the service goes on and is taken over by the next one.
final class Overseer implements Helper.Owner {
  /// How long a service that is alive may say nothing, in waits for a connection.
  private static final int PATIENCE = 20;

  private final Settings settings;
  private final Environment environment;
  private final Service service;
  private final Names names;
  private final Lab lab;
  private volatile Optional<ProcessHandle> running = Optional.empty();
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
    this.lab = new Lab(names, new Commands(), settings.state().resolve("ca.pem"));
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
  public void ready(List<Attachment> attachments) {
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
      if (stopping) {
        stop();
      }
      helper.serve(connection);
    } catch (IOException nonsense) {
      environment.err().println("The service is ended: " + nonsense.getMessage());
      running.ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  private boolean isRunning() {
    return running.filter(ProcessHandle::isAlive).isPresent();
  }

  private void stop() {
    stopping = true;
    running.ifPresent(ProcessHandle::destroy);
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
