package io.sekisho.node;

import io.sekisho.credential.NodeKeys;
import io.sekisho.fleet.JoinText;
import io.sekisho.fleet.Joining.Joined;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.snapshot.Snapshot;
import io.sekisho.telemetry.Event;
import io.sekisho.telemetry.Journal;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/// A node without a host: the product's own [Watch], [Replica] and [Controllers], with keys, a
/// certificate and connections of its own. No guest asks it, so it signs and records nothing.
final class CrowdNode implements Watch.Force, Journal, AutoCloseable {
  private final String id;
  private final Controllers controllers;
  private final Replica replica;
  private final Watch watch;
  private final Map<Predicate<Snapshot>, LongConsumer> awaited = new ConcurrentHashMap<>();
  private volatile String failure = "";

  /// When it lost a controller last, and when it was told something by another.
  volatile long lostAt;
  volatile long foundAt;
  volatile String watches;

  private CrowdNode(Joined joined, NodeKeys keys, List<URI> at, Path folder) {
    this.id = joined.node().id();
    this.controllers = new Controllers(at, keys.client(joined.ca()));
    this.replica = Replica.open(Folder.open(folder));
    this.watch = new Watch(controllers, replica, this, this, InstantSource.system());
    this.watches = controllers.current();
  }

  /// @param key public half of what it would sign identity tokens with: one for all of them here,
  ///   for making a thousand takes minutes that are no controller's
  /// @param at the controllers, the one that it is to watch first
  static CrowdNode join(
      JoinText token, String name, io.sekisho.fleet.Node.Key key, List<URI> at, Path folder) {
    NodeKeys.Fresh fresh = NodeKeys.make();
    return switch (Join.ask(token, name, fresh, key, at)) {
      case Outcome.Granted<Joined>(Joined joined) ->
          new CrowdNode(
              joined,
              fresh.vouched(joined.certificate(), joined.serverCertificate()),
              at,
              folder);
      case Outcome.Refused<Joined>(Problem problem) ->
          throw new IllegalStateException(problem.toString());
    };
  }

  String id() {
    return id;
  }

  Snapshot snapshot() {
    return replica.snapshot();
  }

  void start() {
    watch.start();
  }

  /// Tells once when a state that is so is in force; from then on looks no more.
  void await(Predicate<Snapshot> so, LongConsumer then) {
    awaited.put(so, then);
    look(so, then);
  }

  boolean isWaiting() {
    return !awaited.isEmpty();
  }

  /// Why it serves nobody, if so.
  String failure() {
    return failure;
  }

  private void look(Predicate<Snapshot> so, LongConsumer then) {
    if (so.test(replica.snapshot()) && awaited.remove(so) != null) {
      then.accept(System.nanoTime());
    }
  }

  @Override
  public void alone() {}

  @Override
  public void put() {
    awaited.forEach(this::look);
  }

  @Override
  public void dismissed(String why) {
    failure = why;
  }

  @Override
  public void write(Event event) {
    if (event instanceof Event.Notice notice) {
      switch (notice.kind()) {
        case CONTROLLER_LOST -> lostAt = System.nanoTime();
        case CONTROLLER_FOUND -> {
          watches = notice.fields().get("controller");
          foundAt = System.nanoTime();
        }
        default -> {}
      }
    }
  }

  @Override
  public void close() {
    watch.close();
    controllers.close();
  }
}
