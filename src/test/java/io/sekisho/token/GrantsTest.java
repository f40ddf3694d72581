package io.sekisho.token;

import static io.sekisho.token.Town.FOREIGN;
import static io.sekisho.token.Town.PROFILE;
import static io.sekisho.token.Town.SERVICE;
import static io.sekisho.token.Town.USER;
import static io.sekisho.token.Town.granted;
import static io.sekisho.token.Town.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.control.Initiator;
import io.sekisho.credential.Holder;
import io.sekisho.iam.User;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.token.Tokens.Issued;
import io.sekisho.vpc.Changed;
import io.sekisho.vpc.Samples;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Grants, and the mistakes that can be made with each.
class GrantsTest {
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

  @Nested
  class OfApiKeys {
    @Test
    void makeTokensOfTheirUser() {
      Issued issued = town.byApiKey("user-secret");
      Holder holder = issued.holder();
      assertThat(holder.iamId()).isEqualTo(USER);
      assertThat(holder.identifier()).isEqualTo("550000MIO1");
      assertThat(holder.email()).contains("mio@acme.example");
      assertThat(holder.type()).isEmpty();
      assertThat(issued.refreshToken()).isEmpty();
      assertThat(issued.token().life()).isEqualTo(Duration.ofHours(1));
      Initiator shown = granted(town.show(issued.token().value()));
      assertThat(shown.id()).isEqualTo(USER);
      assertThat(shown.type()).isEqualTo(Initiator.Type.USER);
      assertThat(shown.account()).contains(Town.ACME);
    }

    @Test
    void makeTokensOfTheirServiceId() {
      Issued issued = town.byApiKey("service-secret");
      assertThat(issued.holder().iamId()).isEqualTo("iam-" + SERVICE);
      assertThat(issued.holder().type()).contains("ServiceId");
      assertThat(granted(town.show(issued.token().value())).type())
          .isEqualTo(Initiator.Type.SERVICE_ID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"user-secre", "USER-SECRET", "user-secret ", "' OR 1=1 --"})
    void areFoundByTheirWholeText(String secret) {
      Problem problem = refused(town.ask("grant_type", Tokens.API_KEY, "apikey", secret));
      assertThat(problem.message()).isEqualTo("Provided API key could not be found.");
      assertThat(problem.status()).isEqualTo(400);
    }

    @Test
    void areNotFoundByWhatIsKeptOfThem() {
      refused(town.ask("grant_type", Tokens.API_KEY, "apikey", Secret.hash("user-secret")));
    }

    @Test
    void thatAreDisabledOrExpiredMakeNone() {
      town.put(Changed.with(Town.key("ApiKey-user", USER, "user-secret"), "disabled", true));
      assertThat(refusal("user-secret")).contains("disabled");
      var soon = Optional.of(town.now().plusSeconds(600));
      town.put(Changed.with(Town.key("ApiKey-user", USER, "user-secret"), "expiresAt", soon));
      assertThat(town.byApiKey("user-secret").token().expiresAt()).isEqualTo(soon.get());
      town.pass(Duration.ofMinutes(10));
      assertThat(refusal("user-secret")).contains("expired");
    }

    @Test
    void thatAreLockedStillMakeTokens() {
      town.put(Changed.with(Town.key("ApiKey-user", USER, "user-secret"), "locked", true));
      town.byApiKey("user-secret");
    }

    @Test
    void makeNoneForWhoIsGoneOrSuspended() {
      town.put(town.user(User.State.SUSPENDED));
      assertThat(refusal("user-secret")).contains("gone or disabled");
      town.delete(town.user(User.State.SUSPENDED));
      assertThat(refusal("user-secret")).contains("gone or disabled");
    }

    private String refusal(String secret) {
      return refused(town.ask("grant_type", Tokens.API_KEY, "apikey", secret)).message();
    }
  }

  @Nested
  class OfOperators {
    @Test
    void countInOneAccount() {
      for (String which : List.of("acme", Town.ACME.value())) {
        Issued issued =
            town.get("grant_type", Tokens.API_KEY, "apikey", town.operatorKey, "account", which);
        assertThat(issued.holder().iamId()).isEqualTo("iam-Operator-first");
        Initiator shown = granted(town.show(issued.token().value()));
        assertThat(shown.account()).contains(Town.ACME);
        assertThat(shown.isOperator()).isFalse();
      }
    }

    @Test
    void sayWhichIfThereAreSeveral() {
      Problem problem = refused(town.ask("grant_type", Tokens.API_KEY, "apikey", town.operatorKey));
      assertThat(problem.message()).contains("Say with `account`");
      town.delete(town.ledger.edition().contents().find(Town.FOREIGN).orElseThrow());
      town.delete(town.ledger.edition().contents().find(Town.OTHER.value()).orElseThrow());
      town.get("grant_type", Tokens.API_KEY, "apikey", town.operatorKey);
    }

    @Test
    void areRefusedForAccountsThatAreNone() {
      refused(
          town.ask("grant_type", Tokens.API_KEY, "apikey", town.operatorKey, "account", "nobody"));
    }
  }

  @Nested
  class OfComputeResources {
    @Test
    void makeTokensOfProfilesThatAreLinked() {
      Issued issued = town.ofCompute();
      assertThat(issued.holder().iamId()).isEqualTo("iam-" + PROFILE);
      assertThat(issued.holder().behind().orElseThrow().subType()).isEqualTo("ComputeResource");
      assertThat(granted(town.show(issued.token().value())).type())
          .isEqualTo(Initiator.Type.PROFILE);
    }

    @ParameterizedTest
    @CsvSource({
      "profile_name, ops",
      "profile_crn, crn:v1:bluemix:public:iam-identity::a/a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5::profile:Profile-11111111-2222-4333-8444-555555555555"
    })
    void nameTheProfileInThreeWays(String way, String value) {
      Issued issued =
          town.get("grant_type", Tokens.COMPUTE, "cr_token", town.identityToken(), way, value);
      assertThat(issued.holder().identifier()).isEqualTo(PROFILE);
    }

    @ParameterizedTest
    @CsvSource({
      "profile_id, Profile-99999999-2222-4333-8444-555555555555",
      "profile_id, Profile-00000000-2222-4333-8444-555555555555",
      "profile_id, ' '",
      "profile_name, nobody",
      "profile_crn, nonsense",
      "scope, all",
      "profile_crn, crn:v1:bluemix:public:iam-identity::a/00000000000000000000000000000001::profile:Profile-11111111-2222-4333-8444-555555555555"
    })
    void getNoOtherProfile(String way, String value) {
      refused(town.ask("grant_type", Tokens.COMPUTE, "cr_token", town.identityToken(), way, value));
    }

    @Test
    void areRefusedWhereTheServiceIsOff() {
      String token = town.identityToken();
      town.put(Samples.account().switched(false));
      refused(town.ask("grant_type", Tokens.COMPUTE, "cr_token", token, "profile_id", PROFILE));
    }

    @Test
    void areRefusedOnceRevoked() {
      String token = town.identityToken();
      town.put(Changed.with(Samples.minimalInstance(), "tokenGeneration", 1L));
      refused(town.ask("grant_type", Tokens.COMPUTE, "cr_token", token, "profile_id", PROFILE));
    }

    @Test
    void doNotTakeIamTokens() {
      String token = town.ofCompute().token().value();
      refused(town.ask("grant_type", Tokens.COMPUTE, "cr_token", token, "profile_id", PROFILE));
    }
  }

  @Nested
  class OfProfiles {
    @Test
    void areForWhoeverIsNamedInThem() {
      for (String secret : List.of("user-secret", "service-secret")) {
        Issued base = town.byApiKey(secret);
        Issued issued = town.assumed(base.token().value());
        assertThat(issued.holder().iamId()).isEqualTo("iam-" + PROFILE);
        assertThat(issued.holder().behind().orElseThrow().iamId()).isEqualTo(base.holder().iamId());
        assertThat(town.counts(issued)).isTrue();
      }
    }

    @Test
    void mayBeAssumedOneFromAnotherButNotWithoutEnd() {
      Issued issued = town.assumed(town.byApiKey("user-secret").token().value());
      for (int i = 1; i < 4; i++) {
        issued = town.assumed(issued.token().value());
        assertThat(town.counts(issued)).isTrue();
      }
      String last = issued.token().value();
      refused(town.ask("grant_type", Tokens.ASSUME, "access_token", last, "profile_id", PROFILE));
    }

    @Test
    void sayWhoStandsBehind() {
      Issued issued = town.assumed(town.byApiKey("user-secret").token().value());
      for (int i = 1; i < 4; i++) {
        Initiator by = granted(town.show(issued.token().value()));
        assertThat(by.id()).isEqualTo("iam-" + PROFILE);
        assertThat(by.behind()).contains(new Initiator.Behind(Town.USER, "Mio Moto"));
        issued = town.assumed(issued.token().value());
        assertThat(town.trail.getLast().behind().orElseThrow().iamId()).isEqualTo(Town.USER);
      }
      String compute = town.ofCompute().token().value();
      assertThat(granted(town.show(compute)).behind().orElseThrow().id())
          .isEqualTo("crn-" + Samples.minimalInstance().identity().crn());
      String own = town.byApiKey("user-secret").token().value();
      assertThat(granted(town.show(own)).behind()).isEmpty();
    }

    @Test
    void areNotForOthers() {
      String operator =
          town.get("grant_type", Tokens.API_KEY, "apikey", town.operatorKey, "account", "acme")
              .token()
              .value();
      refused(
          town.ask("grant_type", Tokens.ASSUME, "access_token", operator, "profile_id", PROFILE));
      String user = town.byApiKey("user-secret").token().value();
      Problem foreign =
          refused(
              town.ask("grant_type", Tokens.ASSUME, "access_token", user, "profile_id", FOREIGN));
      Problem unknown =
          refused(
              town.ask(
                  "grant_type", Tokens.ASSUME, "access_token", user, "profile_id", "Profile-x"));
      assertThat(foreign.detail("")).isEqualTo(unknown.detail(""));
    }

    @Test
    void crossAccountsOnlyWhereTheProfileSaysSo() {
      var profile = Town.profile(FOREIGN, "ops", Town.OTHER);
      town.put(profile);
      String user = town.byApiKey("user-secret").token().value();
      refused(town.ask("grant_type", Tokens.ASSUME, "access_token", user, "profile_id", FOREIGN));
      var named =
          Changed.with(profile.identities().getFirst(), "accounts", List.of(Town.ACME.value()));
      town.put(Changed.with(profile, "identities", List.of(named)));
      Issued issued =
          town.get(
              "grant_type",
              Tokens.ASSUME,
              "access_token",
              user,
              "profile_name",
              "ops",
              "account",
              Town.OTHER.value());
      assertThat(issued.holder().account()).isEqualTo(Town.OTHER);
      assertThat(town.counts(issued)).isTrue();
    }

    @Test
    void areNotForDeadTokens() {
      String user = town.byApiKey("user-secret").token().value();
      town.pass(Duration.ofHours(1));
      refused(town.ask("grant_type", Tokens.ASSUME, "access_token", user, "profile_id", PROFILE));
      refused(
          town.ask(
              "grant_type",
              Tokens.ASSUME,
              "access_token",
              town.identityToken(),
              "profile_id",
              PROFILE));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', grant_type",
    "urn:ibm:params:oauth:grant-type:apikey, apikey",
    "urn:ibm:params:oauth:grant-type:cr-token, cr_token",
    "urn:ibm:params:oauth:grant-type:assume, access_token",
    "refresh_token, refresh_token",
    "urn:ietf:params:oauth:grant-type:jwt-bearer, assertion",
    "urn:ietf:params:oauth:grant-type:saml2-bearer, assertion"
  })
  void whatIsMissingIsNamed(String grant, String parameter) {
    Problem problem = refused(town.ask("grant_type", grant));
    assertThat(problem.message())
        .isEqualTo("Property '%s' either missing or empty.".formatted(parameter));
  }

  @Test
  void otherGrantsAreNone() {
    assertThat(refused(town.ask("grant_type", "urn:ibm:params:oauth:grant-type:apikeys")).message())
        .contains("Did you mean urn:ibm:params:oauth:grant-type:apikey?");
    refused(town.ask("grant_type", "password", "username", "u", "password", "p"));
  }

  @Test
  void clientsThatAreNoneAreRefused() {
    var wrong = Optional.of(new TokenRequest.Client("bx", "wrong"));
    refused(town.ask(wrong, "grant_type", Tokens.API_KEY, "apikey", "user-secret"));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true", "127.0.0.0/8, true", "'10.0.0.1, 127.0.0.1', true",
    "127.0.0.0-127.0.0.9, true", "127.0.0.2-127.0.0.9, false", "10.0.0.0/8, false",
    "nonsense, false", "::/0, false", "'', true"
  })
  void askFromWhereTheAccountAllows(String allowed, boolean good) {
    Issued before = town.byApiKey("user-secret");
    town.settings(Map.of("allowedIpAddresses", allowed));
    var outcome = town.ask("grant_type", Tokens.API_KEY, "apikey", "user-secret");
    assertThat(outcome instanceof Outcome.Granted<?>).isEqualTo(good);
    assertThat(town.show(before.token().value()) instanceof Outcome.Granted<?>).isEqualTo(good);
  }

  @Test
  void everyExchangeIsToldOfWithoutSecrets() {
    town.byApiKey("user-secret");
    town.put(Changed.with(Town.key("ApiKey-user", USER, "user-secret"), "disabled", true));
    refused(town.ask("grant_type", Tokens.API_KEY, "apikey", "user-secret"));
    refused(town.ask("grant_type", "nonsense-secret"));
    assertThat(town.trail).hasSize(3);
    assertThat(town.trail.getFirst().holder()).isPresent();
    Exchanged disabled = town.trail.get(1);
    assertThat(disabled.account()).contains(Town.ACME);
    assertThat(disabled.iamId()).isEqualTo(USER);
    assertThat(disabled.refusal().orElseThrow().message()).contains("disabled");
    assertThat(town.trail.getLast().account()).isEmpty();
    assertThat(town.trail.toString()).doesNotContain("secret");
  }

  @Test
  void whatCannotBeNotedIsNotGiven() {
    town.unnoted = Optional.of(Problem.of(Code.SERVICE_UNAVAILABLE, "The audit trail is behind."));
    assertThat(refused(town.ask("grant_type", Tokens.API_KEY, "apikey", "user-secret")).status())
        .isEqualTo(503);
    refused(
        town.ask(
            Optional.of(new TokenRequest.Client("bx", "bx")),
            "grant_type",
            Tokens.API_KEY,
            "apikey",
            "user-secret"));
    assertThat(town.sessions.of(Town.ACME, USER)).isEmpty();
    assertThat(refused(town.ask("grant_type", "none")).status()).isEqualTo(400);
  }

  @Test
  void tokensLiveAsLongAsTheAccountSays() {
    town.settings(Map.of("accessTokenSeconds", 900));
    for (Issued issued :
        List.of(
            town.byApiKey("user-secret"),
            town.byApiKey("service-secret"),
            town.ofCompute(),
            town.federated(),
            town.logIn("user-secret"),
            town.assumed(town.byApiKey("user-secret").token().value()))) {
      assertThat(issued.token().life()).isEqualTo(Duration.ofMinutes(15));
    }
  }
}
