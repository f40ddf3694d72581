package io.sekisho.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sekisho.control.Kind;
import io.sekisho.control.Labels;
import io.sekisho.control.Store.Document;
import io.sekisho.control.Store.Entry;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.ServiceId;
import io.sekisho.problem.Outcome;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A process that does nothing but write, and says what it was promised: `found <n>` first, then
/// `wrote <n>` after each write that returned. Made to be killed.
///
/// Each write is of several documents, which say its number, and an audit record; each has a secret
/// beside it.
final class Scribe {
  static final int DOCUMENTS = 3;

  private Scribe() {}

  /// @param arguments folder, name of the state folder in it, account, and a database's URL if
  ///   there is one
  public static void main(String[] arguments) {
    Lodging lodging =
        new Lodging(
            Path.of(arguments[0]),
            arguments.length > 3 ? Optional.of(arguments[3]) : Optional.empty());
    AccountId account = new AccountId(arguments[2]);
    StateDirectory state = Lodging.open(lodging.place(arguments[1]));
    long number = found(state.store(), account);
    String secret =
        names(state, account).stream()
            .max(Comparator.naturalOrder())
            .flatMap(state.secrets()::read)
            .map(bytes -> new String(bytes, UTF_8))
            .orElse("");
    say("found " + number + " " + secret);
    while (true) {
      number++;
      try {
        write(state.store(), account, number);
        replaceSecret(state, account, number);
        say("wrote " + number);
      } catch (StoreFailure e) {
        say((e.isUnknown() ? "unknown " : "failed ") + number);
        number = awaitFound(state.store(), account);
      }
    }
  }

  /// The number of the last write, which all of its documents have to say.
  private static long found(SqlStore store, AccountId account) {
    Set<String> numbers =
        store.in(account).of(Kind.SERVICE_ID, "").stream()
            .map(Document::value)
            .map(value -> ((ServiceId) value).description())
            .collect(Collectors.toSet());
    if (numbers.size() > 1) {
      throw new IllegalStateException("half of a write is there: " + numbers);
    }
    return numbers.stream().mapToLong(Long::parseLong).max().orElse(0);
  }

  private static long awaitFound(SqlStore store, AccountId account) {
    while (true) {
      try {
        return found(store, account);
      } catch (StoreFailure e) {
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void write(SqlStore store, AccountId account, long number) {
    store.write(
        transaction -> {
          for (int i = 0; i < DOCUMENTS; i++) {
            Object value = Papers.serviceId(account, i, "scribe", Long.toString(number));
            transaction.apply(new Entry.Put(Labels.of(value), value));
          }
          transaction.audit(Papers.audit(account, "scribe", "wrote " + number));
          return Outcome.of(number);
        });
  }

  /// Secrets are never overwritten: a new one under a later name, then the old one goes.
  private static void replaceSecret(StateDirectory state, AccountId account, long number) {
    String name = "secret-%s-%019d".formatted(account, number);
    state.secrets().write(name, secret(number).getBytes(UTF_8));
    names(state, account).stream().filter(old -> !old.equals(name)).forEach(state.secrets()::erase);
  }

  private static List<String> names(StateDirectory state, AccountId account) {
    return state.secrets().names().stream()
        .filter(name -> name.startsWith("secret-" + account))
        .toList();
  }

  /// Long enough to be torn by a write that is not atomic.
  static String secret(long number) {
    return (number + ";").repeat(2_000);
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
