package io.sekisho.api;

import io.sekisho.control.Initiator;
import io.sekisho.control.Ledger;
import io.sekisho.control.Store.Changed;
import io.sekisho.control.Store.Entry;
import io.sekisho.control.Store.Label;
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
    return number(call, "after", now, Long.MAX_VALUE)
        .then(after -> number(call, "wait", 0, LONGEST).map(wait -> changes(call, after, wait)));
  }

  private Reply changes(Call call, long after, long wait) {
    long deadline = System.nanoTime() + Duration.ofSeconds(wait).toNanos();
    long read = after;
    while (true) {
      List<Changed> all = ledger.changes(read);
      List<Change> own =
          all.stream().filter(each -> mine(each, call.by())).map(ChangeRoutes::wire).toList();
      read = all.isEmpty() ? read : all.getLast().revision();
      Duration left = Duration.ofNanos(deadline - System.nanoTime());
      if (!own.isEmpty() || !left.isPositive()) {
        return Reply.json(200, new Changes(read, own));
      }
      if (all.isEmpty()) {
        try {
          ledger.await(read, left);
        } catch (InterruptedException _) {
          Thread.currentThread().interrupt();
          return Reply.json(200, new Changes(read, own));
        }
      }
    }
  }

  private static boolean mine(Changed changed, Initiator by) {
    return by.account().stream().allMatch(changed.entry().label().account()::equals);
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

  private static Outcome<Long> number(Call call, String name, long usual, long most) {
    String text = call.parameter(name).orElse(Long.toString(usual));
    if (!text.matches("\\d{1,18}") || Long.parseLong(text) > most) {
      return Outcome.refuse(
          Problem.of(Code.INVALID_VALUE, "Give %s as a number, 0 to %d.".formatted(name, most))
              .parameter(name));
    }
    return Outcome.of(Long.parseLong(text));
  }
}
