package io.sekisho.app;

import io.sekisho.client.Environment;
import io.sekisho.helper.Helper;
import io.sekisho.host.Names;
import io.sekisho.host.Pool;
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
  private final Pace pace = new Pace();
  private volatile Optional<ProcessHandle> running = Optional.empty();
  private volatile Optional<Conversation> speaking = Optional.empty();
  private volatile boolean stopping;
  private boolean wasUp;
  private boolean isUp;
  private long began;

  /// The connection of one process.
  private record Conversation(ProcessHandle service, UnixSocket socket) {}

  /// Starts the service.
  @FunctionalInterface
  interface Service {
    /// @param place where the helper listens, and where the service has to speak
    /// @param again whether it was up before
    Process start(MeetingPlace place, boolean again) throws IOException;
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
        Helper helper =
            new Helper(
                names,
                new Commands(),
                InstantSource.system(),
                new Pool(settings.pool().blocks()),
                this);
        MeetingPlace place = MeetingPlace.open(settings.prefix(), settings.serviceUser(), words)) {
      place.listen(environment.out(), environment.err());
      Stop.then(this::stop);
      try {
        return oversee(helper, place);
      } finally {
        removeLab(helper);
      }
    }
  }

  /// Only where it was told to listen: who broke into it could send root's commands elsewhere.
  @Override
  public boolean introduce(String url, String ca, Optional<String> key) {
    isUp = true;
    String host = "https://" + settings.api().getHostString() + ":";
    int port = settings.api().getPort();
    boolean ours = port == 0 ? url.startsWith(host) : url.equals(host + port);
    return ours && Introduction.here(environment).introduce(url, ca, key);
  }

  /// Makes the guests of the lab, the first time: no guest has been spoken with until then.
  @Override
  public void ready(List<Attachment> attachments, String ca) {
    MeetingPlace.keepCa(settings.prefix(), ca);
    if (!wasUp && settings.lab().isPresent()) {
      lab.up(attachments, LabFile.parse(read(settings.lab().get())));
    }
    wasUp = true;
    isUp = true;
  }

  private int oversee(Helper helper, MeetingPlace place) throws IOException {
    Optional<Process> child = Optional.empty();
    place.orphan().ifPresent(orphan -> takeOver(helper, place, orphan));
    int silent = 0;
    while (!stopping || isRunning()) {
      if (!isRunning()) {
        if (child.isPresent() && !wasUp) {
          return child.get().onExit().join().exitValue();
        }
        if (child.isPresent()) {
          rest();
        }
        child = Optional.of(start(place));
        silent = 0;
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

  private Process start(MeetingPlace place) throws IOException {
    Process process = service.start(place, wasUp);
    began = System.nanoTime();
    isUp = false;
    place.expect(process.pid());
    follow(process.toHandle());
    if (stopping) {
      process.destroy();
    }
    return process;
  }

  /// Its connection may have been given to another process, and outlive it there.
  private void follow(ProcessHandle process) {
    running = Optional.of(process);
    var _ =
        process
            .onExit()
            .thenRun(
                () ->
                    speaking
                        .filter(it -> it.service.equals(process))
                        .ifPresent(it -> it.socket.hangUp()));
  }

  /// Before the next one is started.
  private void rest() {
    Duration pause = pace.pause(Duration.ofNanos(System.nanoTime() - began), isUp);
    if (!pause.isZero()) {
      environment
          .err()
          .printf(
              "The service ended within %d s of its start, %d times in a row; the next start is in %.1f s.%n",
              Pace.YOUNG.toSeconds(), pace.youngDeaths(), pause.toMillis() / 1_000.0);
    }
    long end = System.nanoTime() + pause.toNanos();
    while (!stopping && System.nanoTime() - end < 0) {
      pause(Duration.ofMillis(50));
    }
  }

  private void takeOver(Helper helper, MeetingPlace place, UnixSocket orphan) {
    wasUp = true;
    place.process().ifPresent(this::follow);
    environment.out().println("The service was running and is taken over. Stop it with Ctrl-C.");
    serve(helper, orphan);
  }

  /// Until the connection ends.
  private void serve(Helper helper, UnixSocket connection) {
    try {
      speaking = running.map(it -> new Conversation(it, connection));
      if (stopping) {
        stop();
      }
      if (!isRunning()) {
        connection.hangUp();
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
  void stop() {
    stopping = true;
    running.ifPresent(ProcessHandle::destroy);
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              pause(ENDING);
              running.ifPresent(ProcessHandle::destroyForcibly);
              speaking.ifPresent(it -> it.socket.hangUp());
            });
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
