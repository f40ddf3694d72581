package io.sekisho.token;

import static io.sekisho.token.Town.FOREIGN;
import static io.sekisho.token.Town.PROFILE;
import static io.sekisho.token.Town.granted;
import static io.sekisho.token.Town.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.assertion.Idp;
import io.sekisho.iam.User;
import io.sekisho.problem.Outcome;
import io.sekisho.token.Tokens.Issued;
import io.sekisho.vpc.Changed;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tokens for people of other identity providers.
class FederationTest {
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
  void areForWhomARuleLetsIn() {
    Issued issued = town.federated();
    assertThat(issued.holder().iamId()).isEqualTo("iam-" + PROFILE);
    assertThat(issued.holder().behind().orElseThrow().iamId()).isEqualTo("staff-mio");
    assertThat(issued.refreshToken()).isPresent();
    assertThat(town.counts(issued)).isTrue();
  }

  @Test
  void mayBeSaml() {
    Issued issued = granted(saml(Idp.assertion(town.now(), Town.ENDPOINT)));
    assertThat(issued.holder().behind().orElseThrow().iamId()).isEqualTo("staff-saml-mio");
  }

  @Test
  void areUsedOnce() {
    String text = town.idp.signed(Idp.assertion(town.now(), Town.ENDPOINT));
    granted(assertion(Tokens.SAML, Idp.encoded(text)));
    assertThat(refused(assertion(Tokens.SAML, Idp.encoded(text))).detail())
        .isEqualTo("it was used before");
    Map<String, Object> claims = Idp.claims(town.now());
    granted(assertion(Tokens.ID_TOKEN, town.idp.idToken(claims)));
    claims.put("email", "other@example.org");
    assertThat(refused(assertion(Tokens.ID_TOKEN, town.idp.idToken(claims))).detail())
        .isEqualTo("it was used before");
  }

  @Test
  void areUsedUpOnlyIfTheyWereGood() {
    Map<String, Object> claims = Idp.claims(town.now());
    refused(
        town.ask(
            "grant_type",
            Tokens.ID_TOKEN,
            "assertion",
            town.idp.idToken(claims),
            "profile_id",
            FOREIGN));
    granted(assertion(Tokens.ID_TOKEN, town.idp.idToken(claims)));
  }

  @Test
  void letNobodyInWhomNoRuleNames() {
    Map<String, Object> claims = Idp.claims(town.now());
    for (Object groups : List.of(List.of("staff"), List.of("devops"), List.of(), "op")) {
      claims.put("groups", groups);
      refused(assertion(Tokens.ID_TOKEN, town.idp.idToken(claims)));
    }
    refused(saml(Idp.assertion(town.now(), Town.ENDPOINT).replace(">ops<", ">devops<")));
  }

  @Test
  void areAboutWhoCanBeNamed() {
    Map<String, Object> claims = Idp.claims(town.now());
    claims.put("name", "x".repeat(9_000));
    assertThat(town.counts(granted(assertion(Tokens.ID_TOKEN, town.idp.idToken(claims))))).isTrue();
    for (String subject : List.of("mio\nadmin", "x".repeat(256), " ")) {
      claims.put("sub", subject);
      claims.remove("jti");
      refused(assertion(Tokens.ID_TOKEN, town.idp.idToken(claims)));
    }
  }

  @Test
  void areNotOfOneKindForTheOther() {
    refused(assertion(Tokens.SAML, town.idp.idToken(Idp.claims(town.now()))));
    String text = town.idp.signed(Idp.assertion(town.now(), Town.ENDPOINT));
    refused(assertion(Tokens.ID_TOKEN, Idp.encoded(text)));
  }

  @Test
  void areNotOursOrAnothers() {
    refused(assertion(Tokens.ID_TOKEN, town.byApiKey("user-secret").token().value()));
    refused(assertion(Tokens.ID_TOKEN, new Idp().idToken(Idp.claims(town.now()))));
  }

  @Test
  void areNotForWhoIsSuspended() {
    User mio =
        Changed.with(
            Changed.with(town.user(User.State.SUSPENDED), "iamId", "staff-mio"), "realm", "staff");
    town.put(mio);
    refused(assertion(Tokens.ID_TOKEN, town.idp.idToken(Idp.claims(town.now()))));
  }

  private Outcome<Issued> saml(String text) {
    return assertion(Tokens.SAML, Idp.encoded(town.idp.signed(text)));
  }

  private Outcome<Issued> assertion(String type, String text) {
    return town.ask("grant_type", type, "assertion", text, "profile_id", PROFILE);
  }
}
