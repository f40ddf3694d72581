package io.sekisho.sentry;

import io.sekisho.guard.Counters;
import io.sekisho.guard.Engine;
import io.sekisho.guard.Policy;
import io.sekisho.guard.Ruling;
import io.sekisho.kernel.Commands;
import io.sekisho.linux.Knock;
import io.sekisho.linux.Knock.Answer;
import io.sekisho.linux.Knock.Kind;
import io.sekisho.sentry.Trial.Seen;
import io.sekisho.warden.Counts;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Tries what a policy says with real packets of real users, and reads from the guard's own
/// counters what it did with each: a reset does not tell who sent it.
///
/// Counters count everybody's packets. If what moved can't be this packet alone, it is tried again.
final class Verifier {
  private static final Duration PATIENCE = Duration.ofMillis(150);
  private static final int ATTEMPTS = 4;

  private final Ruling ruling;
  private final Engine engine;
  private final Counts counts;
  private final Cgroups cgroups = Cgroups.here();
  private Moves last = new Moves(0, 0);

  Verifier(Ruling ruling, Engine engine, Commands commands) {
    this.ruling = ruling;
    this.engine = engine;
    this.counts = new Counts(commands);
  }

  /// How many packets were refused, or would be, and how many were let through.
  private record Moves(long refused, long passed) {
    Moves since(Moves before) {
      return new Moves(refused - before.refused, passed - before.passed);
    }
  }

  /// Everybody, every way.
  List<Trial> all(List<Who> everybody, List<Way> ways) {
    // Threads without rights can't load classes.
    for (Way way : ways) {
      way.knock().close();
    }
    last = moves();
    List<Trial> trials = new ArrayList<>();
    for (Who who : everybody) {
      for (Way way : ways) {
        trials.add(trial(who, way));
      }
    }
    return trials;
  }

  private Trial trial(Who who, Way way) {
    boolean through = who.isToGetThrough(ruling, engine);
    Trial trial = new Trial(who, way, through, Seen.UNCLEAR, "");
    for (int i = 0; i < ATTEMPTS && trial.seen() == Seen.UNCLEAR; i++) {
      try {
        trial = once(who, way, through, i == ATTEMPTS - 1);
      } catch (UncheckedIOException e) {
        return new Trial(who, way, through, Seen.UNCLEAR, String.valueOf(e.getMessage()));
      }
    }
    return trial;
  }

  private Trial once(Who who, Way way, boolean through, boolean isLast) {
    Supplier<Knock> opening = () -> who.persona().does(way::knock);
    try (Knock knock = who.elsewhere() ? cgroups.within(who.cgroup(), opening) : opening.get()) {
      if (knock.unopened().isPresent()) {
        boolean forbidden = knock.unopened().getAsInt() == Knock.NO_ACCESS;
        return new Trial(who, way, through, forbidden ? Seen.NO_SOCKET : Seen.NO_ROUTE, "");
      }
      Answer answer = knock.at(way.address().bytes(), way.port(), way.device(), PATIENCE);
      if (hasNoRoute(answer)) {
        return new Trial(who, way, through, Seen.NO_ROUTE, "");
      }
      Moves now = moves();
      Moves moved = now.since(last);
      last = now;
      boolean isFinal = isLast && !isOfTheService(way, answer);
      return new Trial(who, way, through, seen(moved, answer, isFinal), Trial.said(answer));
    }
  }

  private static boolean hasNoRoute(Answer answer) {
    return answer instanceof Answer.Failed(var errno)
        && (errno == Knock.NO_NETWORK || errno == Knock.NO_ADDRESS);
  }

  /// The guard answers UDP with "prohibited", never with "no such port".
  private static boolean isOfTheService(Way way, Answer answer) {
    return way.kind() == Kind.UDP && answer.equals(new Answer.Failed(Knock.REFUSED));
  }

  private Seen seen(Moves moved, Answer answer, boolean isLast) {
    boolean refused = moved.refused() > 0;
    boolean passed = moved.passed() > 0;
    boolean enforces = ruling.policy().mode() == Policy.Mode.ENFORCE;
    boolean failed = answer instanceof Answer.Failed;
    if (refused && !passed) {
      // A packet that the guard refused has no answer: then somebody else's was counted.
      return !enforces ? Seen.WOULD_BE_REFUSED : failed ? Seen.REFUSED : Seen.UNCLEAR;
    }
    if (passed && !refused) {
      return Seen.LET_THROUGH;
    }
    if (passed) {
      // Let through as it was sent, and refused after somebody translated its address.
      return isLast && failed && enforces ? Seen.REFUSED : Seen.UNCLEAR;
    }
    return switch (answer) {
      case Answer.Answered() -> Seen.NOT_JUDGED;
      case Answer.Failed(var errno) when errno == Knock.NO_HOST -> Seen.NO_ROUTE;
      case Answer.Failed _, Answer.Silence _ -> Seen.UNCLEAR;
    };
  }

  private Moves moves() {
    long refused = 0;
    long passed = 0;
    boolean denying = ruling.policy().way() == Policy.Way.DENY;
    for (Map.Entry<String, Counts.Count> each : counts.of(engine.toString()).entrySet()) {
      String name = each.getKey();
      long packets = each.getValue().packets();
      if (name.equals("refused") || name.equals("would_be_refused")) {
        refused += packets;
      } else if (denying ? name.equals(Counters.OTHERS) : isSubject(name)) {
        passed += packets;
      }
    }
    return new Moves(refused, passed);
  }

  private static boolean isSubject(String counter) {
    return !counter.startsWith("forwarded") && !counter.startsWith("would_be_");
  }
}
