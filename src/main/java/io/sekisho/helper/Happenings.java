package io.sekisho.helper;

import io.sekisho.kernel.HalfOpenWatch.Stuck;
import io.sekisho.kernel.UnplugWatch.Unplugged;
import io.sekisho.telemetry.Event;
import io.sekisho.telemetry.Event.Notice;
import io.sekisho.telemetry.Journal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/// What the kernel's side had to say and the service has not fetched yet; while nobody fetches, the
/// oldest is forgotten first.
final class Happenings implements Journal {
  private static final int KEPT = 1_000;

  /// Of each word of a notice: what a tool said of a plan may be as long as the plan.
  private static final int MOST = 1_000;

  private final Deque<Notice> notices = new ArrayDeque<>();
  private final Deque<Stuck> stuck = new ArrayDeque<>();
  private final Deque<Unplugged> unplugged = new ArrayDeque<>();

  @Override
  public synchronized void write(Event event) {
    if (event instanceof Notice notice) {
      Map<String, String> fields = new HashMap<>(notice.fields());
      fields.replaceAll((_, text) -> text.substring(0, Math.min(text.length(), MOST)));
      add(notices, new Notice(notice.at(), notice.kind(), fields));
    }
  }

  synchronized void write(Stuck guest) {
    add(stuck, guest);
  }

  synchronized void write(Unplugged guest) {
    add(unplugged, guest);
  }

  /// @param plugged whether a tap of a namespace is there now, long after it went maybe
  synchronized Reply.Happened take(BiPredicate<String, String> plugged) {
    List<Unplugged> gone =
        unplugged.stream()
            .map(
                it ->
                    new Unplugged(it.namespace(), it.tap(), plugged.test(it.namespace(), it.tap())))
            .toList();
    Reply.Happened all = new Reply.Happened(List.copyOf(notices), List.copyOf(stuck), gone);
    notices.clear();
    stuck.clear();
    unplugged.clear();
    return all;
  }

  private static <T> void add(Deque<T> to, T what) {
    to.add(what);
    if (to.size() > KEPT) {
      to.remove();
    }
  }
}
