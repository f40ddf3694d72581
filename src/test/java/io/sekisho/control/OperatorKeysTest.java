package io.sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class OperatorKeysTest {
  private static final Initiator ALICE = new Initiator("alice", "trace");

  private final FragileStore store = new FragileStore();
  private final Ledger ledger = new Ledger(store, InstantSource.system(), _ -> {});
  private final OperatorKeys keys = keys();

  @Test
  void createsTheFirstKeyOnce() {
    String first = keys.createFirst().orElseThrow();
    assertThat(first).matches("sekisho_[A-Za-z0-9_-]{43}");
    assertThat(keys.createFirst()).isEmpty();
    assertThat(keys().createFirst()).isEmpty();
    assertThat(keys().verify(first)).contains("first");
  }

  @Test
  void keepsNoKeyThatCouldBeUsed() {
    String first = keys.createFirst().orElseThrow();
    String kept = store.operatorKeys().toString();
    assertThat(kept).doesNotContain(first.substring(OperatorKeys.PREFIX.length()));
    assertThat(keys.verify(store.operatorKeys().getFirst().hash())).isEmpty();
  }

  @Test
  void refusesWhatIsNotAKey() {
    String first = keys.createFirst().orElseThrow();
    assertThat(keys.verify("")).isEmpty();
    assertThat(keys.verify(first + "A")).isEmpty();
    assertThat(keys.verify(first.substring(1))).isEmpty();
    assertThat(keys.verify(first.toUpperCase(Locale.ROOT))).isEmpty();
    assertThat(keys.verify("x".repeat(1 << 20))).isEmpty();
  }

  @Test
  void tellsKeysApart() {
    String one = create("alice");
    String two = create("bob");
    assertThat(keys.verify(one)).contains("alice");
    assertThat(keys.verify(two)).contains("bob");
    assertThat(refused(keys.create("bob", ALICE)).message()).contains("bob");
  }

  @Test
  void givesNoNameThatCouldBeMisread() {
    for (String name : new String[] {"", "-a", "a b", "a/b", "a\nb", "\u00e9", "a".repeat(64)}) {
      assertThat(refused(keys.create(name, ALICE)).code()).isEqualTo(Code.INVALID_VALUE);
    }
    assertThat(keys.all()).isEmpty();
  }

  @Test
  void deletesAtOnce() {
    String one = create("alice");
    String two = create("bob");
    granted(keys.delete("bob", ALICE));
    assertThat(keys.verify(two)).isEmpty();
    assertThat(keys.since("bob")).isEmpty();
    assertThat(keys.verify(one)).contains("alice");
    assertThat(keys().verify(two)).isEmpty();
  }

  @Test
  void keepsTheLastOne() {
    String one = create("alice");
    assertThat(refused(keys.delete("alice", ALICE)).message()).contains("last operator key");
    assertThat(refused(keys.delete("bob", ALICE)).code()).isEqualTo(Code.NOT_FOUND);
    assertThat(keys.verify(one)).contains("alice");
  }

  @Test
  void recordsWhatWasDoneAndWhatWasRefused() {
    create("alice");
    create("bob");
    keys.delete("bob", ALICE);
    keys.delete("alice", ALICE);
    assertThat(store.auditTrail(0, 10))
        .extracting(entry -> entry.action() + " " + entry.target())
        .containsExactly(
            "sekisho.operator-key.create alice",
            "sekisho.operator-key.create bob",
            "sekisho.operator-key.delete bob",
            "sekisho.operator-key.delete alice");
    assertThat(store.auditTrail(3, 1).getFirst().body())
        .contains("\"outcome\":\"failure\"", "\"id\":\"operator:alice\"");
  }

  /// A question to the store for each request is what this is to save.
  @Test
  void asksNothingWhereNobodyElseWrites() {
    String one = create("alice");
    keys.verify(one);
    int before = store.questions;
    for (int i = 0; i < 10; i++) {
      ledger.catchUp();
      assertThat(keys.verify(one)).contains("alice");
    }
    assertThat(store.questions).isEqualTo(before);
  }

  private String create(String name) {
    return granted(keys.create(name, ALICE)).text();
  }

  private static <T> T granted(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Granted<T>(T value) -> value;
      case Outcome.Refused<T>(Problem problem) -> throw new AssertionError(problem.toString());
    };
  }

  private static <T> Problem refused(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Granted<T>(T value) -> throw new AssertionError("accepted: " + value);
      case Outcome.Refused<T>(Problem problem) -> problem;
    };
  }

  private OperatorKeys keys() {
    return new OperatorKeys(ledger, new SecureRandom());
  }
}
