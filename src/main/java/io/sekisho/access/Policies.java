package io.sekisho.access;

import io.sekisho.access.Deeds.Deed;
import io.sekisho.audit.Action;
import io.sekisho.control.Initiator;
import io.sekisho.control.Kept;
import io.sekisho.control.Kind;
import io.sekisho.control.Labels;
import io.sekisho.control.Ledger;
import io.sekisho.control.Reach;
import io.sekisho.control.Store.Document;
import io.sekisho.control.Turn;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.Cap;
import io.sekisho.iam.Policy;
import io.sekisho.iam.Policy.State;
import io.sekisho.iam.Policy.Terms;
import io.sekisho.iam.Policy.Version;
import io.sekisho.permission.Proposal;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes, changes and deletes policies, of both of IBM's versions.
///
/// Whoever touches a policy has to be allowed to on the resources that it is about. Of a policy
/// that somebody may not read, they are not even told that it is there.
public final class Policies {
  /// For how long a deleted policy can be had back.
  private static final Duration KEPT = Duration.ofDays(30);

  private final Reach reach;
  private final Permissions permissions;
  private final Soundness soundness;
  private final Deeds deeds;

  public Policies(Ledger ledger, Reach reach, Permissions permissions, Deeds deeds) {
    this.reach = reach;
    this.permissions = permissions;
    this.soundness = new Soundness(ledger);
    this.deeds = deeds;
  }

  /// What became of a policy that was to be kept.
  public sealed interface Written {
    /// It is.
    record Stored(Kept<Policy> policy) implements Written {}

    /// It is not: another one says the same.
    record Duplicate(Kept<Policy> other) implements Written {
      public Problem problem() {
        return Problem.of(
            Code.CONFLICT, "Policy " + other.value().id() + " says the same: change that one.");
      }
    }
  }

  public Outcome<Written> create(Proposal proposal, Initiator by) {
    Deed deed = new Deed(Action.POLICY_CREATE, "", by);
    return told(
        deed,
        account(proposal, by)
            .then(account -> permitted(by, "iam.policy.create", Target.both(proposal), account))
            .then(
                account ->
                    soundness
                        .check(account, proposal)
                        .then(
                            terms ->
                                deeds.write(deed, turn -> created(turn, account, terms, by)))));
  }

  /// @param version the entity tag of what the caller has seen
  public Outcome<Written> replace(String id, String version, Proposal proposal, Initiator by) {
    Deed deed = new Deed(Action.POLICY_UPDATE, id, by);
    return told(
        deed,
        changeable(id, "iam.policy.update", by)
            .then(held -> permitted(by, "iam.policy.update", Target.both(proposal), held))
            .then(
                held ->
                    replacement(held.value(), proposal)
                        .then(terms -> changed(held, version, terms, State.ACTIVE, deed))));
  }

  /// Deletes a policy, or has a deleted one back.
  public Outcome<Written> state(String id, String version, State state, Initiator by) {
    Deed deed = new Deed(Action.POLICY_UPDATE, id, by);
    return told(
        deed,
        changeable(id, "iam.policy.update", by)
            .then(held -> changed(held, version, held.value().terms(), state, deed)));
  }

  /// Deletes a policy: from now on it allows nothing, and after some time it is gone for good.
  public Outcome<Written> delete(String id, Initiator by) {
    Deed deed = new Deed(Action.POLICY_DELETE, id, by);
    return told(
        deed,
        changeable(id, "iam.policy.delete", by)
            .then(held -> isActive(held) ? Outcome.of(held) : Outcome.refuse(none(id)))
            .then(held -> changed(held, Kept.ANY, held.value().terms(), State.DELETED, deed)));
  }

  /// A policy that was not kept is an attempt that failed.
  private Outcome<Written> told(Deed deed, Outcome<Written> outcome) {
    switch (outcome) {
      case Outcome.Granted<Written>(Written.Stored(Kept<Policy> held)) ->
          deeds.told(new Deed(deed.action(), held.value().id(), deed.by()), outcome);
      case Outcome.Granted<Written>(Written.Duplicate duplicate) ->
          deeds.told(deed, Outcome.refuse(duplicate.problem()));
      case Outcome.Refused<Written> _ -> deeds.told(deed, outcome);
    }
    return outcome;
  }

  private static boolean isActive(Kept<Policy> held) {
    return held.value().state() == State.ACTIVE;
  }

  /// One policy, also if it is deleted.
  public Outcome<Kept<Policy>> get(String id, Initiator by) {
    return reach
        .find(Kind.POLICY, id, by)
        .map(Policies::kept)
        .filter(held -> permissions.allows(by, "iam.policy.read", Target.of(held.value().terms())))
        .map(Outcome::of)
        .orElseGet(() -> Outcome.refuse(none(id)));
  }

  /// The account that a policy is about.
  private Outcome<AccountId> account(Proposal proposal, Initiator by) {
    Optional<String> named = Optional.ofNullable(Target.of(proposal).get("accountId"));
    return named
        .map(id -> reach.account(id, by))
        .orElseGet(
            () ->
                Outcome.refuse(
                    Problem.of(
                            Code.MISSING_FIELD,
                            "Say with the attribute accountId in which account the resources are.")
                        .field("resource")));
  }

  private <T> Outcome<T> permitted(
      Initiator by, String action, List<Map<String, String>> targets, T value) {
    Optional<Problem> refusal =
        targets.stream()
            .flatMap(target -> permissions.refusal(by, action, target).stream())
            .findFirst();
    return refusal.<Outcome<T>>map(Outcome::refuse).orElseGet(() -> Outcome.of(value));
  }

  private Outcome<Kept<Policy>> changeable(String id, String action, Initiator by) {
    return get(id, by)
        .then(held -> permitted(by, action, Target.both(held.value().terms()), held))
        .then(held -> soundness.unlocked(held.value()).map(_ -> held));
  }

  private Outcome<Terms> replacement(Policy was, Proposal proposal) {
    if (!was.terms().type().name().equalsIgnoreCase(proposal.type())) {
      return refuse("A policy's type can't be changed: make another policy.", "type");
    }
    if (was.terms().version() == Version.V2 && proposal.version() == Version.V1) {
      return refuse("It was made by version 2: replace it at /v2/policies.", "policy_id");
    }
    return soundness.check(was.account(), proposal);
  }

  private static Outcome<Terms> refuse(String message, String field) {
    return Outcome.refuse(Problem.of(Code.INVALID_VALUE, message).field(field));
  }

  private Outcome<Written> created(Turn turn, AccountId account, Terms terms, Initiator by) {
    makeRoom(turn, account);
    return Outcome.of(
        stored(turn, new Policy(deeds.id(), account, terms, State.ACTIVE, deeds.stamps(by))));
  }

  private Outcome<Written> changed(
      Kept<Policy> held, String version, Terms terms, State state, Deed deed) {
    return deeds.write(
        deed,
        turn ->
            unchanged(turn, held, version)
                .map(
                    was ->
                        new Policy(
                            was.id(),
                            was.account(),
                            terms,
                            state,
                            deeds.stamps(was.stamps(), deed.by())))
                .map(
                    policy -> {
                      purge(turn, policy);
                      return stored(turn, policy);
                    }));
  }

  /// The policy as it still is. What its caller was permitted, was permitted on that.
  private static Outcome<Policy> unchanged(Turn turn, Kept<Policy> held, String version) {
    Optional<Document> now = turn.in(held.value().account()).get(Kind.POLICY, held.value().id());
    if (now.isEmpty()) {
      return Outcome.refuse(none(held.value().id()));
    }
    return kept(now.get())
        .matching(version, Deeds.STALE)
        .then(is -> is.matching(held.tag(), Deeds.STALE))
        .map(Kept::value);
  }

  /// Two policies that say the same would be deleted one at a time, and surprise whoever did.
  private static Written stored(Turn turn, Policy policy) {
    Optional<Document> twin =
        policy.state() == State.ACTIVE ? twin(turn, policy) : Optional.empty();
    return twin.<Written>map(document -> new Written.Duplicate(kept(document)))
        .orElseGet(() -> new Written.Stored(Kept.put(turn, policy)));
  }

  private static Optional<Document> twin(Turn turn, Policy policy) {
    Terms canonical = policy.terms().canonical();
    return siblings(turn, policy).stream()
        .filter(
            document -> {
              Policy other = (Policy) document.value();
              return !other.id().equals(policy.id())
                  && other.state() == State.ACTIVE
                  && other.terms().canonical().equals(canonical);
            })
        .findFirst();
  }

  /// What was deleted, and can be had back, is not to keep anyone from making more.
  private static void makeRoom(Turn turn, AccountId account) {
    if (turn.in(account).count(Kind.POLICY) >= Cap.POLICIES.most()) {
      Directory.all(turn.in(account), Kind.POLICY).stream()
          .map(document -> (Policy) document.value())
          .filter(policy -> policy.state() == State.DELETED)
          .min(Comparator.comparing(policy -> policy.stamps().modified().at()))
          .ifPresent(
              oldest -> {
                turn.call(oldest.id(), Action.POLICY_DELETE);
                turn.delete(oldest);
              });
    }
  }

  /// Forgets what was deleted long ago of the same subject.
  private void purge(Turn turn, Policy policy) {
    for (Document document : siblings(turn, policy)) {
      Policy other = (Policy) document.value();
      if (other.state() == State.DELETED
          && !other.id().equals(policy.id())
          && other.stamps().modified().at().isBefore(deeds.now().minus(KEPT))) {
        turn.delete(other);
      }
    }
  }

  private static List<Document> siblings(Turn turn, Policy policy) {
    return turn.in(policy.account()).of(Kind.POLICY, Labels.of(policy).parent());
  }

  static Kept<Policy> kept(Document document) {
    return Kept.document(Policy.class, document);
  }

  private static Problem none(String id) {
    return Problem.of(Code.NOT_FOUND, "There is no policy " + id + " that you may see.")
        .parameter("policy_id");
  }
}
