package io.sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class OperatorKeysTest {
  private final FragileStore store = new FragileStore();
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
    String one = keys.create("alice");
    String two = keys.create("bob");
    assertThat(keys.verify(one)).contains("alice");
    assertThat(keys.verify(two)).contains("bob");
    assertThatThrownBy(() -> keys.create("bob")).hasMessageContaining("bob");
  }

  private OperatorKeys keys() {
    return new OperatorKeys(store, InstantSource.system(), new SecureRandom());
  }
}
