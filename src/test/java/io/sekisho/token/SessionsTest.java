package io.sekisho.token;

import static io.sekisho.token.Town.granted;
import static io.sekisho.token.Town.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.iam.AccountSettings;
import io.sekisho.iam.User;
import io.sekisho.problem.Outcome;
import io.sekisho.token.TokenRequest.Client;
import io.sekisho.token.Tokens.Issued;
import io.sekisho.vpc.Changed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionsTest {
  @TempDir Path folder;
  private Town town;

  @BeforeEach
  void open() {
    town = new Town(folder);
  }

  @AfterEach
  void close() {
    town.close();
  }

  @Test
  void beginWhereSomebodyLogsIn() {
    assertThat(town.logIn("user-secret").holder().session()).isPresent();
    assertThat(town.federated().holder().session()).isPresent();
    assertThat(town.byApiKey("user-secret").holder().session()).isEmpty();
    assertThat(town.ofCompute().holder().session()).isEmpty();
  }

  @Test
  void endAfterTheirTime() {
    town.settings(Map.of("sessionExpirationSeconds", 2_000, "refreshTokenSeconds", 259_200));
    Issued first = town.logIn("user-secret");
    town.pass(Duration.ofSeconds(1_000));
    Issued second = refreshed(first);
    assertThat(second.token().expiresAt()).isEqualTo(Town.START.plusSeconds(2_000));
    town.pass(Duration.ofSeconds(999));
    assertThat(town.counts(second)).isTrue();
    town.pass(Duration.ofSeconds(1));
    assertThat(town.counts(second)).isFalse();
    refused(town.refresh(second.refreshToken().orElseThrow()));
  }

  @Test
  void endEarlierOnceTheAccountSaysSo() {
    Issued issued = town.logIn("user-secret");
    town.pass(Duration.ofSeconds(1_000));
    assertThat(town.counts(issued)).isTrue();
    town.settings(Map.of("sessionExpirationSeconds", 900));
    assertThat(town.counts(issued)).isFalse();
  }

  @Test
  void ofFederatedPeopleLastAsTheRuleSays() {
    Issued issued = town.federated();
    town.pass(Duration.ofSeconds(7_000));
    Issued later =
        granted(
            town.ask(
                "grant_type",
                "refresh_token",
                "refresh_token",
                issued.refreshToken().orElseThrow()));
    assertThat(later.token().life()).isEqualTo(Duration.ofSeconds(200));
    town.pass(Duration.ofSeconds(200));
    refused(
        town.ask(
            "grant_type", "refresh_token", "refresh_token", later.refreshToken().orElseThrow()));
  }

  @Test
  void endWithoutUse() {
    town.settings(Map.of("sessionInvalidationSeconds", 900));
    Issued issued = town.logIn("user-secret");
    for (int i = 0; i < 3; i++) {
      town.pass(Duration.ofSeconds(899));
      assertThat(town.counts(issued)).isTrue();
    }
    town.pass(Duration.ofMinutes(15));
    assertThat(town.counts(issued)).isFalse();
    refused(town.refresh(issued.refreshToken().orElseThrow()));
  }

  @Test
  void areSoManyPerIdentity() {
    town.settings(Map.of("maxSessionsPerIdentity", 2));
    List<Issued> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(town.logIn("user-secret"));
      town.pass(Duration.ofSeconds(1));
    }
    Issued service = town.logIn("service-secret");
    assertThat(all.stream().map(town::counts)).containsExactly(false, false, true, true);
    assertThat(town.counts(service)).isTrue();
    assertThat(town.sessions.of(Town.ACME, Town.USER)).hasSize(2);
    town.settings(Map.of("maxSessionsPerIdentity", 1));
    assertThat(all.stream().map(town::counts)).containsExactly(false, false, false, true);
  }

  @Test
  void ofServiceIdsGoOnWithoutALimit() {
    town.settings(Map.of("sessionExpirationSeconds", 900, "maxSessionsPerIdentity", 1));
    Issued first = town.logIn("service-secret");
    Issued second = town.logIn("service-secret");
    town.pass(Duration.ofHours(30));
    refreshed(second);
    refreshed(first);
    town.pass(Duration.ofDays(3));
    refused(town.refresh(second.refreshToken().orElseThrow()));
  }

  @Nested
  class RefreshTokens {
    @Test
    void areUsedOnceAndGiveTheNext() {
      Issued first = town.logIn("user-secret");
      Issued second = refreshed(first);
      Issued third = refreshed(second);
      assertThat(third.holder().session()).isEqualTo(first.holder().session());
      assertThat(town.counts(first)).isTrue();
      assertThat(town.counts(third)).isTrue();
    }

    @Test
    void usedAgainEndTheirSession() {
      Issued first = town.logIn("user-secret");
      Issued second = refreshed(first);
      refused(town.refresh(first.refreshToken().orElseThrow()));
      assertThat(town.counts(second)).isFalse();
      refused(town.refresh(second.refreshToken().orElseThrow()));
    }

    @Test
    void thatSomebodyMadeUpEndNothing() {
      Issued issued = town.logIn("user-secret");
      String token = issued.refreshToken().orElseThrow();
      String id = issued.holder().session().orElseThrow();
      String[] part = token.split("\\.");
      for (String forged :
          List.of(
              "", id, id + "..", id + "." + Secret.make() + "." + part[2], token + ".x", "..")) {
        assertThat(town.refresh(forged)).isInstanceOf(Outcome.Refused.class);
      }
      assertThat(town.counts(issued)).isTrue();
      refreshed(issued);
    }

    @Test
    void areOnlyForTheClientThatLoggedIn() {
      Issued issued = town.logIn("user-secret");
      String token = issued.refreshToken().orElseThrow();
      refused(town.ask("grant_type", "refresh_token", "refresh_token", token));
      refused(
          town.ask(
              Optional.of(new Client("sekisho", "sekisho")),
              "grant_type",
              "refresh_token",
              "refresh_token",
              token));
      refreshed(issued);
    }

    @Test
    void expire() {
      town.settings(
          Map.of(
              "refreshTokenSeconds", 900,
              "sessionExpirationSeconds", 86_400,
              "sessionInvalidationSeconds", 7_200));
      Issued issued = town.logIn("user-secret");
      town.pass(Duration.ofMinutes(15));
      refused(town.refresh(issued.refreshToken().orElseThrow()));
    }

    @Test
    void areNoAccessTokensAndTheOtherWayRound() {
      Issued issued = town.logIn("user-secret");
      refused(town.show(issued.refreshToken().orElseThrow()));
      refused(town.refresh(issued.token().value()));
    }

    @Test
    void areNotKeptAsTheyAre() throws Exception {
      String token = town.logIn("user-secret").refreshToken().orElseThrow();
      Session kept = town.sessions.of(Town.ACME, Town.USER).getFirst();
      String[] part = token.split("\\.");
      assertThat(kept.toString()).doesNotContain(part[1]).doesNotContain(part[2]);
    }

    @Test
    void goOnOnlyForWhoIsStillThere() {
      Issued issued = town.logIn("user-secret");
      town.delete(town.user(User.State.ACTIVE));
      town.put(town.user(User.State.ACTIVE));
      refused(town.refresh(issued.refreshToken().orElseThrow()));
    }

    @Test
    void areWonByOneOfMany() throws Exception {
      String token = town.logIn("user-secret").refreshToken().orElseThrow();
      List<Callable<Outcome<Issued>>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(() -> town.refresh(token));
      }
      int won = 0;
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (Future<Outcome<Issued>> each : threads.invokeAll(all)) {
          won += each.get() instanceof Outcome.Granted<?> ? 1 : 0;
        }
      }
      assertThat(won).isLessThanOrEqualTo(1);
      assertThat(town.sessions.of(Town.ACME, Town.USER)).isEmpty();
    }
  }

  @Test
  void doNotOutliveTheirKey() {
    var end = Optional.of(town.now().plusSeconds(4_000));
    town.put(Changed.with(Town.key("ApiKey-user", Town.USER, "user-secret"), "expiresAt", end));
    Issued issued = town.logIn("user-secret");
    town.pass(Duration.ofMinutes(50));
    Issued last = refreshed(issued);
    assertThat(last.token().expiresAt()).isEqualTo(end.get());
    town.pass(Duration.ofSeconds(1_000));
    assertThat(town.counts(last)).isFalse();
    refused(town.refresh(last.refreshToken().orElseThrow()));
  }

  @Test
  void endedByAnotherControllerAreOverWithinASecond() {
    Sessions other = new Sessions(town.logins, town.ledger);
    String id = town.logIn("user-secret").holder().session().orElseThrow();
    assertThat(other.use(id, AccountSettings.NONE, town.now())).isEmpty();
    town.sessions.end(id);
    assertThat(other.use(id, AccountSettings.NONE, town.now().plusMillis(999))).isPresent();
  }

  @Test
  void endByLogOut() {
    Issued byAccess = town.logIn("user-secret");
    Issued byRefresh = town.logIn("user-secret");
    Issued other = town.logIn("user-secret");
    town.introspection.revoke(byAccess.token().value());
    town.introspection.revoke(byRefresh.refreshToken().orElseThrow());
    town.introspection.revoke("nonsense");
    assertThat(town.counts(byAccess)).isFalse();
    assertThat(town.counts(byRefresh)).isFalse();
    assertThat(town.counts(other)).isTrue();
  }

  @Test
  void areForgottenWhenTheyAreOver() {
    town.settings(Map.of("refreshTokenSeconds", 900));
    town.logIn("user-secret");
    town.federated();
    town.sessions.sweep(town.now());
    assertThat(town.sessions.of(Town.ACME, Town.USER)).hasSize(1);
    town.sessions.sweep(town.now().plus(Duration.ofDays(2)));
    assertThat(town.sessions.of(Town.ACME, Town.USER)).isEmpty();
    assertThat(town.sessions.of(Town.ACME, "staff-mio")).isEmpty();
  }

  private Issued refreshed(Issued issued) {
    return granted(town.refresh(issued.refreshToken().orElseThrow()));
  }
}
