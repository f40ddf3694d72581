package io.sekisho.control;

import io.sekisho.audit.Action;
import io.sekisho.control.Change.Planned;
import io.sekisho.iam.Account;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.inventory.InventoryReader;
import io.sekisho.inventory.InventoryReader.Reading;
import io.sekisho.inventory.Mistake;
import io.sekisho.inventory.StrictReader;
import io.sekisho.plan.Edits;
import io.sekisho.plan.Planner;
import io.sekisho.plan.Planner.Base;
import io.sekisho.plan.Planner.Planning;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.snapshot.Contents;
import io.sekisho.snapshot.Snapshot;
import io.sekisho.telemetry.Event;
import io.sekisho.telemetry.Journal;
import io.sekisho.vpc.Compute;
import io.sekisho.wire.AccountView;
import io.sekisho.wire.Applied;
import io.sekisho.wire.ComputeView;
import io.sekisho.wire.Inventory;
import io.sekisho.wire.MetadataServiceSettings.ComputePatch;
import io.sekisho.wire.ProfileView;
import io.sekisho.wire.ProfileView.LinkRequest;
import io.sekisho.wire.View;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/// The operator's side of everything: changes what there is and says what there is.
///
/// A call that changes something returns when the change is durable and every listener has put it
/// into force. Reads never wait.
public final class Controller {
  private static final String APPLY = "sekisho.inventory.apply";

  private final IdSource ids;
  private final InstantSource clock;
  private final Journal journal;
  private final Ledger ledger;

  public Controller(Ledger ledger, IdSource ids, InstantSource clock, Journal journal) {
    this.ids = ids;
    this.clock = clock;
    this.journal = journal;
    this.ledger = ledger;
  }

  /// What guests are served from.
  public Snapshot snapshot() {
    return ledger.edition().snapshot();
  }

  /// Applies an inventory in YAML or JSON, all of it or nothing.
  ///
  /// @param prune whether what the inventory does not name is deleted, within the accounts that it
  ///   names
  /// @param dryRun whether it is only said what would be done
  public Application apply(byte[] document, boolean prune, boolean dryRun, Initiator by) {
    return apply(document, prune, dryRun, by, _ -> Optional.empty());
  }

  /// The same for a caller who may do no more by an inventory than one by one.
  ///
  /// @param refusal why the caller may not do something, such as `is.vpc.vpc.create`
  public Application apply(
      byte[] document,
      boolean prune,
      boolean dryRun,
      Initiator by,
      Function<String, Optional<Problem>> refusal) {
    Application result =
        switch (InventoryReader.read(document)) {
          case Reading.Read(Inventory inventory) ->
              ledger
                  .edition()
                  .foreign(inventory, by.account())
                  .<Application>map(problem -> new Application.Rejected(List.of(problem)))
                  .orElseGet(() -> plan(document, inventory, prune, dryRun, by, refusal));
          case Reading.Unreadable(List<Mistake> mistakes) -> rejected(mistakes);
        };
    if (result instanceof Application.Rejected(List<Problem> problems)) {
      journal.write(refusal(APPLY, "", problems.getFirst(), by));
      if (!dryRun) {
        ledger.refused(Attempt.by(by, Action.INVENTORY_APPLY, ""), problems.getFirst());
      }
    }
    return result;
  }

  private Application plan(
      byte[] document,
      Inventory inventory,
      boolean prune,
      boolean dryRun,
      Initiator by,
      Function<String, Optional<Problem>> refusal) {
    Planner planner = new Planner(ids::next, clock.instant());
    List<Mistake> mistakes = new ArrayList<>();
    List<Planned> seen = new ArrayList<>();
    Outcome<Planned> outcome =
        ledger.write(
            turn ->
                switch (planner.plan(inventory, turn.base(), prune)) {
                  case Planning.Impossible(var findings) -> {
                    mistakes.addAll(StrictReader.locate(document, findings));
                    yield Outcome.refuse(problem(mistakes.getFirst()));
                  }
                  case Planning.Plan(Base next, Set<String> named) ->
                      Planned.of(turn, next, named)
                          .permitted(refusal)
                          .then(planned -> planned.fair(by.account()))
                          .map(planned -> carryOut(turn, next, planned, by))
                          .then(
                              planned ->
                                  dryRun ? rehearsed(turn, planned, seen) : Outcome.of(planned));
                });
    return switch (seen.isEmpty() ? outcome : Outcome.of(seen.getFirst())) {
      case Outcome.Refused<Planned>(Problem problem) ->
          mistakes.isEmpty() ? new Application.Rejected(List.of(problem)) : rejected(mistakes);
      case Outcome.Granted<Planned>(Planned planned) -> {
        if (!dryRun) {
          noticeApplied(planned, by);
        }
        yield new Application.Accepted(
            new Applied(ledger.edition().revision(), dryRun, planned.told()));
      }
    };
  }

  /// Keeps what would be done, and lets nothing of it come to pass.
  private static Outcome<Planned> rehearsed(Turn turn, Planned planned, List<Planned> seen) {
    Optional<Problem> objection = turn.objection();
    objection.ifPresentOrElse(_ -> {}, () -> seen.add(planned));
    return Outcome.refuse(objection.orElse(Problem.of(Code.CONFLICT, "This was a dry run.")));
  }

  private Planned carryOut(Turn turn, Base next, Planned planned, Initiator by) {
    if (!planned.effective().isEmpty()) {
      Change.apply(planned.effective(), turn);
      turn.counters(next.counters());
      turn.record(by, clock.instant());
    }
    return planned;
  }

  private void noticeApplied(Planned planned, Initiator by) {
    List<Change> changes = planned.declared();
    note(changes, by);
    if (!changes.isEmpty()) {
      journal.write(
          new Event.Notice(
              clock.instant(),
              Event.Kind.INVENTORY_APPLIED,
              Map.of(
                  "revision",
                  Long.toString(ledger.edition().revision()),
                  "changes",
                  Integer.toString(changes.size()))));
    }
  }

  private void note(List<Change> changes, Initiator by) {
    changes.forEach(change -> journal.write(change.activity(clock.instant(), by)));
  }

  /// Changes the switches of an instance or bare metal server.
  ///
  /// @param patch what is left out stays as it is
  public Outcome<ComputeView> patchCompute(
      Kind kind, String which, ComputePatch patch, Initiator by) {
    return change(
        new Command(kind, which, "update", by),
        (before, item) ->
            Alteration.switched((Compute) item.value(), patch, ids.next())
                .map(Alteration.none(before.contents())::with),
        (views, item) -> views.compute((Compute) item.value()));
  }

  /// Changes the account's switch.
  public Outcome<AccountView> patchAccount(
      String which, boolean metadataServiceEnabled, Initiator by) {
    return change(
        new Command(Kind.ACCOUNT, which, "update", by),
        (before, item) ->
            Outcome.of(
                Alteration.none(before.contents())
                    .with(((Account) item.value()).switched(metadataServiceEnabled))),
        (views, item) -> views.account((Account) item.value()));
  }

  /// Deletes a resource that nothing refers to; answers with what it was. The links that lead to it
  /// go with it.
  public Outcome<View> delete(Kind kind, String which, Initiator by) {
    return change(
        new Command(kind, which, "delete", by),
        (before, item) -> Alteration.deleted(before.contents(), item, clock.instant()),
        Views::of);
  }

  /// Makes every identity token given out so far to this compute resource worthless.
  ///
  /// @param kind an instance or bare metal server
  public Outcome<ComputeView> revokeTokens(Kind kind, String which, Initiator by) {
    Outcome<ComputeView> done =
        change(
            new Command(kind, which, "revoke-tokens", by),
            (before, item) ->
                Outcome.of(
                    Alteration.none(before.contents()).with(Edits.revoked((Compute) item.value()))),
            (views, item) -> views.compute((Compute) item.value()));
    if (done instanceof Outcome.Granted<ComputeView>(ComputeView compute)) {
      journal.write(
          new Event.Notice(
              clock.instant(),
              Event.Kind.TOKENS_REVOKED,
              Map.of(
                  "compute", compute.id(), "name", compute.name(), "account", compute.account())));
    }
    return done;
  }

  /// Links a compute resource to a trusted profile. A link that is there already is left as it is.
  public Outcome<ProfileView> link(String profile, LinkRequest request, Initiator by) {
    return change(
        new Command(Kind.TRUSTED_PROFILE, profile, "link", by),
        (before, item) -> Links.add(before, item, request, ids.next(), clock.instant()),
        (views, item) -> views.profile((TrustedProfile) item.value()));
  }

  /// Removes a link.
  ///
  /// @param compute the link's id, or id or name of the compute resource
  public Outcome<ProfileView> unlink(String profile, String compute, Initiator by) {
    return change(
        new Command(Kind.TRUSTED_PROFILE, profile, "unlink", by),
        (before, item) -> Links.remove(before, item, compute, clock.instant()),
        (views, item) -> views.profile((TrustedProfile) item.value()));
  }

  /// All resources of a kind that are the caller's to see.
  public List<View> list(Kind kind, Initiator by) {
    Edition now = ledger.edition();
    Views views = new Views(now);
    return now.all(kind, by.account()).stream().map(views::of).toList();
  }

  /// One resource.
  ///
  /// @param which its id, its name, or `account/name` where several accounts have that name
  public Outcome<View> get(Kind kind, String which, Initiator by) {
    Edition now = ledger.edition();
    return now.find(kind, which, by.account()).map(new Views(now)::of);
  }

  /// The name of what a caller does to resources of a kind, as roles know it.
  ///
  /// @param verb such as `read` or `list`
  public String action(Kind kind, String verb) {
    if (kind == Kind.TRUSTED_PROFILE) {
      return switch (verb) {
        case "read", "list" -> "iam-identity.profile.get";
        case "link", "unlink" -> "iam-identity.profile.linkToResource";
        default -> Change.event(kind, verb);
      };
    }
    return Change.event(kind, verb);
  }

  /// What policies can say of a resource; of one that is not there, its kind.
  public Map<String, String> attributes(Kind kind, String which, Initiator by) {
    Outcome<Item> found = ledger.edition().find(kind, which, by.account());
    return found instanceof Outcome.Granted<Item>(Item item)
        ? item.attributes()
        : Map.of("resourceType", Item.resourceType(kind));
  }

  /// The name of an account.
  public String accountName(AccountId account) {
    return ledger.edition().item(account.value()).map(Item::name).orElse(account.value());
  }

  /// The revision of the last write.
  public long revision() {
    return ledger.edition().revision();
  }

  /// How many resources there are that a caller may know of, by collection.
  public Map<String, Integer> counts(Initiator by) {
    Contents now = ledger.edition().contents();
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (Kind kind : Kind.DECLARED) {
      counts.put(kind.collection(), now.count(by.account(), kind.type()));
    }
    return counts;
  }

  /// A change of one resource.
  ///
  /// @param verb for the audit trail
  private record Command(Kind kind, String which, String verb, Initiator by) {
    String event() {
      return Change.event(kind, verb);
    }

    Attempt attempt() {
      return Attempt.by(by, AuditRecords.action(kind, verb, Optional.empty()), which);
    }
  }

  /// What a command makes of the contents, given the resource that it is about.
  @FunctionalInterface
  private interface Edit {
    Outcome<Alteration> apply(Edition before, Item item);
  }

  private <V> Outcome<V> change(Command command, Edit edit, BiFunction<Views, Item, V> view) {
    Outcome<Done> outcome = ledger.write(command.attempt(), turn -> done(turn, command, edit));
    return switch (outcome) {
      case Outcome.Refused<Done>(Problem problem) -> {
        journal.write(refusal(command.event(), command.which, problem, command.by));
        yield Outcome.refuse(problem);
      }
      case Outcome.Granted<Done>(Done done) -> {
        note(done.changes.stream().filter(Change::isDeclared).toList(), command.by);
        yield Outcome.of(shown(done.before, ledger.edition(), done.item, view));
      }
    };
  }

  /// What a command did.
  private record Done(Edition before, Item item, List<Change> changes) {}

  private static Outcome<Done> done(Turn turn, Command command, Edit edit) {
    Edition before = turn.edition();
    return before
        .find(command.kind, command.which, command.by.account())
        .then(
            item ->
                edit.apply(before, item)
                    .map(
                        alteration -> {
                          List<Change> changes = alteration.changes(before.contents());
                          Change.apply(changes, turn);
                          turn.call(
                              item.id(),
                              AuditRecords.action(
                                  command.kind, command.verb, Optional.of(item.value())));
                          return new Done(before, item, changes);
                        }));
  }

  /// As it is now; what was deleted is shown as it was.
  private static <V> V shown(
      Edition before, Edition after, Item item, BiFunction<Views, Item, V> view) {
    return after
        .item(item.id())
        .map(now -> view.apply(new Views(after), now))
        .orElseGet(() -> view.apply(new Views(before), item));
  }

  private static Application rejected(List<Mistake> mistakes) {
    return new Application.Rejected(mistakes.stream().map(Controller::problem).toList());
  }

  private static Problem problem(Mistake mistake) {
    return mistake.path().isEmpty()
        ? Problem.of(Code.INVALID_REQUEST, mistake.text())
        : Problem.of(Code.INVALID_VALUE, mistake.text()).field(mistake.path());
  }

  private Event refusal(String action, String target, Problem problem, Initiator by) {
    return new Event.Activity(
            clock.instant(),
            by.trace(),
            action,
            false,
            problem.status(),
            problem.code().wireName(),
            "",
            by.operator(),
            target,
            problem.detail().isEmpty() ? problem.message() : problem.detail())
        .actedBy(by.authn());
  }
}
