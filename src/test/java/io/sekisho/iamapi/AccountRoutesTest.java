package io.sekisho.iamapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.control.Initiator;
import io.sekisho.iam.Account;
import io.sekisho.iam.AccountSettings;
import io.sekisho.web.Https.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An account's settings, its people and its identity providers over HTTPS.
class AccountRoutesTest {
  private LiveIam iam;
  private String account;

  @BeforeEach
  void open() {
    iam = new LiveIam();
    account = iam.account("acme").value();
  }

  @AfterEach
  void close() {
    iam.close();
  }

  @Nested
  class Settings {
    private String path;

    @BeforeEach
    void at() {
      path = "/v1/accounts/" + account + "/settings/identity";
    }

    private AccountSettings kept() {
      return iam.ledger.edition().contents().find(Account.class, account).orElseThrow().inForce();
    }

    @Test
    void areNotSetUntilSomebodyDecides() {
      Answer settings = iam.get(path);

      assertThat(settings.status()).isEqualTo(200);
      assertThat(settings.at("/account_id")).isEqualTo(account);
      assertThat(settings.at("/session_expiration_in_seconds")).isEqualTo("NOT_SET");
      assertThat(settings.at("/max_sessions_per_identity")).isEqualTo("NOT_SET");
      assertThat(settings.at("/mfa")).isEqualTo("NONE");
      assertThat(settings.json().get("user_mfa")).isEmpty();
      assertThat(settings.json().get("history")).isEmpty();
      assertThat(settings.etag()).isNotEmpty().isEqualTo(settings.at("/entity_tag"));
    }

    @Test
    void changeMemberByMember() {
      String tag = iam.get(path).at("/entity_tag");

      Answer changed =
          iam.put(
              path,
              tag,
              """
              {"session_expiration_in_seconds":"900","max_sessions_per_identity":"5",
               "system_access_token_expiration_in_seconds":"1200",
               "allowed_ip_addresses":"10.0.0.1, 10.1.0.0/16",
               "user_mfa":[{"iam_id":"IBMid-1","mfa":"LEVEL3"}],
               "restrict_user_domains":[{"realm_id":"IBMid",
                 "invitation_email_allow_patterns":["*@example.com"],"restrict_invitation":true}]}""");

      assertThat(changed.status()).isEqualTo(200);
      assertThat(changed.at("/session_expiration_in_seconds")).isEqualTo("900");
      assertThat(changed.at("/entity_tag")).isNotEqualTo(tag);
      assertThat(kept().accessTokenLife()).isEqualTo(1200);
      assertThat(iam.put(path, tag, "{}").status()).isEqualTo(409);

      Answer back =
          iam.put(
              path,
              "*",
              """
              {"session_expiration_in_seconds":"NOT_SET",
               "restrict_user_domains":[{"realm_id":"IBMid"}]}""");

      assertThat(back.at("/session_expiration_in_seconds")).isEqualTo("NOT_SET");
      assertThat(back.at("/max_sessions_per_identity")).isEqualTo("5");
      assertThat(back.at("/user_mfa/0/mfa")).isEqualTo("LEVEL3");
      assertThat(back.json().get("restrict_user_domains")).isEmpty();
    }

    @Test
    void haveWhatIsInForceBesideWhatWasDecided() {
      iam.put(path, "*", "{\"session_invalidation_in_seconds\":\"1000\"}");

      Answer effective = iam.get("/v1/accounts/" + account + "/effective_settings/identity");

      assertThat(effective.at("/effective/session_invalidation_in_seconds")).isEqualTo("1000");
      assertThat(effective.at("/effective/session_expiration_in_seconds")).isEqualTo("86400");
      assertThat(effective.at("/effective/restrict_create_service_id")).isEqualTo("NOT_RESTRICTED");
      assertThat(effective.at("/account/session_expiration_in_seconds")).isEqualTo("NOT_SET");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "\"session_expiration_in_seconds\":\"899\"",
          "\"session_expiration_in_seconds\":\"86401\"",
          "\"session_expiration_in_seconds\":900",
          "\"session_invalidation_in_seconds\":\"7201\"",
          "\"max_sessions_per_identity\":\"0\"",
          "\"system_access_token_expiration_in_seconds\":\"3601\"",
          "\"system_refresh_token_expiration_in_seconds\":\"259201\"",
          "\"system_refresh_token_expiration_in_seconds\":\"1e3\"",
          "\"restrict_create_service_id\":\"MAYBE\"",
          "\"mfa\":\"LEVEL9\"",
          "\"user_mfa\":[{\"iam_id\":\"a\",\"mfa\":\"x\"}]",
          "\"allowed_ip_addresses\":\"10.0.0.1,here\"",
          "\"session_life\":\"900\""
        })
    void areRefusedOutOfTheirRange(String member) {
      assertThat(iam.put(path, "*", "{" + member + "}").status()).isEqualTo(400);
      assertThat(kept()).isEqualTo(AccountSettings.NONE);
    }

    @Test
    void belongToTheirAccount() {
      assertThat(iam.send(LiveIam.FOREIGNER, "GET", path, "").status()).isEqualTo(403);
      assertThat(iam.send(LiveIam.FOREIGNER, "PUT", path, "{}", "If-Match", "*").status())
          .isEqualTo(403);
      assertThat(iam.send(LiveIam.ADMIN, "PUT", path, "{}").status()).isEqualTo(400);
    }
  }

  @Nested
  class People {
    private String path;

    @BeforeEach
    void at() {
      path = "/v2/accounts/" + account + "/users";
    }

    private String invite(String email) {
      Answer invited = iam.post(path, "{\"users\":[{\"email\":\"%s\"}]}".formatted(email));
      assertThat(invited.status()).isEqualTo(202);
      return invited.at("/resources/0/id");
    }

    @Test
    void areInvitedSeenChangedAndRemoved() {
      String ada = invite("ada@example.com");
      String one = path + "/" + ada;

      Answer seen = iam.get(one);
      assertThat(seen.at("/iam_id")).isEqualTo(ada).startsWith("IBMid-");
      assertThat(seen.at("/state")).isEqualTo("ACTIVE");
      assertThat(seen.at("/user_id")).isEqualTo("ada@example.com");
      String change = "{\"firstname\":\"Ada\",\"state\":\"SUSPENDED\",\"altphonenumber\":\"12\"}";
      assertThat(iam.send(LiveIam.ADMIN, "PATCH", one, change).status()).isEqualTo(204);
      assertThat(iam.get(one).at("/firstname")).isEqualTo("Ada");
      assertThat(iam.get(one).at("/state")).isEqualTo("SUSPENDED");
      assertThat(iam.get(one).at("/altphonenumber")).isEqualTo("12");
      assertThat(iam.send(LiveIam.ADMIN, "PATCH", one, "{\"state\":\"GONE\"}").status())
          .isEqualTo(400);
      assertThat(iam.delete(one).status()).isEqualTo(204);
      assertThat(iam.get(one).status()).isEqualTo(404);
      assertThat(iam.departed).containsExactly(account + " " + ada);
    }

    @Test
    void haveSettings() {
      String settings = path + "/" + invite("ada@example.com") + "/settings";

      assertThat(iam.get(settings).at("/language")).isEmpty();
      assertThat(
              iam.send(
                      LiveIam.ADMIN,
                      "PATCH",
                      settings,
                      "{\"language\":\"French\",\"allowed_ip_addresses\":\"10.0.0.1\"}")
                  .status())
          .isEqualTo(204);
      assertThat(iam.get(settings).at("/language")).isEqualTo("French");
      assertThat(iam.get(settings).at("/allowed_ip_addresses")).isEqualTo("10.0.0.1");
      assertThat(
              iam.send(LiveIam.ADMIN, "PATCH", settings, "{\"allowed_ip_addresses\":\"home\"}")
                  .status())
          .isEqualTo(400);
    }

    @Test
    void areListedPageByPageAndFound() {
      for (int i = 0; i < 5; i++) {
        invite("p%d@example.com".formatted(i));
      }
      List<String> seen = new ArrayList<>();
      String next = path + "?limit=2";
      while (!next.isEmpty()) {
        Answer page = iam.get(next);
        assertThat(page.json().get("total_results").asInt()).isEqualTo(5);
        page.json().get("resources").forEach(each -> seen.add(each.get("email").asString()));
        next = page.at("/next_url");
      }
      assertThat(seen).hasSize(5).doesNotHaveDuplicates();
      assertThat(iam.get(path + "?search=state%3AACTIVE,email%3Ap3").json().get("resources"))
          .hasSize(1);
      assertThat(iam.get(path + "?user_id=p2%40example.com").json().get("resources")).hasSize(1);
      assertThat(iam.get(path + "?search=colour%3Ared").status()).isEqualTo(400);
      assertThat(iam.get(path + "?limit=0").status()).isEqualTo(400);
    }

    @Test
    void areInvitedOnceAndOnlyFromWhereTheAccountAllows() {
      invite("ada@example.com");

      String twice =
          "{\"users\":[{\"email\":\"new@example.com\"},{\"email\":\"ada@example.com\"}]}";
      assertThat(iam.post(path, twice).status()).isEqualTo(409);
      assertThat(iam.get(path).json().get("total_results").asInt()).isEqualTo(1);
      assertThat(iam.post(path, "{\"users\":[{\"email\":\"nobody\"}]}").status()).isEqualTo(400);
      assertThat(
              iam.post(
                      path, "{\"users\":[{\"email\":\"b@example.com\"}],\"access_groups\":[\"g\"]}")
                  .status())
          .isEqualTo(400);
      iam.put(
          "/v1/accounts/" + account + "/settings/identity",
          "*",
          """
          {"restrict_user_domains":[{"realm_id":"IBMid","restrict_invitation":true,
            "invitation_email_allow_patterns":["*@good.example", "**@*.good.example"]}]}""");
      assertThat(iam.post(path, "{\"users\":[{\"email\":\"a@bad.example\"}]}").status())
          .isEqualTo(403);
      assertThat(iam.post(path, "{\"users\":[{\"email\":\"a.b@good.example\"}]}").status())
          .isEqualTo(403);
      invite("a@good.example");
      invite("a.b@dept.good.example");
    }

    /// While an invitation is looked at nobody else writes, in any account.
    @Test
    @Timeout(60)
    void areInvitedInNoTimeWhateverThePattern() {
      iam.put(
          "/v1/accounts/" + account + "/settings/identity",
          "*",
          """
          {"restrict_user_domains":[{"realm_id":"IBMid","restrict_invitation":true,
            "invitation_email_allow_patterns":["%s@b.example"]}]}"""
              .formatted("**a".repeat(25)));

      String address = "a".repeat(60) + "@a.example";

      assertThat(iam.post(path, "{\"users\":[{\"email\":\"%s\"}]}".formatted(address)).status())
          .isEqualTo(403);
      invite("a".repeat(60) + "@b.example");
    }

    @Test
    void seeAndChangeThemselvesWithoutAPolicy() {
      String ada = invite("ada@example.com");
      String bob = invite("bob@example.com");
      iam.tokens.put("ada", LiveIam.caller(ada, Initiator.Type.USER, iam.account("acme")));
      iam.forbidden.addAll(
          List.of(
              "user-management.user.retrieve",
              "user-management.user.update",
              "user-management.user-setting.retrieve",
              "user-management.user-setting.update"));

      assertThat(iam.send("ada", "GET", path + "/" + ada, "").status()).isEqualTo(200);
      assertThat(iam.send("ada", "GET", path + "/" + bob, "").status()).isEqualTo(403);
      assertThat(iam.send("ada", "GET", path, "").status()).isEqualTo(200);
      assertThat(iam.send("ada", "PATCH", path + "/" + ada, "{\"firstname\":\"A\"}").status())
          .isEqualTo(204);
      for (String more : List.of("{\"state\":\"ACTIVE\"}", "{\"email\":\"x@example.com\"}")) {
        assertThat(iam.send("ada", "PATCH", path + "/" + ada, more).status()).isEqualTo(403);
      }
      String settings = path + "/" + ada + "/settings";
      assertThat(iam.send("ada", "PATCH", settings, "{\"language\":\"en\"}").status())
          .isEqualTo(204);
      for (String more : List.of("{\"allowed_ip_addresses\":\"\"}", "{\"self_manage\":true}")) {
        assertThat(iam.send("ada", "PATCH", settings, more).status()).isEqualTo(403);
      }
      iam.put(
          "/v1/accounts/" + account + "/settings/identity",
          "*",
          "{\"restrict_user_list_visibility\":\"RESTRICTED\"}");
      assertThat(iam.send("ada", "GET", path, "").status()).isEqualTo(403);
    }

    @Test
    void areNotThoseOfAnotherAccount() {
      String ada = invite("ada@example.com");

      assertThat(iam.send(LiveIam.FOREIGNER, "GET", path, "").status()).isEqualTo(403);
      String elsewhere = "/v2/accounts/" + iam.account("zeta") + "/users/" + ada;
      assertThat(iam.send(LiveIam.FOREIGNER, "GET", elsewhere, "").status()).isEqualTo(404);
    }
  }

  @Nested
  class Providers {
    private static final String PATH = "/sekisho/v1/identity_providers";
    private static final String BODY =
        """
        {"realm":"corp","protocol":"OIDC","issuer":"https://idp.example","audience":"sekisho",
         "keys":["{}"]}""";

    @Test
    void areMadeReadReplacedAndDeleted() {
      Answer made = iam.post(PATH, BODY);

      assertThat(made.status()).isEqualTo(201);
      String one = PATH + "/" + made.at("/id");
      assertThat(iam.get(one).json()).isEqualTo(made.json());
      assertThat(iam.get(PATH).json().get("identity_providers")).hasSize(1);
      Answer changed = iam.put(one, made.at("/entity_tag"), BODY.replace("sekisho", "other"));
      assertThat(changed.at("/audience")).isEqualTo("other");
      assertThat(iam.put(one, made.at("/entity_tag"), BODY).status()).isEqualTo(409);
      assertThat(iam.send(LiveIam.FOREIGNER, "GET", one, "").status()).isEqualTo(404);
      assertThat(iam.delete(one).status()).isEqualTo(204);
      assertThat(iam.get(one).status()).isEqualTo(404);
    }

    /// What begins with one of these is an identity of ours, or an operator, to whoever reads a
    /// trail.
    @ParameterizedTest
    @ValueSource(
        strings = {"iam", "iam-Operator", "IBMid", "ibmid-1", "crn", "crn:v1", "operator:"})
    void haveNoRealmOfOurs(String realm) {
      assertThat(iam.post(PATH, BODY.replace("corp", realm)).status()).isEqualTo(400);
    }

    @Test
    void areRefusedIfNobodyCouldTrustThem() {
      iam.post(PATH, BODY);

      assertThat(iam.post(PATH, BODY).status()).isEqualTo(409);
      String other = BODY.replace("corp", "other");
      assertThat(iam.post(PATH, other.replace("OIDC", "LDAP")).status()).isEqualTo(400);
      assertThat(iam.post(PATH, other.replace("\"{}\"", "")).at("/errors/0/message"))
          .contains("there is no key");
      assertThat(iam.post(PATH, other.replace("https://idp.example", "")).status()).isEqualTo(400);
    }
  }
}
