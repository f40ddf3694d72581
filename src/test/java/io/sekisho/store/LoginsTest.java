package io.sekisho.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.credential.Holder;
import io.sekisho.credential.Holder.Basis;
import io.sekisho.credential.Holder.Root;
import io.sekisho.iam.AccountId;
import io.sekisho.token.Session;
import io.sekisho.token.Session.Refresh;
import io.sekisho.token.SessionStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Sessions and what is used once, on both databases.
@ParameterizedClass
@EnumSource(Lodging.Type.class)
class LoginsTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00.123456Z");
  private static final AccountId ACME = new AccountId("a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5");
  private static final AccountId OTHER = new AccountId("0".repeat(32));

  @Parameter Lodging.Type type;
  @TempDir Path folder;
  private Lodging lodging;
  private StateDirectory state;
  private SessionStore logins;

  @BeforeEach
  void open() {
    lodging = type.in(folder);
    state = lodging.open();
    logins = state.store().logins();
  }

  @AfterEach
  void close() {
    state.close();
  }

  @Test
  void comeBackAsTheyWere() {
    Session session = session("C-1", ACME, "user", 0);
    logins.begin(session, 9);
    assertThat(logins.find("C-1")).contains(session);
    assertThat(logins.find("C-2")).isEmpty();
  }

  @Test
  void surviveARestart() {
    Session session = session("C-1", ACME, "user", 0);
    logins.begin(session, 9);
    logins.begin(session("C-2", ACME, "user", 1), 9);
    assertThat(logins.end("C-2")).isTrue();
    state.close();
    state = lodging.open();
    logins = state.store().logins();
    assertThat(logins.find("C-1")).contains(session);
    assertThat(logins.find("C-2")).isEmpty();
  }

  @Test
  void areCountedPerIdentityAndAccount() {
    for (int i = 0; i < 4; i++) {
      logins.begin(session("C-" + i, ACME, "user", i), 2);
    }
    logins.begin(session("C-x", ACME, "other", 9), 2);
    logins.begin(session("C-y", OTHER, "user", 9), 2);
    assertThat(logins.of(ACME, "user").stream().map(Session::id)).containsExactly("C-3", "C-2");
    assertThat(logins.of(ACME, "user").stream().map(Session::newer)).containsExactly(0, 1);
    assertThat(logins.find("C-x").orElseThrow().newer()).isZero();
    assertThat(logins.find("C-y").orElseThrow().newer()).isZero();
  }

  @Test
  void giveTheirRefreshTokenToOne() throws Exception {
    logins.begin(session("C-1", ACME, "user", 0), 9);
    List<Callable<Boolean>> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Refresh next = new Refresh("family", "next-" + i, NOW.plusSeconds(900));
      all.add(() -> logins.rotate("C-1", "hash", next, NOW.plusSeconds(5)));
    }
    int won = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> each : threads.invokeAll(all)) {
        won += each.get() ? 1 : 0;
      }
    }
    assertThat(won).isEqualTo(1);
    Session after = logins.find("C-1").orElseThrow();
    assertThat(after.refresh().hash()).startsWith("next-");
    assertThat(after.lastUsedAt()).isEqualTo(NOW.plusSeconds(5));
  }

  @Test
  void areNeverUsedEarlierThanTheyWere() {
    logins.begin(session("C-1", ACME, "user", 0), 9);
    logins.used("C-1", NOW.plusSeconds(60));
    logins.used("C-1", NOW.plusSeconds(30));
    assertThat(logins.find("C-1").orElseThrow().lastUsedAt()).isEqualTo(NOW.plusSeconds(60));
  }

  @Test
  void endWithWhatTheyStandOn() {
    logins.begin(session("C-1", ACME, "user", 0), 9);
    logins.begin(session("C-2", OTHER, "user", 0), 9);
    logins.endOf(ACME, "nobody");
    logins.endOf(ACME, "");
    assertThat(logins.find("C-1")).isPresent();
    logins.endOf(ACME, "ApiKey-user");
    assertThat(logins.find("C-1")).isEmpty();
    assertThat(logins.find("C-2")).isPresent();
    logins.endOf(OTHER, "user");
    assertThat(logins.find("C-2")).isEmpty();
  }

  @Test
  void areSweptWhenTheyAreOver() {
    logins.begin(session("C-1", ACME, "user", 0), 9);
    logins.sweep(NOW.plus(Duration.ofMinutes(74)));
    assertThat(logins.find("C-1")).isPresent();
    logins.sweep(NOW.plus(Duration.ofMinutes(76)));
    assertThat(logins.find("C-1")).isEmpty();
  }

  @Test
  void useThingsOnce() throws Exception {
    List<Callable<Boolean>> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      all.add(() -> logins.first("assertion", NOW.plusSeconds(60)));
    }
    int first = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> each : threads.invokeAll(all)) {
        first += each.get() ? 1 : 0;
      }
    }
    assertThat(first).isEqualTo(1);
    assertThat(logins.first("another", NOW)).isTrue();
    logins.sweep(NOW.plusSeconds(59));
    assertThat(logins.first("assertion", NOW)).isFalse();
    logins.sweep(NOW.plusSeconds(61));
    assertThat(logins.first("assertion", NOW)).isTrue();
  }

  private static Session session(String id, AccountId account, String identity, int second) {
    Holder holder =
        new Holder(
            identity,
            "IBMid",
            "x",
            "naïve \"name\" 関所",
            Optional.of("a@b"),
            "a@b",
            Optional.empty(),
            Optional.empty(),
            account,
            "grant",
            "ibm openid",
            "bx",
            "pwd",
            Optional.of(id),
            Basis.of(Root.USER, identity, account).by("ApiKey-" + identity));
    Instant at = NOW.plusSeconds(second);
    Refresh refresh = new Refresh("family", "hash", at.plusSeconds(900));
    return new Session(id, holder, at, at.plusSeconds(86_400), at, refresh, 0);
  }
}
