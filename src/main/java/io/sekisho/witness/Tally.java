package io.sekisho.witness;

import io.sekisho.audit.Action;
import io.sekisho.audit.Activity;
import io.sekisho.audit.Activity.Initiator;
import io.sekisho.audit.Activity.Target;
import io.sekisho.audit.Detail;
import io.sekisho.control.AuditRecords;
import io.sekisho.iam.AccountId;
import io.sekisho.problem.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// Keeps anyone from filling the trail with what they do over and over: of equal events the first
/// is on record at once, and of those that follow until the window ends how many they were.
///
/// An initiator that does ever different things is told of one by one so many times in a window;
/// from then on only what it did and whether it succeeded makes a difference.
public final class Tally implements AutoCloseable {
  private static final int APART = 10;

  private final Recorder recorder;
  private final Map<String, Map<Same, Run>> initiators = new ConcurrentHashMap<>();
  private volatile boolean closed;

  public Tally(Recorder recorder) {
    this.recorder = recorder;
  }

  /// What events have in common that are counted together.
  private record Same(
      Action action,
      AccountId account,
      Optional<Initiator> initiator,
      Optional<Target> target,
      int status,
      String code,
      Map<Detail, String> details) {
    static Same of(Activity it) {
      String failure = it.result().failure();
      int colon = failure.indexOf(':');
      return new Same(
          it.action(),
          it.account(),
          Optional.of(it.initiator().calling("")),
          Optional.of(it.target()),
          it.result().status(),
          colon < 0 ? failure : failure.substring(0, colon),
          it.details());
    }

    /// All the same but for what was done, and whether.
    Same rest() {
      return new Same(
          action,
          account,
          Optional.empty(),
          Optional.empty(),
          code.isEmpty() ? 200 : 400,
          code.isEmpty() ? "" : "any",
          Map.of());
    }

    boolean isRest() {
      return initiator.isEmpty();
    }
  }

  /// Equal events of one window.
  private static final class Run {
    final Activity first;

    /// Why the first is not on record, as soon as that is known.
    final CompletableFuture<Optional<Problem>> settled = new CompletableFuture<>();

    private long count;
    private Instant since;
    private Activity last;

    Run(Activity first) {
      this.first = first;
      this.since = first.at();
      this.last = first;
    }

    void add(Activity activity) {
      since = count == 0 ? activity.at() : since;
      count++;
      last = activity;
    }

    /// The later one of the same, with what this one could not tell.
    Run with(Run later) {
      later.last = later.count == 0 ? last : later.last;
      later.since = since;
      later.count += count;
      return later;
    }

    /// What is to be told of those after the first.
    Activity summary(boolean rest) {
      if (count == 1) {
        return last;
      }
      Map<Detail, String> told = new EnumMap<>(Detail.class);
      told.putAll(rest ? Map.of() : last.details());
      told.put(Detail.COUNT, Long.toString(count));
      told.put(Detail.FIRST_AT, since.toString());
      told.put(Detail.LAST_AT, last.at().toString());
      Activity one = rest ? last.about(new Target("", "", "")) : last;
      return one.telling(List.of(), told);
    }
  }

  /// Returns when the event is on record, or counted beside an equal one that is.
  ///
  /// @return why it is not; what it tells of must not happen then
  public Optional<Problem> record(Activity activity) {
    if (closed) {
      return recorder.record(AuditRecords.of(activity));
    }
    if (recorder.isBehind()) {
      return Optional.of(Recorder.unavailable());
    }
    Run run = new Run(activity);
    Run known = enter(run);
    if (known != run) {
      return known.settled.join();
    }
    Optional<Problem> problem = Optional.of(Recorder.unavailable());
    try {
      problem = recorder.record(AuditRecords.of(activity));
    } finally {
      settled(run, problem);
    }
    return problem;
  }

  /// Takes the event along; it is durable a moment later, or counted.
  ///
  /// @return whether it was taken
  public boolean take(Activity activity) {
    if (closed || recorder.isBehind()) {
      return recorder.take(AuditRecords.of(activity));
    }
    Run run = new Run(activity);
    if (enter(run) != run) {
      return true;
    }
    boolean taken = recorder.take(AuditRecords.of(activity));
    settled(run, taken ? Optional.empty() : Optional.of(Recorder.unavailable()));
    return taken;
  }

  /// Takes many along that are made durable by who calls.
  public Sifted sift(List<Activity> all) {
    List<Run> firsts = new ArrayList<>();
    List<Activity> told = new ArrayList<>();
    List<Run> counted = new ArrayList<>();
    for (Activity each : all) {
      Run run = new Run(each);
      Run known = closed ? run : enter(run);
      if (known == run) {
        firsts.add(run);
        told.add(each);
      } else {
        counted.add(known);
      }
    }
    return new Sifted(firsts, counted, told);
  }

  /// Events of which those that equal others are counted.
  public final class Sifted {
    private final List<Run> firsts;
    private final List<Run> counted;
    private final List<Activity> told;

    private Sifted(List<Run> firsts, List<Run> counted, List<Activity> told) {
      this.firsts = firsts;
      this.counted = counted;
      this.told = told;
    }

    /// Those that have to be on record.
    public List<Activity> told() {
      return List.copyOf(told);
    }

    /// To be called once. If it is not done, nothing was counted: they will come again.
    public void settle(boolean done) {
      if (!done) {
        counted.forEach(
            run ->
                initiators.computeIfPresent(
                    run.first.initiator().id(),
                    (_, runs) -> {
                      run.count = Math.max(0, run.count - 1);
                      return runs;
                    }));
      }
      firsts.forEach(
          run -> settled(run, done ? Optional.empty() : Optional.of(Recorder.unavailable())));
    }
  }

  /// Ends the window: tells how many there were. To be called once a minute.
  public void settle() {
    for (String initiator : List.copyOf(initiators.keySet())) {
      Map<Same, Run> runs = initiators.remove(initiator);
      if (runs != null) {
        runs.forEach((same, run) -> tell(initiator, same, run));
      }
    }
  }

  /// Ends the window, and counts no more.
  @Override
  public void close() {
    closed = true;
    settle();
    long lost =
        initiators.values().stream()
            .flatMap(runs -> runs.values().stream())
            .filter(run -> run.count > 0)
            .count();
    if (lost > 0) {
      recorder.leave(lost);
    }
  }

  /// Counts the event beside its equals, or makes it the first of them.
  ///
  /// @return which run it is in; the given one, if it is the first
  private Run enter(Run fresh) {
    Run[] found = {fresh};
    initiators.compute(
        fresh.first.initiator().id(),
        (_, known) -> {
          Map<Same, Run> runs = known == null ? new HashMap<>() : known;
          Same own = Same.of(fresh.first);
          Same same = runs.containsKey(own) || runs.size() < APART ? own : own.rest();
          Run run = runs.computeIfAbsent(same, _ -> fresh);
          if (run != fresh) {
            run.add(fresh.first);
          }
          found[0] = run;
          return runs;
        });
    return found[0];
  }

  /// A first one that is not on record is none: the next is.
  private void settled(Run run, Optional<Problem> problem) {
    if (problem.isPresent()) {
      initiators.computeIfPresent(
          run.first.initiator().id(),
          (_, runs) -> {
            runs.values().remove(run);
            return runs;
          });
    }
    run.settled.complete(problem);
  }

  /// What can't be told now is told with the next window's.
  private void tell(String initiator, Same same, Run run) {
    if (run.count > 0 && !recorder.take(AuditRecords.of(run.summary(same.isRest())))) {
      initiators.compute(
          initiator,
          (_, known) -> {
            Map<Same, Run> runs = known == null ? new HashMap<>() : known;
            runs.merge(same, run, (later, earlier) -> earlier.with(later));
            return runs;
          });
    }
  }
}
