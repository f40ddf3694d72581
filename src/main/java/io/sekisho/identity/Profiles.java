package io.sekisho.identity;

import io.sekisho.audit.Action;
import io.sekisho.control.Kept;
import io.sekisho.control.Kind;
import io.sekisho.control.Turn;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.identity.Listing.Wanted;
import io.sekisho.identity.Records.Command;
import io.sekisho.identity.Records.Sort;
import io.sekisho.plan.Edits;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Trusted profiles themselves. A profile that is deleted is dead at once: what was linked to it or
/// met its rules can't assume it any more when the call returns.
public final class Profiles {
  static final Sort<TrustedProfile> SORT =
      new Sort<>(Kind.TRUSTED_PROFILE, TrustedProfile.class, Profiles::attributes);

  /// What a filter may ask for.
  public static final Set<String> ATTRIBUTES = Set.of("id", "name", "description", "email");

  private final Records records;
  private final List<Departure> departures;

  /// @param departures what has to happen when a profile goes
  public Profiles(Records records, List<Departure> departures) {
    this.records = records;
    this.departures = List.copyOf(departures);
  }

  /// What is said about a profile; of an update, what is left out stays.
  public record Said(Optional<String> name, Optional<String> description, Optional<String> email) {
    Optional<Problem> mistake() {
      return Texts.name(name)
          .or(() -> Texts.description(description))
          .or(() -> Texts.email(email.filter(text -> !text.isEmpty())));
    }
  }

  public Outcome<Kept<TrustedProfile>> create(Actor actor, Said said) {
    String id = records.id("Profile-");
    return records.write(
        new Command(Action.PROFILE_CREATE, actor, id),
        turn ->
            Texts.refused(said.mistake())
                .then(_ -> unique(turn, actor, said.name().orElseThrow(), id))
                .map(_ -> Kept.put(turn, made(actor, id, said))));
  }

  private TrustedProfile made(Actor actor, String id, Said said) {
    return new TrustedProfile(
        id,
        actor.account(),
        said.name().orElseThrow(),
        said.description().orElse(""),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        said.email().filter(text -> !text.isEmpty()),
        records.now(),
        records.now());
  }

  public Outcome<Listing<TrustedProfile>> list(Actor actor, Wanted wanted) {
    return records.list(actor.account(), SORT, wanted);
  }

  public Outcome<Kept<TrustedProfile>> get(Actor actor, String id) {
    return records.get(actor.account(), SORT, id);
  }

  /// @param version the tag of the one that the caller saw, or `*`
  public Outcome<Kept<TrustedProfile>> update(Actor actor, String id, String version, Said said) {
    return records.write(
        new Command(Action.PROFILE_UPDATE, actor, id),
        turn ->
            SORT.find(turn.in(actor.account()), id)
                .then(kept -> kept.matching(version, Records.STALE))
                .then(kept -> Texts.refused(said.mistake()).map(_ -> kept.value()))
                .then(
                    before ->
                        unique(turn, actor, said.name().orElse(before.name()), id)
                            .map(_ -> said(before, said)))
                .map(next -> Kept.put(turn, next)));
  }

  private TrustedProfile said(TrustedProfile before, Said said) {
    TrustedProfile next =
        Edits.described(
            before,
            said.name().orElse(before.name()),
            said.description().orElse(before.description()),
            said.email().or(before::email).filter(text -> !text.isEmpty()));
    return Edits.modified(next, records.now());
  }

  /// Deletes a profile, and with it its links, its rules and whatever was granted to it.
  public Outcome<TrustedProfile> delete(Actor actor, String id) {
    return records.write(
        new Command(Action.PROFILE_DELETE, actor, id),
        turn ->
            SORT.find(turn.in(actor.account()), id)
                .map(
                    kept -> {
                      departures.forEach(
                          each -> each.left(turn, actor.account(), kept.value().iamId()));
                      turn.delete(kept.value());
                      return kept.value();
                    }));
  }

  /// Names of profiles are unique in their account.
  private static Outcome<String> unique(Turn turn, Actor actor, String name, String id) {
    boolean taken =
        turn.in(actor.account())
            .named(Kind.TRUSTED_PROFILE, name)
            .filter(other -> !other.id().equals(id))
            .isPresent();
    return taken
        ? Outcome.refuse(
            Problem.of(
                    Code.CONFLICT, "There is a trusted profile named " + name + " in this account.")
                .field("name"))
        : Outcome.of(name);
  }

  private static Map<String, String> attributes(TrustedProfile it) {
    return Map.of(
        "id", it.id(),
        "name", it.name(),
        "description", it.description(),
        "email", it.email().orElse(""));
  }
}
