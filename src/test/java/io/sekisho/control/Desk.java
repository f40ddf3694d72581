package io.sekisho.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.telemetry.Event;
import io.sekisho.vpc.Subject;
import io.sekisho.wire.Applied;
import io.sekisho.wire.Applied.Change;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/// An operator with a controller: a store in memory, ids that count up, a clock that can be set.
final class Desk {
  static final Initiator OPERATOR = new Initiator("first", "0b5f6bb1-3a7f-4d4c-9f5f-1e8f3b5f6bb1");

  final FragileStore store;
  final List<Event> events = Collections.synchronizedList(new ArrayList<>());
  final Ledger ledger;
  final Controller controller;
  Instant now = Instant.parse("2026-11-23T12:00:00Z");
  private static final AtomicLong IDS = new AtomicLong();

  Desk() {
    this(new FragileStore());
  }

  Desk(FragileStore store) {
    this.store = store;
    InstantSource clock = () -> now;
    this.ledger = new Ledger(store, clock, events::add);
    this.controller =
        new Controller(ledger, () -> new UUID(0x4000, IDS.incrementAndGet()), clock, events::add);
  }

  Application send(String inventory, boolean prune, boolean dryRun) {
    return controller.apply(inventory.getBytes(UTF_8), prune, dryRun, OPERATOR);
  }

  /// Applies an inventory that has nothing wrong with it.
  Applied apply(String inventory) {
    return accepted(send(inventory, false, false));
  }

  Applied prune(String inventory) {
    return accepted(send(inventory, true, false));
  }

  /// The messages with which an inventory is refused.
  List<String> refusal(String inventory) {
    return switch (send(inventory, false, false)) {
      case Application.Rejected(List<Problem> problems) ->
          problems.stream().map(Problem::message).toList();
      case Application.Accepted(Applied result) -> throw new AssertionError("accepted: " + result);
    };
  }

  Subject subject(String compute) {
    return controller.snapshot().subjects().stream()
        .filter(each -> each.compute().identity().name().equals(compute))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + compute));
  }

  /// What happened, such as `created instance web-1`, without what stayed.
  static List<String> done(Applied applied) {
    return applied.changes().stream()
        .filter(change -> !change.action().equals("unchanged"))
        .map(Desk::words)
        .toList();
  }

  static <T> T granted(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Granted<T>(T value) -> value;
      case Outcome.Refused<T>(Problem problem) -> throw new AssertionError(problem.toString());
    };
  }

  static Problem refused(Outcome<?> outcome) {
    if (outcome instanceof Outcome.Refused<?>(Problem problem)) {
      return problem;
    }
    throw new AssertionError("granted: " + outcome);
  }

  private static String words(Change change) {
    return change.action() + " " + change.kind() + " " + change.name();
  }

  private static Applied accepted(Application application) {
    return switch (application) {
      case Application.Accepted(Applied result) -> result;
      case Application.Rejected(List<Problem> problems) ->
          throw new AssertionError(
              String.join("\n", problems.stream().map(Problem::message).toList()));
    };
  }
}
