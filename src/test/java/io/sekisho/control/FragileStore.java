package io.sekisho.control;

import io.sekisho.Scratch;
import io.sekisho.audit.Head;
import io.sekisho.iam.AccountId;
import io.sekisho.problem.Outcome;
import io.sekisho.store.SqlStore;
import io.sekisho.store.StateDirectory;
import io.sekisho.store.StateDirectory.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// A real store in a folder of its own, that can be told to fail in the middle of a write.
final class FragileStore implements Store {
  private static final int ALL = 100_000;

  boolean broken;

  /// How often it was asked for operators' keys.
  int questions;

  private final SqlStore store;

  FragileStore() {
    Scratch folder = Scratch.make();
    StateDirectory state =
        StateDirectory.open(Place.at(folder.resolve("state")), (_, _) -> _ -> "sealed");
    store = state.store();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(state, folder)));
  }

  /// What each write changed.
  List<List<Entry>> writes() {
    Map<Long, List<Entry>> writes = new LinkedHashMap<>();
    for (Changed changed : store.changes(0, ALL)) {
      writes.computeIfAbsent(changed.revision(), _ -> new ArrayList<>()).add(changed.entry());
    }
    return List.copyOf(writes.values());
  }

  @Override
  public <T> Outcome<T> write(Function<Transaction, Outcome<T>> work) {
    return store.write(
        transaction -> {
          Outcome<T> outcome = work.apply(transaction);
          if (broken) {
            throw new IllegalStateException("the disk is full");
          }
          return outcome;
        });
  }

  @Override
  public Saved load() {
    return store.load();
  }

  @Override
  public Latest latest() {
    return store.latest();
  }

  @Override
  public Documents in(AccountId account) {
    return store.in(account);
  }

  @Override
  public Optional<Document> apiKey(String hash) {
    return store.apiKey(hash);
  }

  @Override
  public Feed changes(Optional<AccountId> account, long after, int most) {
    return store.changes(account, after, most);
  }

  @Override
  public void trim(Retention keep) {
    store.trim(keep);
  }

  @Override
  public void await(long after, Duration most) throws InterruptedException {
    store.await(after, most);
  }

  @Override
  public void audit(List<Audit> records) {
    store.audit(records);
  }

  @Override
  public Set<String> keep(Collection<Sheaf> sheaves) {
    return store.keep(sheaves);
  }

  @Override
  public Reached reached(String node) {
    return store.reached(node);
  }

  @Override
  public List<io.sekisho.audit.Entry> auditOf(
      AccountId account, Optional<String> target, long after, int most) {
    return store.auditOf(account, target, after, most);
  }

  @Override
  public List<io.sekisho.audit.Entry> auditTrail(long after, int most) {
    return store.auditTrail(after, most);
  }

  @Override
  public Head auditHead() {
    return store.auditHead();
  }

  @Override
  public List<OperatorKey> operatorKeys() {
    questions++;
    return store.operatorKeys();
  }

  @Override
  public boolean addOperatorKey(OperatorKey key, List<Audit> records) {
    return store.addOperatorKey(key, records);
  }

  @Override
  public Removed removeOperatorKey(String name, List<Audit> records) {
    return store.removeOperatorKey(name, records);
  }

  private static void remove(StateDirectory state, Scratch folder) {
    state.close();
    folder.close();
  }
}
