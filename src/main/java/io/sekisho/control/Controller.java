package io.sekisho.control;

import io.sekisho.iam.Account;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.inventory.InventoryReader;
import io.sekisho.inventory.InventoryReader.Reading;
import io.sekisho.inventory.Mistake;
import io.sekisho.plan.Edits;
import io.sekisho.plan.Planner;
import io.sekisho.plan.Planner.Base;
import io.sekisho.plan.Planner.Planning;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.telemetry.Event;
import io.sekisho.telemetry.Journal;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.Snapshot;
import io.sekisho.vpc.Snapshot.Contents;
import io.sekisho.wire.AccountView;
import io.sekisho.wire.Applied;
import io.sekisho.wire.ComputeView;
import io.sekisho.wire.Inventory;
import io.sekisho.wire.LinkRequest;
import io.sekisho.wire.MetadataServiceSettings;
import io.sekisho.wire.ProfileView;
import io.sekisho.wire.View;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/// The operator's side of everything: changes what there is and says what there is.
///
/// One change at a time; a call that changes something returns when the change is durable and every
/// listener has put it into force. Reads never wait.
public final class Controller {
  private static final String APPLY = "sekisho.inventory.apply";

  private final IdSource ids;
  private final InstantSource clock;
  private final Journal journal;
  private final Ledger ledger;
  private final ReentrantLock writer = new ReentrantLock();

  public Controller(Store store, IdSource ids, InstantSource clock, Journal journal) {
    this.ids = ids;
    this.clock = clock;
    this.journal = journal;
    this.ledger = new Ledger(store, clock, journal);
  }

  /// What guests are served from.
  public Snapshot snapshot() {
    return ledger.edition().snapshot();
  }

  /// Calls the listener now with the current snapshot, and again before each write returns.
  public void subscribe(SnapshotListener listener) {
    locked(
        () -> {
          ledger.subscribe(listener);
          return listener;
        });
  }

  /// Applies an inventory in YAML or JSON, all of it or nothing.
  ///
  /// @param prune whether what the inventory does not name is deleted, within the accounts that it
  ///   names
  /// @param dryRun whether it is only said what would be done
  public Application apply(byte[] document, boolean prune, boolean dryRun, Initiator by) {
    Application result =
        switch (InventoryReader.read(document)) {
          case Reading.Read(Inventory inventory) ->
              locked(() -> plan(document, inventory, prune, dryRun, by));
          case Reading.Unreadable(List<Mistake> mistakes) -> rejected(mistakes);
        };
    if (result instanceof Application.Rejected(List<Problem> problems)) {
      journal.write(refusal(APPLY, "", problems.getFirst(), by));
    }
    return result;
  }

  private Application plan(
      byte[] document, Inventory inventory, boolean prune, boolean dryRun, Initiator by) {
    Edition now = ledger.edition();
    Planner planner = new Planner(ids::next, clock.instant());
    return switch (planner.plan(inventory, now.base(), prune)) {
      case Planning.Impossible(var findings) ->
          rejected(InventoryReader.locate(document, findings));
      case Planning.Plan(Base next, Set<String> named) -> carryOut(now, next, named, dryRun, by);
    };
  }

  private Application carryOut(
      Edition now, Base next, Set<String> named, boolean dryRun, Initiator by) {
    Map<String, Item> after = Item.all(next.contents());
    List<Change> changes = Change.between(now.items(), after, named);
    if (!dryRun) {
      Optional<Problem> notInForce = ledger.write(APPLY, by, next, changes);
      if (notInForce.isPresent()) {
        return new Application.Rejected(List.of(notInForce.get()));
      }
      noticeApplied(now, changes);
    }
    List<Applied.Change> told = new ArrayList<>();
    for (Change change : changes) {
      String id = change.item().account().value();
      Item account = after.getOrDefault(id, now.items().get(id));
      told.add(change.wire(account == null ? id : account.name()));
    }
    return new Application.Accepted(new Applied(snapshot().revision(), dryRun, told));
  }

  private void noticeApplied(Edition before, List<Change> changes) {
    long revision = snapshot().revision();
    if (revision != before.snapshot().revision()) {
      long changed =
          changes.stream().filter(each -> each.action() != Change.Action.UNCHANGED).count();
      journal.write(
          new Event.Notice(
              clock.instant(),
              Event.Kind.INVENTORY_APPLIED,
              Map.of("revision", Long.toString(revision), "changes", Long.toString(changed))));
    }
  }

  /// Changes the switches of an instance or bare metal server.
  ///
  /// @param settings what is left out stays as it is
  public Outcome<ComputeView> patchCompute(
      Kind kind, String which, MetadataServiceSettings settings, Initiator by) {
    return change(
        new Command(kind, which, "update", by),
        (contents, item) ->
            Alteration.switched((Compute) item.value(), settings)
                .map(compute -> Alteration.with(contents, compute)),
        (views, item) -> views.compute((Compute) item.value()));
  }

  /// Changes the account's switch.
  public Outcome<AccountView> patchAccount(
      String which, boolean metadataServiceEnabled, Initiator by) {
    return change(
        new Command(Kind.ACCOUNT, which, "update", by),
        (contents, item) -> {
          Account it = (Account) item.value();
          return Outcome.of(
              Alteration.with(
                  contents,
                  new Account(it.id(), it.name(), metadataServiceEnabled, it.createdAt())));
        },
        (views, item) -> views.account((Account) item.value()));
  }

  /// Deletes a resource that nothing refers to; answers with what it was. The links that lead to it
  /// go with it.
  public Outcome<View> delete(Kind kind, String which, Initiator by) {
    return change(
        new Command(kind, which, "delete", by),
        (contents, item) -> Alteration.deleted(contents, item, clock.instant()),
        Views::of);
  }

  /// Makes every identity token given out so far to this compute resource worthless.
  ///
  /// @param kind an instance or bare metal server
  public Outcome<ComputeView> revokeTokens(Kind kind, String which, Initiator by) {
    Outcome<ComputeView> done =
        change(
            new Command(kind, which, "revoke-tokens", by),
            (contents, item) ->
                Outcome.of(Alteration.with(contents, Edits.revoked((Compute) item.value()))),
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
        (contents, item) -> Links.add(ledger.edition(), item, request, ids.next(), clock.instant()),
        (views, item) -> views.profile((TrustedProfile) item.value()));
  }

  /// Removes a link.
  ///
  /// @param compute the link's id, or id or name of the compute resource
  public Outcome<ProfileView> unlink(String profile, String compute, Initiator by) {
    return change(
        new Command(Kind.TRUSTED_PROFILE, profile, "unlink", by),
        (contents, item) -> Links.remove(ledger.edition(), item, compute, clock.instant()),
        (views, item) -> views.profile((TrustedProfile) item.value()));
  }

  /// All resources of a kind.
  public List<View> list(Kind kind) {
    Edition now = ledger.edition();
    Views views = new Views(now);
    return now.all(kind).stream().map(views::of).toList();
  }

  /// One resource.
  ///
  /// @param which its id, its name, or `account/name` where several accounts have that name
  public Outcome<View> get(Kind kind, String which) {
    Edition now = ledger.edition();
    return now.find(kind, which).map(new Views(now)::of);
  }

  /// How many resources there are, by collection.
  public Map<String, Integer> counts() {
    Edition now = ledger.edition();
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (Kind kind : Kind.values()) {
      counts.put(kind.collection(), now.all(kind).size());
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
  }

  /// What a command makes of the contents, given the resource that it is about.
  @FunctionalInterface
  private interface Edit {
    Outcome<Contents> apply(Contents contents, Item item);
  }

  private <V> Outcome<V> change(Command command, Edit edit, BiFunction<Views, Item, V> view) {
    return locked(
        () -> {
          Edition before = ledger.edition();
          Outcome<V> outcome =
              before
                  .find(command.kind, command.which)
                  .then(
                      item ->
                          edit.apply(before.snapshot().contents(), item)
                              .then(contents -> write(command, contents))
                              .map(after -> shown(before, after, item, view)));
          if (outcome instanceof Outcome.Refused<V>(Problem problem)) {
            journal.write(refusal(command.event(), command.which, problem, command.by));
          }
          return outcome;
        });
  }

  private Outcome<Edition> write(Command command, Contents contents) {
    Edition before = ledger.edition();
    List<Change> changes = Change.between(before.items(), Item.all(contents), Set.of());
    Base next = new Base(contents, before.counters());
    return ledger
        .write(command.event(), command.by, next, changes)
        .<Outcome<Edition>>map(Outcome::refuse)
        .orElseGet(() -> Outcome.of(ledger.edition()));
  }

  /// As it is now; what was deleted is shown as it was.
  private static <V> V shown(
      Edition before, Edition after, Item item, BiFunction<Views, Item, V> view) {
    Item now = after.items().get(item.id());
    return now == null ? view.apply(new Views(before), item) : view.apply(new Views(after), now);
  }

  private <T> T locked(Supplier<T> action) {
    writer.lock();
    try {
      return action.get();
    } finally {
      writer.unlock();
    }
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
        problem.detail().isEmpty() ? problem.message() : problem.detail());
  }
}
