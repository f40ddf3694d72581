package io.sekisho.control;

import io.sekisho.audit.Head;
import io.sekisho.iam.AccountId;
import io.sekisho.problem.Outcome;
import io.sekisho.store.SqlStore;
import io.sekisho.store.StateDirectory;
import io.sekisho.store.StateDirectory.Place;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// A real store in a folder of its own, that can be told to fail in the middle of a write.
final class FragileStore implements Store {
  private static final int ALL = 100_000;

  boolean broken;
  private final SqlStore store;

  FragileStore() {
    Path folder = folder();
    StateDirectory state =
        StateDirectory.open(Place.at(folder.resolve("state")), _ -> _ -> "sealed");
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
  public long revision() {
    return store.revision();
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
  public List<Changed> changes(long after, int most) {
    return store.changes(after, most);
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
    return store.operatorKeys();
  }

  @Override
  public void addOperatorKey(OperatorKey key) {
    store.addOperatorKey(key);
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("sekisho-control");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(StateDirectory state, Path folder) {
    state.close();
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
