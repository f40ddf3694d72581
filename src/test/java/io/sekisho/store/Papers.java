package io.sekisho.store;

import io.sekisho.control.Labels;
import io.sekisho.control.Store;
import io.sekisho.control.Store.Audit;
import io.sekisho.control.Store.Entry;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.ApiKey;
import io.sekisho.iam.ServiceId;
import io.sekisho.iam.Stamps;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Documents to keep.
final class Papers {
  static final AccountId ACME = new AccountId("0123456789abcdef0123456789abcdef");
  static final AccountId OTHER = new AccountId("f".repeat(32));
  static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123456789Z");

  private Papers() {}

  static ServiceId serviceId(AccountId account, int number, String name) {
    return serviceId(account, number, name, "the " + number);
  }

  static ServiceId serviceId(AccountId account, int number, String name, String description) {
    Stamps stamps = Stamps.created(NOON.plusSeconds(number), "IBMid-1");
    return new ServiceId(
        id("ServiceId-", number), account, name, description, false, List.of(), stamps);
  }

  static ApiKey apiKey(AccountId account, int number, String hash) {
    return new ApiKey(
        id("ApiKey-", number),
        account,
        "iam-" + id("ServiceId-", 1),
        "key",
        "",
        hash,
        false,
        false,
        Optional.empty(),
        Stamps.created(NOON.plusSeconds(number), "IBMid-1"));
  }

  static TrustedProfile profile(AccountId account, int number, String name) {
    return new TrustedProfile(
        id("Profile-", number), account, name, "", List.of(), List.of(), NOON, NOON);
  }

  static String id(String prefix, int number) {
    return prefix + new UUID(0x4000, number);
  }

  static Audit audit(AccountId account, String target, String action) {
    return new Audit(NOON, account, target, action, "{\"action\":\"" + action + "\"}");
  }

  /// Writes documents, and returns the revision that they have then.
  static long put(Store store, Object... values) {
    return granted(
        store.write(
            transaction -> {
              for (Object value : values) {
                transaction.apply(new Entry.Put(Labels.of(value), value));
              }
              return Outcome.of(transaction.revision());
            }));
  }

  static long delete(Store store, Object value) {
    return granted(
        store.write(
            transaction -> {
              transaction.apply(new Entry.Delete(Labels.of(value)));
              return Outcome.of(transaction.revision());
            }));
  }

  static <T> Outcome<T> refusal() {
    return Outcome.refuse(Problem.of(Code.CONFLICT, "not now"));
  }

  static <T> T granted(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Granted<T>(T value) -> value;
      case Outcome.Refused<T>(Problem problem) -> throw new AssertionError(problem.toString());
    };
  }
}
