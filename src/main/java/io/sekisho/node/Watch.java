package io.sekisho.node;

import io.sekisho.fleet.Applied;
import io.sekisho.fleet.FleetJson;
import io.sekisho.fleet.Line;
import io.sekisho.fleet.Paths;
import io.sekisho.problem.Problem;
import io.sekisho.telemetry.Event;
import io.sekisho.telemetry.Event.Notice;
import io.sekisho.telemetry.Journal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// Follows a controller, and another one when that falls silent, from where it was before; puts
/// each state into force, and says so.
final class Watch implements AutoCloseable {
  /// A line comes every five seconds.
  private static final Duration SILENCE = Duration.ofSeconds(15);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final int FORBIDDEN = 403;

  private final Controllers controllers;
  private final Replica replica;
  private final Force force;
  private final Journal journal;
  private final InstantSource clock;
  private final Saying saying;
  private final Thread reader = Thread.ofPlatform().daemon().name("watch").unstarted(this::follow);
  private final Thread pulse = Thread.ofVirtual().name("watch-pulse").unstarted(this::listen);
  private volatile Optional<InputStream> open = Optional.empty();
  private volatile long lastLine = System.nanoTime();
  private volatile boolean closing;
  private volatile boolean forgetting;
  private boolean lost;
  private boolean inForce = true;

  /// Where states go.
  interface Force {
    /// Puts the replica's snapshot into force.
    ///
    /// @throws RuntimeException if that fails; it is called again then
    void put();

    /// No controller answers: what was known before is all that there is.
    void alone();

    /// The node is none any more.
    void dismissed(String why);
  }

  Watch(
      Controllers controllers, Replica replica, Force force, Journal journal, InstantSource clock) {
    this.controllers = controllers;
    this.replica = replica;
    this.force = force;
    this.journal = journal;
    this.clock = clock;
    this.saying = new Saying(it -> controllers.tellWatched(Paths.APPLIED, it));
  }

  void start() {
    reader.start();
    pulse.start();
  }

  /// Goes on with a new connection, for the node has new keys.
  void reconnect() {
    open.ifPresent(Watch::close);
  }

  /// Ends, and forgets what was told: the node is none any more.
  void forget() {
    forgetting = true;
    closing = true;
    reconnect();
  }

  @Override
  public void close() {
    closing = true;
    pulse.interrupt();
    reader.interrupt();
    reconnect();
    try {
      reader.join(SILENCE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow() {
    int failures = 0;
    while (!closing) {
      boolean heard = false;
      try {
        heard = connected();
      } catch (IOException | RuntimeException e) {
        lose(Controllers.reason(e));
      }
      controllers.next();
      failures = heard ? 0 : failures + 1;
      if (failures == controllers.count()) {
        force.alone();
      }
      if (!closing) {
        pause(failures);
      }
    }
    if (forgetting) {
      replica.clear();
    } else {
      replica.keep();
    }
  }

  /// @return whether anything was heard
  private boolean connected() throws IOException {
    return switch (controllers.watch(replica.known())) {
      case Controllers.Watching.Refused(Problem problem) -> {
        if (problem.status() == FORBIDDEN) {
          force.dismissed(problem.message());
        }
        lose(problem.message());
        yield false;
      }
      case Controllers.Watching.Lines(InputStream body) -> {
        lastLine = System.nanoTime();
        saying.anew();
        open = Optional.of(body);
        try (BufferedReader lines =
            new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
          yield read(lines);
        } finally {
          open = Optional.empty();
        }
      }
    };
  }

  private boolean read(BufferedReader lines) throws IOException {
    boolean heard = false;
    for (String text = lines.readLine(); text != null && !closing; text = lines.readLine()) {
      lastLine = System.nanoTime();
      controllers.heard();
      Line line;
      try {
        line = FleetJson.read(Line.class, text);
        take(line);
      } catch (IllegalArgumentException | IllegalStateException e) {
        // Told all of it again, it may make sense.
        replica.doubt();
        lose(Controllers.reason(e));
        return false;
      }
      find();
      heard = true;
      if (line instanceof Line.End) {
        return false;
      }
    }
    if (heard) {
      lose("the connection ended");
    }
    return heard;
  }

  private void take(Line line) {
    switch (line) {
      case Line.Everything everything -> {
        replica.take(everything);
        put();
      }
      case Line.Change change -> {
        replica.take(change);
        put();
      }
      case Line.Resumed(long revision) -> {
        replica.passed(revision);
        put();
      }
      case Line.Alive(long revision) -> {
        replica.passed(revision);
        if (inForce) {
          say("");
        } else {
          put();
        }
      }
      case Line.End(String reason) -> force.dismissed(reason);
    }
  }

  private void put() {
    try {
      force.put();
      inForce = true;
      say("");
      replica.keep();
    } catch (RuntimeException e) {
      inForce = false;
      say(Controllers.reason(e));
    }
  }

  /// In force, or why not.
  private void say(String failure) {
    replica.revision().ifPresent(it -> saying.say(new Applied(it, failure)));
  }

  private void lose(String why) {
    if (!lost && !closing) {
      lost = true;
      notice(Event.Kind.CONTROLLER_LOST, "error", why);
    }
  }

  private void find() {
    if (lost) {
      lost = false;
      notice(Event.Kind.CONTROLLER_FOUND, "revision", Long.toString(replica.snapshot().revision()));
    }
  }

  private void notice(Event.Kind kind, String field, String value) {
    journal.write(
        new Notice(
            clock.instant(), kind, Map.of("controller", controllers.current(), field, value)));
  }

  /// Ends connections on which nothing comes any more.
  private void listen() {
    try {
      while (!closing) {
        Thread.sleep(Duration.ofSeconds(1));
        if (System.nanoTime() - lastLine > SILENCE.toNanos()) {
          reconnect();
        }
      }
    } catch (InterruptedException _) {
      // It is closed.
    }
  }

  private static void close(InputStream stream) {
    try {
      stream.close();
    } catch (IOException _) {
      // That is the end of it, too.
    }
  }

  private static void pause(int failures) {
    long most =
        Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(failures, 10));
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(most / 4, most + 1));
    } catch (InterruptedException _) {
      // It is closed, and looks itself.
    }
  }
}
