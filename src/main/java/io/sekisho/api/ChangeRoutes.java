package io.sekisho.api;

import io.sekisho.control.Ledger;
import io.sekisho.control.Store.Changed;
import io.sekisho.control.Store.Entry;
import io.sekisho.control.Store.Feed;
import io.sekisho.control.Store.Label;
import io.sekisho.control.StoreGap;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.web.Call;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import io.sekisho.wire.Changes;
import io.sekisho.wire.Changes.Change;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What is written, as it happens: whoever asks from where the answer before ended misses nothing.
public final class ChangeRoutes {
  private static final int LONGEST = 30;

  private final Ledger ledger;

  public ChangeRoutes(Ledger ledger) {
    this.ledger = ledger;
  }

  public List<Route> table() {
    return List.of(
        Route.of("GET", "/sekisho/v1/changes", "sekisho.event.read", this::changes)
            .with(Set.of("after", "wait"))
            .answering(200, Changes.class));
  }

  /// Answers at once if there is something, else when there is, or when the wait is over.
  private Outcome<Reply> changes(Call call) {
    long now = ledger.edition().revision();
    return call.parameters()
        .number("after", now, 0, Long.MAX_VALUE)
        .then(
            after ->
                call.parameters()
                    .number("wait", 0, 0, LONGEST)
                    .then(wait -> changes(call, after, wait)));
  }

  private Outcome<Reply> changes(Call call, long after, long wait) {
    try {
      Feed now = ledger.changes(call.by().account(), after);
      return now.changes().isEmpty() && wait > 0
          ? later(call, now.revision(), Duration.ofSeconds(wait))
          : Outcome.of(reply(now));
    } catch (StoreGap _) {
      return Outcome.refuse(gone(after));
    }
  }

  /// Whoever waited is looked at again: their token may count for nothing by now.
  private Outcome<Reply> later(Call call, long after, Duration wait) {
    long deadline = System.nanoTime() + wait.toNanos();
    Feed now = new Feed(after, List.of());
    for (Duration left = wait; now.changes().isEmpty() && left.isPositive(); ) {
      try {
        ledger.await(now.revision(), left);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        break;
      }
      now = ledger.changes(call.by().account(), now.revision());
      left = Duration.ofNanos(deadline - System.nanoTime());
    }
    Optional<Problem> refusal = call.refusal().get();
    return refusal.isPresent() ? Outcome.refuse(refusal.get()) : Outcome.of(reply(now));
  }

  private Problem gone(long after) {
    return Problem.of(
            Code.GONE,
            "The changes after revision %d are not kept: read what you follow anew, then go on after revision %d."
                .formatted(after, ledger.edition().revision()))
        .parameter("after");
  }

  private static Reply reply(Feed feed) {
    return Reply.json(
        200,
        new Changes(feed.revision(), feed.changes().stream().map(ChangeRoutes::wire).toList()));
  }

  private static Change wire(Changed changed) {
    Label label = changed.entry().label();
    return new Change(
        changed.revision(),
        changed.at(),
        label.kind().singular(),
        label.id(),
        label.name(),
        label.account().value(),
        changed.entry() instanceof Entry.Put ? "put" : "deleted");
  }
}
