package io.sekisho.probe;

import io.sekisho.client.Failure;
import io.sekisho.probe.Attack.Vector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/// The suite: every class of attacks, tried on one target, one vector after the other.
public final class Probe {
  private Probe() {}

  /// Every class there is, in the order of their ids.
  public static List<Attack> attacks() {
    return Stream.of(
            Corpus.attacks(),
            TokenAttacks.attacks(),
            ForgedTokens.attacks(),
            AnswerAttacks.attacks(),
            DeliveryAttacks.attacks(),
            TlsAttacks.attacks(),
            LoadAttacks.attacks())
        .flatMap(List::stream)
        .sorted(Comparator.comparing(Attack::id))
        .toList();
  }

  /// Tries the classes with these ids; all of them if none is named.
  ///
  /// @throws Failure if the target does not even serve an honest guest, or an id is unknown
  static Report run(Assignment assignment, Set<String> ids) {
    List<Attack> chosen = choose(ids);
    long began = System.nanoTime();
    Session session = Session.open(assignment);
    List<Report.Row> rows = new ArrayList<>();
    for (Attack attack : chosen) {
      rows.add(
          Report.Row.of(
              attack, attack.together() ? atOnce(attack, session) : each(attack, session)));
    }
    long millis = (System.nanoTime() - began) / 1_000_000;
    return new Report(assignment.target().url(), assignment.dialect().toString(), rows, millis);
  }

  private static List<Attack> choose(Set<String> ids) {
    List<Attack> all = attacks();
    Set<String> unknown = new HashSet<>(ids);
    all.forEach(attack -> unknown.remove(attack.id()));
    if (!unknown.isEmpty()) {
      throw new Failure("There is no class " + String.join(", ", unknown) + ": see --list.");
    }
    return all.stream().filter(attack -> ids.isEmpty() || ids.contains(attack.id())).toList();
  }

  private static List<Judgement> each(Attack attack, Session session) {
    return attack.vectors().stream().map(vector -> attempt(vector, session)).toList();
  }

  private static List<Judgement> atOnce(Attack attack, Session session) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Judgement>> running = new ArrayList<>();
      attack
          .vectors()
          .forEach(vector -> running.add(threads.submit(() -> attempt(vector, session))));
      List<Judgement> done = new ArrayList<>();
      for (Future<Judgement> one : running) {
        done.add(one.get());
      }
      return done;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Judgement attempt(Vector vector, Session session) {
    if (!vector.dialects().contains(session.dialect())) {
      return new Judgement.NotApplicable("not a matter of " + session.dialect());
    }
    try {
      return vector.trial().run(session);
    } catch (IOException e) {
      return new Judgement.Unexpected("an answer", "", "no connection: " + e);
    }
  }
}
