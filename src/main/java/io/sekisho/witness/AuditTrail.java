package io.sekisho.witness;

import io.sekisho.audit.Entry;
import io.sekisho.audit.Head;
import io.sekisho.control.Initiator;
import io.sekisho.control.Store;
import io.sekisho.iam.AccountId;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the audit trail, each caller what is theirs to read.
public final class AuditTrail {
  /// How many records are looked at for one page of what is rare.
  private static final int SCAN = 20_000;

  private static final int CHUNK = 1_000;

  private final Store store;

  public AuditTrail(Store store) {
    this.store = store;
  }

  /// Which records.
  public record Filter(
      Optional<AccountId> account, Optional<String> target, Optional<String> action) {
    boolean matches(Entry entry) {
      return account.stream().allMatch(it -> it.value().equals(entry.account()))
          && target.stream().allMatch(entry.target()::equals)
          && action.stream().allMatch(entry.action()::equals);
    }
  }

  /// @param next the number after which to read on; empty if there is no more
  public record Page(List<Entry> entries, Optional<Long> next) {
    public Page {
      entries = List.copyOf(entries);
    }
  }

  /// Records after a number, oldest first. Of an account's own people, those of the account.
  public Outcome<Page> page(Filter filter, long after, int limit, Initiator by) {
    if (by.account().isEmpty()) {
      return Outcome.of(page(filter, after, limit));
    }
    AccountId own = by.account().get();
    return filter.account().stream().allMatch(own::equals)
        ? Outcome.of(page(new Filter(by.account(), filter.target(), filter.action()), after, limit))
        : Outcome.refuse(
            Problem.of(
                    Code.UNAUTHORIZED,
                    "Your token is for account " + own + ": ask for its records.")
                .parameter("account"));
  }

  private Page page(Filter filter, long after, int limit) {
    List<Entry> found = new ArrayList<>();
    long read = after;
    for (int looked = 0; looked < SCAN; looked += CHUNK) {
      List<Entry> chunk = chunk(filter, read);
      for (Entry entry : chunk) {
        read = entry.sequence();
        if (filter.matches(entry)) {
          found.add(entry);
        }
        if (found.size() == limit) {
          return new Page(found, Optional.of(read));
        }
      }
      if (chunk.size() < CHUNK) {
        return new Page(found, Optional.empty());
      }
    }
    return new Page(found, Optional.of(read));
  }

  private List<Entry> chunk(Filter filter, long after) {
    return filter
        .account()
        .map(account -> store.auditOf(account, filter.target(), after, CHUNK))
        .orElseGet(() -> store.auditTrail(after, CHUNK));
  }

  /// All records after a number, as they are kept: what is verified has to be all of it.
  public Outcome<List<Entry>> whole(long after, int most, Initiator by) {
    return by.account().isEmpty()
        ? Outcome.of(store.auditTrail(after, most))
        : Outcome.refuse(
            Problem.of(
                Code.UNAUTHORIZED,
                "The whole trail has records of all accounts: ask for it with an operator's key."));
  }

  /// The last record.
  public Head head() {
    return store.auditHead();
  }
}
