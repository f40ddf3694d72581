package io.sekisho.helper;

import io.sekisho.address.Ip;
import io.sekisho.host.HostChange;
import io.sekisho.host.HostPlan;
import io.sekisho.kernel.HalfOpenWatch.Stuck;
import io.sekisho.kernel.UnplugWatch.Unplugged;
import io.sekisho.linux.RuleCounters.Count;
import io.sekisho.linux.UnixSocket;
import io.sekisho.linux.UnixSocket.Frame;
import io.sekisho.telemetry.Event.Notice;
import io.sekisho.wire.Attachment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The service's side: has done what it may not do itself. One request at a time.
///
/// A helper that went away, or hangs, is waited for, but not for ever: guests are served meanwhile,
/// changes are not. The next one is told first what has to be in force.
public final class HelperClient implements AutoCloseable {
  /// How often is asked what happened: a guest that went is heard of that late.
  private static final Duration PULSE = Duration.ofMillis(200);

  /// How long a helper that is away is waited for.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /// How long one that is there may take to answer; for what the kernel has to do, and for the lab.
  private static final Duration ANSWER = Duration.ofSeconds(20);

  private static final Duration ENFORCEMENT = Duration.ofMinutes(3);
  private static final Duration LAB = Duration.ofMinutes(10);
  private static final Duration ABSENCE = Duration.ofMinutes(1);
  private static final long RETRY_MILLIS = 50;

  private final Path path;
  private final Duration answer;

  /// Held for as long as the pieces of one reading are fetched; before this, if both are.
  private final Object counting = new Object();

  private volatile long seen = System.nanoTime();
  // What follows is guarded by this.
  private @Nullable UnixSocket socket;
  private HostPlan inForce = HostPlan.EMPTY;
  private boolean enforcing;

  /// Whether the helper took what it was told last: if not, it is told all of it the next time.
  private boolean told;

  private boolean closed;

  private HelperClient(Path path, Duration answer, UnixSocket socket) {
    this.path = path;
    this.answer = answer;
    this.socket = socket;
  }

  /// What is told without being asked for, on the client's own thread.
  public interface Listener {
    void noticed(Notice notice);

    void stuck(Stuck guest);

    void unplugged(Unplugged guest);

    /// No helper has been there for a minute, or there will be none: nothing can be enforced any
    /// more.
    void forsaken();
  }

  /// Connects to the helper that listens at this path.
  ///
  /// @throws IOException if none does
  public static HelperClient connect(Path path) throws IOException {
    return connect(path, ANSWER);
  }

  static HelperClient connect(Path path, Duration answer) throws IOException {
    return new HelperClient(path, answer, UnixSocket.connect(path, answer));
  }

  /// From now on tells this listener what happens, until the client is closed.
  public void follow(Listener listener) {
    Thread.ofPlatform().daemon().name("helper-pulse").start(() -> watch(listener));
  }

  /// Makes the kernel enforce this plan, and returns when it does.
  ///
  /// @throws IllegalStateException if any of it could not be done
  public synchronized void enforce(HostPlan plan) {
    boolean anew = !told;
    HostChange change = HostChange.between(anew ? HostPlan.EMPTY : inForce, plan);
    if (enforcing && told && inForce.equals(plan)) {
      return;
    }
    inForce = plan;
    enforcing = true;
    told = false;
    // A helper that comes meanwhile is told all of it first: hearing of a part again is no harm.
    for (Request piece : pieces(anew, change)) {
      done(ask(piece, PATIENCE, ENFORCEMENT));
    }
    told = true;
  }

  /// A listening socket in a VPC's namespace; the caller has to close it.
  ///
  /// @throws IllegalStateException if there can be none
  public synchronized int listen(String namespace, Ip address, int port) {
    Frame reply = ask(new Request.Listen(namespace, address, port), PATIENCE, answer);
    done(reply);
    return reply.descriptor().orElseThrow(() -> new IllegalStateException("no socket came along"));
  }

  /// What the rules of every namespace have counted, by its name: its named counters, and those of
  /// each tap.
  ///
  /// @throws RuntimeException if the helper is away, which is not waited for, or can't tell
  public Map<String, List<Count>> counted() {
    synchronized (counting) {
      Map<String, List<Count>> all = new TreeMap<>();
      boolean more = false;
      do {
        Reply.Counted piece = counted(more);
        piece
            .counts()
            .forEach(
                (name, some) -> all.computeIfAbsent(name, _ -> new ArrayList<>()).addAll(some));
        more = piece.more();
      } while (more);
      return all;
    }
  }

  private synchronized Reply.Counted counted(boolean more) {
    Reply reply = read(ask(new Request.Count(more), Duration.ZERO, answer));
    if (reply instanceof Reply.Counted counted) {
      return counted;
    }
    throw new IllegalStateException(reply instanceof Reply.Failed(String why) ? why : "no answer");
  }

  /// Says that the service is up, and returns when the helper has done what waited for it.
  ///
  /// @throws IllegalStateException if that failed
  public synchronized void ready(List<Attachment> attachments, String ca) {
    done(ask(new Request.Ready(attachments, ca), PATIENCE, LAB));
  }

  /// Lets the CLI of the user who started the helper know this server, unless it knows another.
  ///
  /// @param key the operator's, where the CLI can't have it yet
  /// @return whether it knows this one now
  public synchronized boolean introduce(String url, String ca, Optional<String> key) {
    Frame reply = ask(new Request.Introduce(url, ca, key), PATIENCE, answer);
    return read(reply) instanceof Reply.Done;
  }

  @Override
  public synchronized void close() {
    closed = true;
    hangUp();
  }

  private static void done(Frame answer) {
    if (read(answer) instanceof Reply.Failed(String reason)) {
      throw new IllegalStateException(reason);
    }
  }

  private static Reply read(Frame answer) {
    try {
      return Frames.read(answer.bytes(), Reply.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Frame ask(Request request, Duration patience, Duration deadline) {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        Frame reply = exchange(request, deadline);
        seen = System.nanoTime();
        return reply;
      } catch (IOException e) {
        hangUp();
        if (closed || System.nanoTime() - end > 0) {
          throw new UncheckedIOException("the helper is away", e);
        }
        pause(RETRY_MILLIS);
      }
    }
  }

  private Frame exchange(Request request, Duration deadline) throws IOException {
    UnixSocket there = socket == null ? reconnect() : socket;
    there.waitAtMost(deadline);
    there.send(Frames.write(request), OptionalInt.empty());
    return there.receiveWithDescriptor();
  }

  private UnixSocket reconnect() throws IOException {
    UnixSocket fresh = UnixSocket.connect(path, answer);
    socket = fresh;
    if (enforcing) {
      fresh.waitAtMost(ENFORCEMENT);
      for (Request piece : pieces(true, HostChange.between(HostPlan.EMPTY, inForce))) {
        fresh.send(Frames.write(piece), OptionalInt.empty());
        if (Frames.read(fresh.receive(), Reply.class) instanceof Reply.Failed(String why)) {
          // Nothing more on top of what it did not take: the next time it is told all of it.
          told = false;
          throw new IllegalStateException(why);
        }
      }
    }
    return fresh;
  }

  private static List<Request> pieces(boolean anew, HostChange change) {
    List<HostChange> pieces = change.pieces();
    List<Request> all = new ArrayList<>();
    for (HostChange each : pieces) {
      all.add(new Request.Enforce(anew && all.isEmpty(), all.size() + 1 < pieces.size(), each));
    }
    return all;
  }

  private void hangUp() {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      // It is of no use either way.
    }
    socket = null;
  }

  private void watch(Listener listener) {
    while (pause(PULSE.toMillis()) && !isClosed()) {
      try {
        report(listener);
      } catch (RuntimeException e) {
        if (Files.notExists(Objects.requireNonNull(path.getParent()))
            || System.nanoTime() - seen > ABSENCE.toNanos()) {
          listener.forsaken();
          return;
        }
      }
    }
  }

  private void report(Listener listener) {
    if (read(fetch()) instanceof Reply.Happened happened) {
      happened.unplugged().forEach(listener::unplugged);
      happened.notices().forEach(listener::noticed);
      happened.stuck().forEach(listener::stuck);
    }
  }

  private synchronized Frame fetch() {
    return ask(new Request.Report(), Duration.ZERO, answer);
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private static boolean pause(long millis) {
    try {
      Thread.sleep(millis);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
