package io.sekisho.witness;

import io.sekisho.audit.Action;
import io.sekisho.audit.Detail;
import io.sekisho.control.Attempt;
import io.sekisho.control.AuditRecords;
import io.sekisho.control.Initiator;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.web.Arrived;
import io.sekisho.web.Callers;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Puts on record what callers were not permitted to do.
public final class WatchedCallers implements Callers {
  private final Callers callers;
  private final Tally tally;
  private final InstantSource clock;

  public WatchedCallers(Callers callers, Tally tally, InstantSource clock) {
    this.callers = callers;
    this.tally = tally;
    this.clock = clock;
  }

  @Override
  public Outcome<Initiator> identify(String bearer, Arrived request) {
    return callers.identify(bearer, request);
  }

  @Override
  public Optional<Problem> refusal(Initiator by, String action, Map<String, String> resource) {
    Optional<Problem> refusal = callers.refusal(by, action, resource);
    refusal.ifPresent(problem -> note(by, action, resource, problem));
    return refusal;
  }

  private void note(Initiator by, String action, Map<String, String> resource, Problem problem) {
    Map<Detail, String> details = new EnumMap<>(Detail.class);
    details.put(Detail.PERMISSION, action);
    Optional.ofNullable(resource.get("resourceType"))
        .ifPresent(type -> details.put(Detail.RESOURCE_TYPE, type));
    String which = resource.getOrDefault("resource", "");
    Attempt attempt = Attempt.by(by, Action.ACCESS_DENY, which);
    tally.take(AuditRecords.refused(attempt, problem, clock.instant()).telling(List.of(), details));
  }
}
