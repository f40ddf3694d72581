package io.sekisho.token;

import static io.sekisho.token.Town.PROFILE;
import static io.sekisho.token.Town.USER;
import static io.sekisho.token.Town.granted;
import static io.sekisho.token.Town.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.assertion.Idp;
import io.sekisho.iam.User;
import io.sekisho.iam.User.Preferences;
import io.sekisho.problem.Outcome;
import io.sekisho.token.Tokens.Issued;
import io.sekisho.vpc.Changed;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where a person's own settings let them ask from.
class PlacesTest {
  private static final String HOME = "192.0.2.7";
  private static final String AWAY = "198.51.100.7";

  @TempDir Path folder;
  private Town town;

  @BeforeEach
  void open() {
    town = new Town(folder);
    town.from(HOME);
  }

  @AfterEach
  void close() {
    town.close();
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.8, false",
    "192.0.2.0/29, 192.0.2.7, true",
    "192.0.2.0/29, 192.0.2.8, false",
    "192.0.2.5 - 192.0.2.7, 192.0.2.7, true",
    "192.0.2.5 - 192.0.2.7, 192.0.2.8, false",
    "'', 192.0.2.8, true",
    "'  ', 192.0.2.8, true",
    "0.0.0.0/0, ::ffff:192.0.2.7, false",
    "::/0, ::ffff:192.0.2.7, false",
    "::/0, 192.0.2.7, false",
    "2001:db8::/32, 2001:db8:0:0:0:0:0:1, true",
    "192.0.2.7, '', false",
    "192.0.2.7, 192.0.2.7.example, false",
    "192.0.2.7, '192.0.2.7, 198.51.100.7', false",
    "'192.0.2.7, nonsense', 192.0.2.7, false"
  })
  void isWhatTheyListAndNothingElse(String list, String host, boolean good) {
    Issued before = town.byApiKey("user-secret");
    prefer(USER, list);
    town.from(host);
    assertThat(town.ask("grant_type", Tokens.API_KEY, "apikey", "user-secret"))
        .isInstanceOf(good ? Outcome.Granted.class : Outcome.Refused.class);
    assertThat(town.show(before.token().value()))
        .isInstanceOf(good ? Outcome.Granted.class : Outcome.Refused.class);
  }

  @Test
  void holdsForWhateverTheyLogInWith() {
    Issued login = town.logIn("user-secret");
    Issued profile = town.assumed(town.byApiKey("user-secret").token().value());
    prefer(USER, HOME);
    town.from(AWAY);
    refused(
        town.ask(
            Optional.of(new TokenRequest.Client("bx", "bx")),
            "grant_type",
            Tokens.API_KEY,
            "apikey",
            "user-secret"));
    refused(town.show(login.token().value()));
    refused(town.show(profile.token().value()));
    String token = login.token().value();
    refused(town.ask("grant_type", Tokens.ASSUME, "access_token", token, "profile_id", PROFILE));
  }

  @Test
  void leavesARefreshTokenForItsPlace() {
    String refresh = town.logIn("user-secret").refreshToken().orElseThrow();
    prefer(USER, HOME);
    town.from(AWAY);
    assertThat(refused(town.refresh(refresh)).detail()).contains(AWAY);
    town.from(HOME);
    granted(town.refresh(refresh));
  }

  @Test
  void holdsForPeopleOfAnotherProvider() {
    Issued before = town.federated();
    town.put(Changed.with(town.user(User.State.ACTIVE), "iamId", "staff-mio"));
    prefer("staff-mio", HOME);
    assertThat(town.counts(town.federated())).isTrue();
    town.from(AWAY);
    refused(town.show(before.token().value()));
    refused(
        town.ask(
            "grant_type",
            Tokens.ID_TOKEN,
            "assertion",
            town.idp.idToken(Idp.claims(town.now())),
            "profile_id",
            PROFILE));
  }

  /// IBM: it has to match both.
  @Test
  void isWhereTheAccountAgrees() {
    town.settings(Map.of("allowedIpAddresses", "192.0.2.0/24"));
    prefer(USER, "192.0.2.0/28, " + AWAY);
    Issued issued = town.byApiKey("user-secret");
    town.from(AWAY);
    refused(town.show(issued.token().value()));
    town.from("192.0.2.99");
    refused(town.show(issued.token().value()));
    town.from(HOME);
    granted(town.show(issued.token().value()));
  }

  @Test
  void bindsNobodyElse() {
    prefer(USER, HOME);
    town.from(AWAY);
    granted(town.show(town.byApiKey("service-secret").token().value()));
    granted(town.show(town.ofCompute().token().value()));
    granted(town.show(town.operatorKey));
  }

  @Test
  void isNotWhereOperatorsAreKeptFrom() {
    town.settings(Map.of("allowedIpAddresses", HOME));
    town.from(AWAY);
    Issued issued =
        town.get("grant_type", Tokens.API_KEY, "apikey", town.operatorKey, "account", "acme");
    granted(town.show(issued.token().value()));
  }

  private void prefer(String iamId, String addresses) {
    User user = Changed.with(town.user(User.State.ACTIVE), "iamId", iamId);
    Preferences preferences = new Preferences("", "", addresses, false, "", "");
    town.put(Changed.with(user, "preferences", Optional.of(preferences)));
  }
}
