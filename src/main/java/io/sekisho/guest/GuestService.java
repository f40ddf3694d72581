package io.sekisho.guest;

import io.sekisho.http.Answer;
import io.sekisho.http.Arrival;
import io.sekisho.http.Response;
import io.sekisho.http.Service;
import io.sekisho.message.Request;
import io.sekisho.metadata.Seed;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.snapshot.Snapshot;
import io.sekisho.telemetry.Event;
import io.sekisho.telemetry.Journal;
import io.sekisho.telemetry.Metrics;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// The service on the link-local address, request by request.
/// 1. [#admit]: who has connected, decided by the wire.
/// 2. [#serves]: may it still ask, by the switches of its account and its own, at this very moment.
/// 3. [#answer]: what it asked for, with its token checked where one is needed.
/// 4. [#answered]: what is written down about it.
final class GuestService implements Service<Caller> {
  /// The methods that are counted under their own name: a guest can invent others without end.
  private static final Set<String> METHODS =
      Set.of("GET", "PUT", "POST", "HEAD", "DELETE", "PATCH", "OPTIONS");

  private static final int LONGEST_PATH = 128;

  private final Supplier<Snapshot> current;
  private final Doorman doorman;
  private final Desk desk;
  private final Journal journal;
  private final Metrics metrics;
  private final InstantSource clock;

  GuestService(
      Supplier<Snapshot> current,
      Doorman doorman,
      Desk desk,
      Journal journal,
      Metrics metrics,
      InstantSource clock) {
    this.current = current;
    this.doorman = doorman;
    this.desk = desk;
    this.journal = journal;
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  public Optional<Caller> admit(Arrival arrival) {
    return doorman.admit(arrival);
  }

  @Override
  public boolean serves(Caller caller) {
    return caller.subject(current.get()).isPresent();
  }

  @Override
  public Object share(Caller caller) {
    return caller.networkInterface();
  }

  @Override
  public Answer answer(Caller caller, Request request) {
    Snapshot now = current.get();
    Visit visit =
        new Visit(caller, caller.subject(now).orElseThrow(), now, request, clock.instant());
    return switch (desk.serve(visit)) {
      case Outcome.Granted<Answer>(Answer answer) -> answer;
      case Outcome.Refused<Answer>(Problem problem) -> {
        visit.refused(problem);
        yield Answer.now(Replies.refusal(problem, request.trace()));
      }
    };
  }

  @Override
  public Response refuse(Caller caller, Problem problem, String trace) {
    caller.did(caller.deed().refused(problem));
    return Replies.refusal(problem, trace);
  }

  @Override
  public void answered(Caller caller, Request request, Response response, long micros) {
    Deed deed = caller.deed();
    caller.did(Deed.NONE);
    metrics.request(
        METHODS.contains(request.method()) ? request.method() : "other",
        response.status(),
        micros / 1e6);
    Instant now = clock.instant();
    journal.write(
        new Event.Access(
            now,
            request.trace(),
            caller.compute(),
            request.method(),
            clip(request.path()),
            response.status(),
            response.body().length,
            micros,
            caller.tls(),
            deed.action()));
    if (deed.worthAnActivity()) {
      note(caller, request, response.status(), deed, now);
    }
  }

  /// A guest can invent long paths, to push other events out of the log.
  private static String clip(String asked) {
    String path = Seed.withoutSecret(asked);
    return path.length() <= LONGEST_PATH ? path : path.substring(0, LONGEST_PATH) + "…";
  }

  /// A credential was given out or a request refused: that goes on record.
  private void note(Caller caller, Request request, int status, Deed deed, Instant now) {
    if (deed.code().isEmpty()) {
      metrics.credential(deed.credential());
    } else {
      metrics.refusal(deed.code());
    }
    journal.write(
        new Event.Activity(
            now,
            request.trace(),
            deed.action(),
            deed.code().isEmpty(),
            status,
            deed.code(),
            caller.account(),
            caller.crn(),
            deed.target(),
            deed.detail()));
  }
}
