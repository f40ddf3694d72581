package io.sekisho.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.problem.Outcome;
import io.sekisho.problem.Outcome.Granted;
import io.sekisho.problem.Outcome.Refused;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
  @Test
  void decodesThePathOnce() {
    assertThat(granted("/%61/%7e%41-b").path()).isEqualTo("/a/~A-b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/a", "/a/", "/a/b", "/a.b/..c/d...", "/a:b@c/(d)", "/~a_-."})
  void leavesACanonicalPathAlone(String path) {
    assertThat(granted(path).path()).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a", "//", "/a//", "/.", "/..", "/./", "/a/.", "/a b", "/%20", "/\u0661"})
  void refusesWhatHasAnotherSpelling(String target) {
    assertThat(Target.parse(target)).isInstanceOf(Refused.class);
  }

  @Test
  void refusesEveryEscapedByteThatMeansSomething() {
    for (int c = 0; c < 256; c++) {
      boolean harmless =
          c < 128 && (Character.isLetterOrDigit(c) || "-._~!$&'()*+,=:@".indexOf(c) >= 0);
      assertThat(Target.parse("/a%%%02xb".formatted(c)) instanceof Granted)
          .as("%%%02x", c)
          .isEqualTo(harmless);
    }
  }

  /// Reading the result again changes nothing: no second decoding can reveal something else.
  @Test
  void isIdempotent() {
    Random random = new Random(7);
    List<String> parts =
        List.of(
            "/", "a", ".", "%2e", "%2f", "%25", "%", "2", "e", ";", "?", "%3f", "b=", "&", "%41",
            "+");
    int accepted = 0;
    for (int round = 0; round < 100_000; round++) {
      StringBuilder text = new StringBuilder("/");
      for (int i = random.nextInt(8); i > 0; i--) {
        text.append(parts.get(random.nextInt(parts.size())));
      }
      if (Target.parse(text.toString()) instanceof Granted<Target>(Target target)) {
        accepted++;
        assertThat(granted(target.path()).path()).isEqualTo(target.path());
      }
    }
    assertThat(accepted).isGreaterThan(10_000);
  }

  @Test
  void readsTheQuery() {
    Query query = granted("/a?version=2025-08-26&start=a%2Bb%3d&flag&text=a+b%20c&e=").query();

    assertThat(query.values().keySet()).containsExactly("version", "start", "flag", "text", "e");
    assertThat(query.get("version")).contains("2025-08-26");
    assertThat(query.get("start")).contains("a+b=");
    assertThat(query.get("flag")).contains("");
    assertThat(query.get("text")).contains("a b c");
    assertThat(query.get("e")).contains("");
    assertThat(query.get("VERSION")).isEqualTo(Optional.empty());
  }

  @Test
  void readsAnEmptyQuery() {
    assertThat(granted("/a?").query().values()).isEmpty();
  }

  @Test
  void refusesMoreParametersThanAnyoneNeeds() {
    StringBuilder query = new StringBuilder("/a?p0=");
    for (int i = 1; i < 32; i++) {
      query.append("&p").append(i).append("=");
    }
    assertThat(Target.parse(query.toString())).isInstanceOf(Granted.class);
    assertThat(Target.parse(query + "&q=")).isInstanceOf(Refused.class);
  }

  private static Target granted(String text) {
    Outcome<Target> outcome = Target.parse(text);
    assertThat(outcome).as(text).isInstanceOf(Granted.class);
    return ((Granted<Target>) outcome).value();
  }
}
