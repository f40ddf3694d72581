package io.sekisho.plug;

import io.sekisho.linux.UnixListener;
import io.sekisho.linux.UnixSocket;
import io.sekisho.nodewire.HostView;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.wire.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;

/// A Unix socket at which root, and nobody else, asks where guests are plugged in, and what is in
/// force here. Opened by root; served by whoever the process is then.
///
/// One question for each connection, each on a thread of its own: who is slow keeps nobody from
/// asking, and is cut off.
public final class Door implements AutoCloseable {
  private static final String NAME = "plug.sock";
  private static final int ROOT = 0;

  /// Questions at a time; those beyond are turned away.
  private static final int MOST = 32;

  /// How long who comes in may take to ask.
  private static final Duration ASKING = Duration.ofSeconds(5);

  /// How long until it is looked whether the door is to be closed.
  private static final Duration WAIT = Duration.ofSeconds(1);

  private static final int LONGEST_QUESTION = 1_000;

  private final UnixListener listener;
  private final Semaphore room = new Semaphore(MOST);
  private volatile boolean closing;

  private Door(UnixListener listener) {
    this.listener = listener;
  }

  /// Where the door of a prefix is, in its folder.
  public static Path in(Path folder) {
    return folder.resolve(NAME);
  }

  /// Where it is, by another file of that folder.
  public static Path beside(Path file) {
    return file.resolveSibling(NAME);
  }

  /// Opens the door: who comes waits until it is served.
  public static Door open(Path path) throws IOException {
    return new Door(UnixListener.open(path, ROOT, WAIT));
  }

  /// From now on answers those who come, or came.
  ///
  /// @param status what is in force, and was counted
  public void serve(Guests guests, Supplier<HostView> status) {
    House house = new House(guests, status);
    Thread.ofPlatform().daemon().name("door").start(() -> attend(house));
  }

  /// What is behind the door.
  private record House(Guests guests, Supplier<HostView> status) {}

  @Override
  public void close() {
    closing = true;
    try {
      listener.close();
    } catch (IOException _) {
      // The name stays, for its folder is root's: the overseer removes it.
    }
  }

  private void attend(House house) {
    while (!closing) {
      try {
        listener.accept().ifPresent(it -> admit(house, it));
      } catch (IOException | RuntimeException e) {
        pause();
      }
    }
  }

  private void admit(House house, UnixSocket socket) {
    if (room.tryAcquire()) {
      Thread.ofPlatform().daemon().name("at-door").start(() -> hear(house, socket));
    } else {
      close(socket);
    }
  }

  private void hear(House house, UnixSocket socket) {
    try (socket) {
      socket.waitAtMost(ASKING);
      byte[] question = socket.receive(LONGEST_QUESTION);
      socket.send(Json.mapper().writeValueAsBytes(reply(house, question)), OptionalInt.empty());
    } catch (IOException _) {
      // It went away, or took too long: nobody is there to be told.
    } finally {
      room.release();
    }
  }

  private static Reply reply(House house, byte[] question) {
    try {
      return switch (Json.mapper().readValue(question, Request.class)) {
        case Request.Plug(String guest, Optional<String> nic) ->
            reply(house.guests.plug(guest, nic), it -> new Reply.Places(it.places(), it.taken()));
        case Request.Find(String guest) ->
            reply(house.guests.find(guest), it -> new Reply.Places(it, false));
        case Request.Unplugged(String guest) ->
            reply(house.guests.unplugged(guest), _ -> new Reply.Places(List.of(), false));
        case Request.Status(int from) -> Reply.Standing.part(house.status.get(), from);
      };
    } catch (JacksonException | IllegalArgumentException e) {
      return new Reply.Refused("That is no question: " + e.getMessage());
    } catch (RuntimeException e) {
      return new Reply.Refused("That failed: " + e);
    }
  }

  private static <T> Reply reply(Outcome<T> outcome, Function<T, Reply> granted) {
    return switch (outcome) {
      case Outcome.Granted<T>(T value) -> granted.apply(value);
      case Outcome.Refused<T>(Problem problem) -> new Reply.Refused(problem.message());
    };
  }

  private static void close(UnixSocket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // It is of no use either way.
    }
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
