package io.sekisho.control;

import io.sekisho.audit.Action;
import io.sekisho.audit.Activity;
import io.sekisho.audit.Activity.Difference;
import io.sekisho.audit.Detail;
import io.sekisho.control.Store.Documents;
import io.sekisho.control.Store.Entry;
import io.sekisho.control.Store.Label;
import io.sekisho.control.Store.Transaction;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.Cap;
import io.sekisho.iam.Policy;
import io.sekisho.plan.Counters;
import io.sekisho.plan.Planner.Base;
import io.sekisho.problem.Code;
import io.sekisho.problem.Problem;
import io.sekisho.vpc.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A write in the making: nobody else writes until it is done, and all of it comes to pass, or
/// nothing.
public final class Turn {
  private final Transaction transaction;
  private final Edition edition;
  private final List<Aftermath> aftermaths;
  private final List<Insistence> insistences;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, Done> done = new LinkedHashMap<>();
  private final List<Part> parts = new ArrayList<>();
  private final Map<String, Action> actions = new HashMap<>();
  private final Map<Kind, Action> kinds = new EnumMap<>(Kind.class);
  private final Map<String, List<Difference>> told = new HashMap<>();
  private Optional<Problem> collision = Optional.empty();

  /// What else goes when a document goes, whoever deletes it and why: in the same write.
  @FunctionalInterface
  public interface Aftermath {
    void of(Turn turn, Object deleted);
  }

  Turn(
      Transaction transaction,
      Edition edition,
      List<Aftermath> aftermaths,
      List<Insistence> insistences) {
    this.transaction = transaction;
    this.edition = edition;
    this.aftermaths = aftermaths;
    this.insistences = insistences;
  }

  /// What is declared, before this write.
  public Edition edition() {
    return edition;
  }

  /// A document as this write leaves it so far, if it does.
  public Optional<Object> value(String id) {
    Done here = done.get(id);
    return here == null
        ? edition.item(id).map(Item::value)
        : Optional.of(here).filter(it -> !it.verb.equals("delete")).map(Done::value);
  }

  /// What one account has, with what this write did already.
  public Documents in(AccountId account) {
    return transaction.in(account);
  }

  /// Makes or replaces a document.
  ///
  /// @return the revision that it has from then on
  public long put(Object value) {
    Label label = Labels.of(value);
    Done before = done.get(label.id());
    boolean isNew = before == null ? !isThere(label) : before.verb.equals("create");
    expectOwn(label);
    apply(new Entry.Put(label, value));
    done.put(label.id(), new Done(isNew ? "create" : "update", value));
    return transaction.revision();
  }

  /// An id is one thing's in one account for as long as it is there, whoever may have chosen it.
  private void expectOwn(Label label) {
    Stream<Object> there =
        Stream.concat(
            edition.item(label.id()).map(Item::value).stream(),
            Stream.ofNullable(done.get(label.id())).map(Done::value));
    if (there
        .map(Labels::of)
        .anyMatch(it -> it.kind() != label.kind() || !it.account().equals(label.account()))) {
      collision =
          Optional.of(
              Problem.of(
                  Code.CONFLICT,
                  "The id %s is something else's: choose another.".formatted(label.id())));
    }
  }

  public void delete(Object value) {
    Label label = Labels.of(value);
    apply(new Entry.Delete(label));
    done.put(label.id(), new Done("delete", value));
    aftermaths.forEach(aftermath -> aftermath.of(this, value));
  }

  /// Says what a change of one document is, where it is more than that it is made, changed or
  /// deleted: for the audit trail.
  public void call(String id, Action action) {
    actions.put(id, action);
  }

  /// The same of all documents of a kind.
  public void call(Kind kind, Action action) {
    kinds.put(kind, action);
  }

  /// Says what becomes of a resource that is part of a document: for the audit trail.
  ///
  /// @param verb such as `create` or `attach`
  public void part(Resource part, String verb) {
    part(part, AuditRecords.action(Kind.of(part), verb, Optional.of(part)));
  }

  /// The same of what has an event of its own.
  public void part(Resource part, Action action) {
    parts.add(new Part(action, part));
  }

  /// Tells what an update made of a document: for the audit trail.
  void tell(String id, List<Difference> differences) {
    told.put(id, differences);
  }

  /// The documents that this write replaces or deletes, as they were.
  public List<Object> replaced() {
    return done.keySet().stream()
        .flatMap(id -> edition.item(id).map(Item::value).stream())
        .toList();
  }

  /// The documents that this write makes or replaces, as they are to be.
  public List<Object> replacements() {
    return done.values().stream()
        .filter(what -> !what.verb.equals("delete"))
        .map(Done::value)
        .toList();
  }

  /// Whether this write deletes a document.
  public boolean deletes(String id) {
    Done what = done.get(id);
    return what != null && what.verb.equals("delete");
  }

  /// Why there would be too many of something after this write.
  private Optional<Problem> excess() {
    return done.values().stream()
        .filter(what -> what.verb.equals("create"))
        .map(what -> Labels.of(what.value))
        .map(label -> new Crowd(label.account(), label.kind(), label.parent()))
        .distinct()
        .flatMap(crowd -> excess(crowd).stream())
        .findFirst()
        .map(Turn::full);
  }

  /// What may not be put, whoever does it.
  @FunctionalInterface
  public interface Insistence {
    /// Why a document may not become what it is to be; empty if it may.
    ///
    /// @param before as it was; empty if it is new
    Optional<Problem> objection(Turn turn, Object value, Optional<Object> before);
  }

  /// Why none of this may be; empty if all of it may.
  Optional<Problem> objection() {
    Optional<Problem> excess = collision.or(this::excess);
    if (excess.isPresent()) {
      return excess;
    }
    for (Done what : done.values()) {
      if (!what.verb.equals("delete")) {
        Optional<Object> before = edition.contents().find(Labels.of(what.value).id());
        for (Insistence insistence : insistences) {
          Optional<Problem> objection = insistence.objection(this, what.value, before);
          if (objection.isPresent()) {
            return objection;
          }
        }
      }
    }
    return Optional.empty();
  }

  /// What is counted together.
  private record Crowd(AccountId account, Kind kind, String parent) {}

  private Optional<Cap> excess(Crowd own) {
    Documents in = in(own.account);
    return switch (own.kind) {
      case USER -> excess(in, own.kind, Cap.USERS);
      case SERVICE_ID -> excess(in, own.kind, Cap.SERVICE_IDS);
      case TRUSTED_PROFILE -> excess(in, own.kind, Cap.TRUSTED_PROFILES);
      case ACCESS_GROUP -> excess(in, own.kind, Cap.ACCESS_GROUPS);
      case ROLE -> excess(in, own.kind, Cap.CUSTOM_ROLES);
      case IDENTITY_PROVIDER -> excess(in, own.kind, Cap.IDENTITY_PROVIDERS);
      case API_KEY -> excess(in.of(own.kind, own.parent).size(), Cap.API_KEYS);
      case POLICY ->
          excess(in, own.kind, Cap.POLICIES)
              .or(() -> excess(active(in, own.parent), Cap.POLICIES_OF_SUBJECT));
      default -> Optional.empty();
    };
  }

  private static long active(Documents in, String subject) {
    return in.of(Kind.POLICY, subject).stream()
        .filter(it -> it.value() instanceof Policy policy && policy.state() == Policy.State.ACTIVE)
        .count();
  }

  private static Optional<Cap> excess(Documents in, Kind kind, Cap cap) {
    return excess(in.count(kind), cap);
  }

  private static Optional<Cap> excess(long count, Cap cap) {
    return count > cap.most() ? Optional.of(cap) : Optional.empty();
  }

  /// That there is no room for more.
  public static Problem full(Cap cap) {
    return Problem.of(Code.CONFLICT, "There are at most %s: delete one.".formatted(cap))
        .detail(cap.name());
  }

  /// Puts all that this write did on record, as part of it.
  void record(Initiator by, Instant at) {
    done.forEach(
        (id, what) -> {
          Activity activity = AuditRecords.done(action(id, what), what.value, by, at);
          Map<Detail, String> revision =
              Map.of(Detail.REVISION, Long.toString(transaction.revision()));
          transaction.audit(
              AuditRecords.of(activity.telling(told.getOrDefault(id, List.of()), revision)));
        });
    for (Part part : parts) {
      transaction.audit(AuditRecords.of(AuditRecords.done(part.action, part.value, by, at)));
    }
  }

  private Action action(String id, Done what) {
    Kind kind = Labels.of(what.value).kind();
    Optional<Action> said =
        Optional.ofNullable(actions.get(id)).or(() -> Optional.ofNullable(kinds.get(kind)));
    return said.orElseGet(() -> AuditRecords.action(kind, what.verb, Optional.of(what.value)));
  }

  /// What became of one document.
  private record Done(String verb, Object value) {}

  /// What became of one that is part of a document.
  private record Part(Action action, Resource value) {}

  private boolean isThere(Label label) {
    return Kind.HELD.contains(label.kind())
        ? edition.contents().find(label.id()).isPresent()
        : transaction.in(label.account()).get(label.kind(), label.id()).isPresent();
  }

  private void apply(Entry entry) {
    transaction.apply(entry);
    entries.add(entry);
  }

  Base base() {
    return new Base(edition.contents(), transaction.counters());
  }

  /// A number for a VPC that was never used before.
  public int nextVpcIndex() {
    Counters now = transaction.counters();
    int next = Math.incrementExact(now.vpcIndex());
    transaction.counters(new Counters(next, now.mark()));
    return next;
  }

  /// A number for an interface that was never used before.
  public int nextMark() {
    Counters now = transaction.counters();
    int next = Math.incrementExact(now.mark());
    transaction.counters(new Counters(now.vpcIndex(), next));
    return next;
  }

  void counters(Counters counters) {
    transaction.counters(counters);
  }

  /// The edition that this write leaves behind.
  Edition after() {
    return entries.isEmpty() ? edition : edition.after(transaction.revision(), entries);
  }

  List<Entry> entries() {
    return entries;
  }
}
