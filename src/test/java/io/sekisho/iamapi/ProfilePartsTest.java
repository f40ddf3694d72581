package io.sekisho.iamapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.audit.Entry;
import io.sekisho.iam.ClaimRule.Condition;
import io.sekisho.iam.ClaimRule.Operator;
import io.sekisho.web.Https.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Links, claim rules and identities of a trusted profile over HTTPS.
class ProfilePartsTest {
  private static final String RULE =
      """
      {"type":"Profile-CR","cr_type":"VSI","name":"r","conditions":
       [{"claim":"zone","operator":"EQUALS","value":"\\"us-south-1\\""}]}""";

  private LiveIam iam;
  private String account;
  private String id;
  private String path;

  @BeforeEach
  void open() {
    iam = new LiveIam();
    account = iam.account("acme").value();
    id =
        iam.post("/v1/profiles", "{\"name\":\"p\",\"account_id\":\"%s\"}".formatted(account))
            .at("/id");
    path = "/v1/profiles/" + id;
  }

  @AfterEach
  void close() {
    iam.close();
  }

  private String crn(String owner, String name) {
    return iam.compute(owner, name).identity().crn().toString();
  }

  private Answer link(String type, String crn) {
    return iam.post(
        path + "/links",
        "{\"cr_type\":\"%s\",\"name\":\"l\",\"link\":{\"crn\":\"%s\"}}".formatted(type, crn));
  }

  @Nested
  class Links {
    @Test
    void leadToInstancesAndBareMetalServersOfTheAccount() {
      Answer made = link("VSI", crn("acme", "web-1"));

      assertThat(made.status()).isEqualTo(201);
      assertThat(made.at("/id")).startsWith("Link-");
      assertThat(made.at("/cr_type")).isEqualTo("VSI");
      assertThat(made.at("/name")).isEqualTo("l");
      assertThat(made.at("/link/crn")).isEqualTo(crn("acme", "web-1"));
      assertThat(made.at("/entity_tag")).matches("1-[0-9a-f]{32}");
      assertThat(link("BMS", crn("acme", "db-1")).status()).isEqualTo(201);
      assertThat(iam.profile(id).links()).hasSize(2);
      assertThat(iam.get(path + "/links").json().get("links")).hasSize(2);
      assertThat(iam.get(path + "/links/" + made.at("/id")).json()).isEqualTo(made.json());
    }

    @Test
    void leadNowhereElse() {
      assertThat(link("BMS", crn("acme", "web-1")).at("/errors/0/details")).isEqualTo("cr_type");
      assertThat(link("VSI", crn("zeta", "web-1")).status()).isEqualTo(400);
      assertThat(link("VSI", another(crn("acme", "web-1"))).code()).isEqualTo("not_found");
      assertThat(link("VSI", "crn:v1:x").status()).isEqualTo(400);
      assertThat(link("IKS_SA", crn("acme", "web-1")).at("/errors/0/message")).contains("IKS_SA");
      assertThat(
              iam.post(path + "/links", "{\"cr_type\":\"VSI\",\"link\":{}}")
                  .at("/errors/0/details"))
          .isEqualTo("link.crn");
      String cross =
          "{\"cr_type\":\"VSI\",\"link\":{\"crn\":\"%s\"},\"is_cross_account\":true}"
              .formatted(crn("acme", "web-1"));
      assertThat(iam.post(path + "/links", cross).status()).isEqualTo(400);
      assertThat(iam.profile(id).links()).isEmpty();
    }

    /// The same but for its last digit.
    private static String another(String crn) {
      return crn.substring(0, crn.length() - 1) + (crn.endsWith("0") ? "1" : "0");
    }

    @Test
    void areThereOnceAndGoByIdOrByTarget() {
      String web = crn("acme", "web-1");
      String first = link("VSI", web).at("/id");
      link("BMS", crn("acme", "db-1"));

      assertThat(link("VSI", web).status()).isEqualTo(409);
      assertThat(iam.delete(path + "/links/" + first).status()).isEqualTo(204);
      assertThat(iam.delete(path + "/links/" + first).status()).isEqualTo(404);
      String query = "/links?type=BMS&crn=" + crn("acme", "db-1").replace(":", "%3A");
      assertThat(iam.delete(path + "/links?type=BMS").status()).isEqualTo(400);
      assertThat(iam.delete(path + query).status()).isEqualTo(204);
      assertThat(iam.delete(path + query).status()).isEqualTo(404);
      assertThat(iam.profile(id).links()).isEmpty();
    }
  }

  @Nested
  class Rules {
    @Test
    void ofComputeResourcesAreJudgedAsTheyWereSent() {
      Answer made = iam.post(path + "/rules", RULE);

      assertThat(made.status()).isEqualTo(201);
      assertThat(made.at("/id")).startsWith("ClaimRule-");
      assertThat(made.at("/type")).isEqualTo("Profile-CR");
      assertThat(made.json().get("expiration").asInt()).isEqualTo(3600);
      assertThat(iam.profile(id).rules().getFirst().conditions())
          .containsExactly(new Condition("zone", Operator.EQUALS, "\"us-south-1\""));
      assertThat(iam.get(path + "/rules/" + made.at("/id")).json()).isEqualTo(made.json());
    }

    @Test
    void ofFederatedPeopleHaveARealmAndASession() {
      Answer made =
          iam.post(
              path + "/rules",
              """
              {"type":"Profile-SAML","realm_name":"https://idp.example","expiration":43200,
               "conditions":[{"claim":"blueGroups","operator":"IN","value":"[\\"a\\",\\"b\\"]"}]}""");

      assertThat(made.status()).isEqualTo(201);
      assertThat(made.at("/realm_name")).isEqualTo("https://idp.example");
      assertThat(made.json().get("expiration").asInt()).isEqualTo(43200);
      assertThat(iam.profile(id).federatedRules()).hasSize(1);
      assertThat(iam.get(path + "/rules").json().get("rules")).hasSize(1);
    }

    @Test
    void areReplacedByWhoReadThem() {
      Answer made = iam.post(path + "/rules", RULE);
      String one = path + "/rules/" + made.at("/id");
      iam.post(path + "/rules", RULE);
      String other = RULE.replace("us-south-1", "us-south-2");

      Answer changed = iam.put(one, made.at("/entity_tag"), other);

      assertThat(changed.status()).isEqualTo(200);
      assertThat(changed.at("/id")).isEqualTo(made.at("/id"));
      assertThat(changed.at("/conditions/0/value")).isEqualTo("\"us-south-2\"");
      assertThat(iam.put(one, made.at("/entity_tag"), RULE).status()).isEqualTo(409);
      assertThat(iam.send(LiveIam.ADMIN, "PUT", one, RULE).status()).isEqualTo(400);
      assertThat(iam.put(one, "*", RULE).status()).isEqualTo(200);
      assertThat(iam.delete(one).status()).isEqualTo(204);
      assertThat(iam.get(one).status()).isEqualTo(404);
      assertThat(iam.profile(id).rules()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '\0',
        value = {
          "Profile-CR|Profile-XY|type",
          "\"cr_type\":\"VSI\",||cr_type",
          "VSI|CE|cr_type",
          "EQUALS|LIKE|conditions.operator",
          "\"zone\"|\"colour\"|conditions.claim",
          "\"EQUALS\"|\"IN\"|conditions.value",
          "\"r\"|\"r\",\"expiration\":900|type",
          "\"r\"|\"r\",\"realm_name\":\"x\"|type"
        })
    void thatMeanNothingAreRefused(String part, String instead, String member) {
      Answer refused =
          iam.post(path + "/rules", RULE.replace(part, instead == null ? "" : instead));

      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.at("/errors/0/details")).isEqualTo(member);
      assertThat(iam.profile(id).rules()).isEmpty();
    }

    @Test
    void areTwentyAtMost() {
      for (int i = 0; i < 20; i++) {
        assertThat(iam.post(path + "/rules", RULE).status()).isEqualTo(201);
      }

      assertThat(iam.post(path + "/rules", RULE).status()).isEqualTo(409);
      String first = iam.profile(id).rules().getFirst().id();
      assertThat(iam.put(path + "/rules/" + first, "*", RULE).status()).isEqualTo(200);
    }
  }

  @Nested
  class Identities {
    private String person() {
      return iam.post(
              "/v2/accounts/" + account + "/users", "{\"users\":[{\"email\":\"ada@example.com\"}]}")
          .at("/resources/0/id");
    }

    @Test
    void areUsersServiceIdsAndResourcesOfTheAccount() {
      String person = person();
      String service =
          iam.post(
                  "/v1/serviceids",
                  "{\"name\":\"s\",\"description\":\"robot\",\"account_id\":\"%s\"}"
                      .formatted(account))
              .at("/id");
      String tag = iam.get(path + "/identities").at("/entity_tag");
      String body =
          """
          {"identities":[{"identifier":"%s","type":"user","accounts":["%s"],"description":"boss"},
           {"identifier":"%s","type":"serviceid"}]}"""
              .formatted(person, account, service);

      Answer set = iam.put(path + "/identities", tag, body);

      assertThat(set.status()).isEqualTo(200);
      assertThat(set.at("/identities/0/iam_id")).isEqualTo(person);
      assertThat(set.at("/identities/1/iam_id")).isEqualTo("iam-" + service);
      assertThat(set.at("/identities/1/description")).isEqualTo("robot");
      assertThat(iam.put(path + "/identities", tag, body).status()).isEqualTo(409);

      Answer added =
          iam.post(
              path + "/identities/crn",
              "{\"identifier\":\"%s\",\"type\":\"crn\"}".formatted(crn("acme", "web-1")));

      assertThat(added.status()).isEqualTo(200);
      assertThat(added.at("/iam_id")).isEqualTo("crn-" + crn("acme", "web-1"));
      assertThat(iam.get(path + "/identities").json().get("identities")).hasSize(3);
      String one = path + "/identities/crn/" + crn("acme", "web-1").replace("/", "%2F");
      assertThat(iam.get(one).at("/type")).isEqualTo("crn");
      assertThat(iam.delete(one).status()).isEqualTo(204);
      assertThat(iam.get(one).status()).isEqualTo(404);
    }

    @Test
    void thatAreNotThereOrElsewhereAreRefused() {
      String foreign = iam.account("zeta").value();
      String person = person();
      List<String> bodies =
          List.of(
              "{\"identifier\":\"IBMid-nobody\",\"type\":\"user\"}",
              "{\"identifier\":\"%s\",\"type\":\"user\",\"accounts\":[\"%s\"]}"
                  .formatted(person, foreign),
              "{\"type\":\"user\"}",
              "{\"identifier\":\"%s\",\"type\":\"serviceid\"}".formatted(person));

      assertThat(bodies)
          .allMatch(body -> iam.post(path + "/identities/user", body).status() == 400);
      assertThat(
              iam.post(
                      path + "/identities/crn",
                      "{\"identifier\":\"%s\",\"type\":\"crn\"}".formatted(crn("zeta", "web-1")))
                  .status())
          .isEqualTo(400);
      assertThat(iam.profile(id).identities()).isEmpty();
    }

    @Test
    void goWithTheIdentity() {
      String person = person();
      iam.post(
          path + "/identities/user", "{\"identifier\":\"%s\",\"type\":\"user\"}".formatted(person));
      assertThat(iam.profile(id).identities()).hasSize(1);

      iam.delete("/v2/accounts/" + account + "/users/" + person);

      assertThat(iam.profile(id).identities()).isEmpty();
    }
  }

  @Test
  void everyPartIsOnRecordUnderItsName() {
    String link = link("VSI", crn("acme", "web-1")).at("/id");
    iam.delete(path + "/links/" + link);
    String rule = iam.post(path + "/rules", RULE).at("/id");
    iam.put(path + "/rules/" + rule, "*", RULE);
    iam.delete(path + "/rules/" + rule);
    iam.put(path + "/identities", "*", "{\"identities\":[]}");

    assertThat(iam.trail(id))
        .extracting(Entry::action)
        .containsExactly(
            "iam-identity.account-profile.create",
            "iam-identity.profile-link.create",
            "iam-identity.profile-link.delete",
            "iam-identity.profile-rule.create",
            "iam-identity.profile-rule.update",
            "iam-identity.profile-rule.delete",
            "iam-identity.profile-identity.update");
  }

  @Test
  void nothingOfAnotherAccountsProfileIsToBeHad() {
    String rule = iam.post(path + "/rules", RULE).at("/id");
    for (String part : List.of("/links", "/rules", "/identities", "/rules/" + rule)) {
      assertThat(iam.send(LiveIam.FOREIGNER, "GET", path + part, "").status()).isEqualTo(404);
    }
    assertThat(iam.send(LiveIam.FOREIGNER, "DELETE", path + "/rules/" + rule, "").status())
        .isEqualTo(404);
    assertThat(iam.send(LiveIam.FOREIGNER, "POST", path + "/rules", RULE).status()).isEqualTo(404);
    assertThat(
            iam.send(
                    LiveIam.FOREIGNER,
                    "PUT",
                    path + "/identities",
                    "{\"identities\":[]}",
                    "If-Match",
                    "*")
                .status())
        .isEqualTo(404);
    assertThat(iam.profile(id).rules()).hasSize(1);
  }
}
