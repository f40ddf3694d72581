package io.sekisho.identity;

import io.sekisho.audit.Action;
import io.sekisho.control.Kept;
import io.sekisho.control.Kind;
import io.sekisho.control.Turn;
import io.sekisho.iam.ServiceId;
import io.sekisho.identity.ApiKeys.Issued;
import io.sekisho.identity.Listing.Wanted;
import io.sekisho.identity.Records.Command;
import io.sekisho.identity.Records.Sort;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Identities for programs. Their names need not be unique.
public final class ServiceIds {
  static final Sort<ServiceId> SORT =
      new Sort<>(Kind.SERVICE_ID, ServiceId.class, ServiceIds::attributes);

  /// What a filter may ask for.
  public static final Set<String> ATTRIBUTES = Set.of("id", "name", "description");

  private static final int MAX_CRNS = 100;

  private final Records records;
  private final ApiKeys keys;
  private final List<Departure> departures;

  /// @param departures what has to happen when a service id goes
  public ServiceIds(Records records, ApiKeys keys, List<Departure> departures) {
    this.records = records;
    this.keys = keys;
    this.departures = List.copyOf(departures);
  }

  /// What is said about a service id; of an update, what is left out stays.
  public record Said(
      Optional<String> name,
      Optional<String> description,
      Optional<List<String>> uniqueInstanceCrns) {
    Optional<Problem> mistake() {
      return Texts.name(name).or(() -> Texts.description(description)).or(this::tooMany);
    }

    private Optional<Problem> tooMany() {
      return uniqueInstanceCrns
          .filter(all -> all.size() > MAX_CRNS || all.stream().anyMatch(crn -> crn.length() > 512))
          .map(
              _ ->
                  Texts.wrong("unique_instance_crns", "Give at most %d CRNs.".formatted(MAX_CRNS)));
    }
  }

  /// A new service id, and its first key if one was asked for.
  public record Made(Kept<ServiceId> service, Optional<Issued> key) {}

  public Outcome<Made> create(
      Actor actor, Said said, boolean locked, Optional<ApiKeys.Said> firstKey) {
    String id = records.id("ServiceId-");
    return records.write(
        new Command(Action.SERVICE_ID_CREATE, actor, id),
        turn ->
            Texts.refused(said.mistake())
                .map(_ -> Kept.put(turn, made(actor, id, said, locked)))
                .then(service -> withKey(turn, actor, service, firstKey)));
  }

  private ServiceId made(Actor actor, String id, Said said, boolean locked) {
    return new ServiceId(
        id,
        actor.account(),
        said.name().orElseThrow(),
        said.description().orElse(""),
        locked,
        said.uniqueInstanceCrns().orElse(List.of()),
        records.stamps(actor.by()));
  }

  private Outcome<Made> withKey(
      Turn turn, Actor actor, Kept<ServiceId> service, Optional<ApiKeys.Said> firstKey) {
    return firstKey
        .map(
            said ->
                keys.issue(turn, actor, service.value().iamId(), said)
                    .map(key -> new Made(service, Optional.of(key))))
        .orElseGet(() -> Outcome.of(new Made(service, Optional.empty())));
  }

  public Outcome<Listing<ServiceId>> list(Actor actor, Wanted wanted) {
    return records.list(actor.account(), SORT, wanted);
  }

  public Outcome<Kept<ServiceId>> get(Actor actor, String id) {
    return records.get(actor.account(), SORT, id);
  }

  /// @param version the tag of the one that the caller saw, or `*`
  public Outcome<Kept<ServiceId>> update(Actor actor, String id, String version, Said said) {
    return records.change(
        new Command(Action.SERVICE_ID_UPDATE, actor, id),
        SORT,
        version,
        before ->
            unlocked(before)
                .then(_ -> Texts.refused(said.mistake()))
                .map(_ -> said(before, actor, said)));
  }

  private ServiceId said(ServiceId before, Actor actor, Said said) {
    return new ServiceId(
        before.id(),
        before.account(),
        said.name().orElse(before.name()),
        said.description().orElse(before.description()),
        before.locked(),
        said.uniqueInstanceCrns().orElse(before.uniqueInstanceCrns()),
        before.stamps().modified(records.now(), actor.by().id()));
  }

  /// Locks one so that it can neither be changed nor deleted, or unlocks it.
  public Outcome<Kept<ServiceId>> lock(Actor actor, String id, boolean locked) {
    return records.change(
        new Command(Action.SERVICE_ID_UPDATE, actor, id),
        SORT,
        "*",
        before ->
            Outcome.of(
                new ServiceId(
                    before.id(),
                    before.account(),
                    before.name(),
                    before.description(),
                    locked,
                    before.uniqueInstanceCrns(),
                    before.stamps().modified(records.now(), actor.by().id()))));
  }

  /// Deletes one with its keys and whatever was granted to it.
  public Outcome<ServiceId> delete(Actor actor, String id) {
    return records.write(
        new Command(Action.SERVICE_ID_DELETE, actor, id),
        turn ->
            SORT.find(turn.in(actor.account()), id)
                .then(kept -> unlocked(kept.value()))
                .map(
                    service -> {
                      departures.forEach(each -> each.left(turn, actor.account(), service.iamId()));
                      turn.delete(service);
                      return service;
                    }));
  }

  private static Outcome<ServiceId> unlocked(ServiceId service) {
    return service.locked()
        ? Outcome.refuse(
            Problem.of(Code.CONFLICT, "This service ID is locked: unlock it first.")
                .parameter("id"))
        : Outcome.of(service);
  }

  private static Map<String, String> attributes(ServiceId it) {
    return Map.of("id", it.id(), "name", it.name(), "description", it.description());
  }
}
