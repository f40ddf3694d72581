package io.sekisho.iamapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.audit.Entry;
import io.sekisho.control.Initiator;
import io.sekisho.control.Kind;
import io.sekisho.control.Store.Query;
import io.sekisho.iam.ApiKey;
import io.sekisho.identity.ApiKeys;
import io.sekisho.web.Https.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Service ids and API keys over HTTPS, on a real store.
class KeysAndServiceIdsTest {
  private static final String PERSON = "person";

  private LiveIam iam;
  private String account;

  @BeforeEach
  void open() {
    iam = new LiveIam();
    account = iam.account("acme").value();
    String person =
        iam.post(
                "/v2/accounts/" + account + "/users",
                "{\"users\":[{\"email\":\"ada@example.com\"}]}")
            .at("/resources/0/id");
    iam.tokens.put(PERSON, LiveIam.caller(person, Initiator.Type.USER, iam.account("acme")));
  }

  @AfterEach
  void close() {
    iam.close();
  }

  private String person() {
    return iam.tokens.get(PERSON).id();
  }

  private Answer service(String more, String... headers) {
    return iam.post(
        "/v1/serviceids/",
        "{\"name\":\"s\",\"account_id\":\"%s\"%s}".formatted(account, more),
        headers);
  }

  private Answer key(String token, String iamId, String more, String... headers) {
    return iam.send(
        token,
        "POST",
        "/v1/apikeys",
        "{\"name\":\"k\",\"iam_id\":\"%s\"%s}".formatted(iamId, more),
        headers);
  }

  @Nested
  class ServiceIdsAre {
    @Test
    void madeReadChangedListedAndDeletedAsIbmSays() {
      Answer made = service(",\"description\":\"d\",\"unique_instance_crns\":[\"crn:v1:x\"]");

      assertThat(made.status()).isEqualTo(201);
      String path = "/v1/serviceids/" + made.at("/id");
      assertThat(made.at("/id")).startsWith("ServiceId-");
      assertThat(made.at("/iam_id")).isEqualTo("iam-" + made.at("/id"));
      assertThat(made.json().get("locked").asBoolean()).isFalse();
      assertThat(made.at("/unique_instance_crns/0")).isEqualTo("crn:v1:x");

      Answer changed =
          iam.put(path, made.at("/entity_tag"), "{\"name\":\"t\",\"unique_instance_crns\":[]}");

      assertThat(changed.at("/name")).isEqualTo("t");
      assertThat(changed.at("/description")).isEqualTo("d");
      assertThat(changed.json().get("unique_instance_crns")).isEmpty();
      assertThat(iam.put(path, made.at("/entity_tag"), "{}").status()).isEqualTo(409);
      assertThat(iam.get(path + "?include_history=true").json().get("history")).hasSize(1);
      service("");
      assertThat(iam.get("/v1/serviceids?account_id=" + account).json().get("serviceids"))
          .hasSize(2);
      assertThat(
              iam.get("/v1/serviceids/?account_id=" + account + "&name=t").at("/serviceids/0/id"))
          .isEqualTo(made.at("/id"));
      assertThat(iam.delete(path).status()).isEqualTo(204);
      assertThat(iam.get(path).status()).isEqualTo(404);
      assertThat(iam.departed).containsExactly(account + " " + made.at("/iam_id"));
    }

    @Test
    void leftAloneWhileTheyAreLocked() {
      String id = service("", "Entity-Lock", "true").at("/id");
      String path = "/v1/serviceids/" + id;

      assertThat(iam.put(path, "*", "{\"name\":\"t\"}").status()).isEqualTo(409);
      assertThat(iam.delete(path).status()).isEqualTo(409);
      assertThat(iam.delete(path + "/lock").status()).isEqualTo(204);
      assertThat(iam.put(path, "*", "{\"name\":\"t\"}").status()).isEqualTo(200);
      assertThat(iam.post(path + "/lock", "").status()).isEqualTo(204);
      assertThat(iam.get(path).json().get("locked").asBoolean()).isTrue();
    }

    @Test
    void deletedWithTheirKeys() {
      Answer made = service(",\"apikey\":{\"name\":\"first\"}");
      assertThat(made.at("/apikey/apikey")).hasSize(44);
      assertThat(made.at("/apikey/iam_id")).isEqualTo(made.at("/iam_id"));
      key(LiveIam.ADMIN, made.at("/iam_id"), "");
      assertThat(keys()).hasSize(2);

      iam.delete("/v1/serviceids/" + made.at("/id"));

      assertThat(keys()).isEmpty();
      assertThat(iam.trail(made.at("/apikey/id")))
          .extracting(Entry::action)
          .containsExactly(
              "iam-identity.serviceid-apikey.create", "iam-identity.serviceid-apikey.delete");
    }

    @Test
    void madeByPeopleUnlessTheAccountRestrictsIt() {
      iam.forbidden.add("iam-identity.serviceid.create");
      iam.tokens.put(
          "robot",
          LiveIam.caller("iam-ServiceId-1", Initiator.Type.SERVICE_ID, iam.account("acme")));
      String body = "{\"name\":\"s\",\"account_id\":\"%s\"}".formatted(account);

      assertThat(iam.send(PERSON, "POST", "/v1/serviceids", body).status()).isEqualTo(201);
      assertThat(iam.send("robot", "POST", "/v1/serviceids", body).status()).isEqualTo(403);

      iam.put(
          "/v1/accounts/" + account + "/settings/identity",
          "*",
          "{\"restrict_create_service_id\":\"RESTRICTED\"}");

      assertThat(iam.send(PERSON, "POST", "/v1/serviceids", body).status()).isEqualTo(403);
    }

    @Test
    void nobodyElsesBusiness() {
      String path = "/v1/serviceids/" + service("").at("/id");

      assertThat(iam.send(LiveIam.FOREIGNER, "GET", path, "").status()).isEqualTo(404);
      assertThat(iam.send(LiveIam.FOREIGNER, "DELETE", path, "").status()).isEqualTo(404);
      assertThat(iam.send(LiveIam.FOREIGNER, "POST", path + "/lock", "").status()).isEqualTo(404);
    }
  }

  @Nested
  class KeysAre {
    @Test
    void shownOnceAndKeptAsAHash() {
      Answer made = key(PERSON, person(), ",\"description\":\"d\"");

      assertThat(made.status()).isEqualTo(201);
      String secret = made.at("/apikey");
      assertThat(secret).matches("[A-Za-z0-9_-]{44}");
      String path = "/v1/apikeys/" + made.at("/id");
      assertThat(made.at("/id")).startsWith("ApiKey-");
      assertThat(made.at("/created_by")).isEqualTo(person());
      assertThat(made.json().get("disabled").asBoolean()).isFalse();
      assertThat(made.at("/action_when_leaked")).isEqualTo("none");
      assertThat(keys().getFirst().hash()).isEqualTo(ApiKeys.hash(secret)).doesNotContain(secret);

      Answer read = iam.send(PERSON, "GET", path, "");
      assertThat(read.at("/name")).isEqualTo("k");
      assertThat(read.has("/apikey")).isFalse();
      Answer details = iam.send(PERSON, "GET", "/v1/apikeys/details", "", "IAM-ApiKey", secret);
      assertThat(details.at("/id")).isEqualTo(made.at("/id"));
      assertThat(details.has("/apikey")).isFalse();
      assertThat(iam.send(PERSON, "GET", "/v1/apikeys/details", "").status()).isEqualTo(400);
      assertThat(
              iam.send(PERSON, "GET", "/v1/apikeys/details", "", "IAM-ApiKey", secret + "x")
                  .status())
          .isEqualTo(404);
      assertThat(
              iam.send(LiveIam.FOREIGNER, "GET", "/v1/apikeys/details", "", "IAM-ApiKey", secret)
                  .status())
          .isEqualTo(404);
      assertThat(iam.trail(made.at("/id")))
          .singleElement()
          .satisfies(
              each -> {
                assertThat(each.action()).isEqualTo("iam-identity.user-apikey.create");
                assertThat(each.body()).doesNotContain(secret).doesNotContain(ApiKeys.hash(secret));
              });
    }

    @Test
    void whateverTheirOwnerBroughtAlong() {
      String own = "0123456789abcdef0123456789abcdef";

      assertThat(key(PERSON, person(), ",\"apikey\":\"short\"").status()).isEqualTo(400);
      assertThat(key(PERSON, person(), ",\"apikey\":\"%s\"".formatted(own)).at("/apikey"))
          .isEqualTo(own);
      assertThat(key(PERSON, person(), ",\"apikey\":\"%s\"".formatted(own)).status())
          .isEqualTo(409);
    }

    @Test
    void changedLockedDisabledAndDeleted() {
      Answer made = key(PERSON, person(), ",\"expires_at\":\"2027-01-31T12:00+0000\"");
      String path = "/v1/apikeys/" + made.at("/id");
      assertThat(made.at("/expires_at")).isEqualTo("2027-01-31T12:00+0000");

      Answer changed =
          iam.put(path, made.at("/entity_tag"), "{\"name\":\"l\",\"expires_at\":\"\"}");
      assertThat(changed.at("/name")).isEqualTo("l");
      assertThat(changed.has("/expires_at")).isFalse();
      assertThat(iam.put(path, made.at("/entity_tag"), "{}").status()).isEqualTo(409);

      assertThat(iam.post(path + "/disable", "").status()).isEqualTo(204);
      assertThat(iam.get(path).json().get("disabled").asBoolean()).isTrue();
      assertThat(iam.delete(path + "/disable").status()).isEqualTo(204);
      assertThat(iam.post(path + "/lock", "").status()).isEqualTo(204);
      assertThat(iam.delete(path).status()).isEqualTo(409);
      assertThat(iam.put(path, "*", "{\"name\":\"m\"}").status()).isEqualTo(409);
      assertThat(iam.delete(path + "/lock").status()).isEqualTo(204);
      assertThat(iam.get(path).json().get("disabled").asBoolean()).isFalse();
      assertThat(iam.delete(path).status()).isEqualTo(204);
      assertThat(iam.get(path).status()).isEqualTo(404);
      assertThat(iam.trail(made.at("/id")))
          .extracting(Entry::action)
          .first()
          .isEqualTo("iam-identity.user-apikey.create");
      assertThat(iam.trail(made.at("/id")))
          .extracting(Entry::action)
          .last()
          .isEqualTo("iam-identity.user-apikey.delete");
    }

    @Test
    void lockedAndDisabledFromTheStartIfTheHeadersSaySo() {
      Answer made = key(PERSON, person(), "", "Entity-Lock", "true", "Entity-Disable", "true");

      assertThat(made.json().get("locked").asBoolean()).isTrue();
      assertThat(made.json().get("disabled").asBoolean()).isTrue();
    }

    @Test
    void listedForAnIdentityOrTheAccount() {
      String service = service("").at("/iam_id");
      key(PERSON, person(), "");
      key(LiveIam.ADMIN, service, "");

      assertThat(iam.send(PERSON, "GET", "/v1/apikeys", "").json().get("apikeys")).hasSize(1);
      assertThat(iam.get("/v1/apikeys?iam_id=" + service).at("/apikeys/0/iam_id"))
          .isEqualTo(service);
      assertThat(iam.get("/v1/apikeys?scope=account").json().get("apikeys")).hasSize(2);
      assertThat(iam.get("/v1/apikeys?scope=account&type=user").at("/apikeys/0/iam_id"))
          .isEqualTo(person());
      String next = iam.get("/v1/apikeys?scope=account&pagesize=1").at("/next");
      assertThat(iam.get(next).json().get("apikeys")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          ",\"store_value\":true",
          ",\"support_sessions\":true",
          ",\"action_when_leaked\":\"delete\"",
          ",\"expires_at\":\"tomorrow\"",
          ",\"expires_at\":\"2020-01-31T12:00+0000\"",
          ",\"colour\":\"red\""
        })
    void notMadeWithPromisesThatNobodyKeeps(String more) {
      assertThat(key(PERSON, person(), more).status()).isEqualTo(400);
      assertThat(keys()).isEmpty();
    }

    @Test
    void forOneselfAndNeverForAnotherPerson() {
      assertThat(key(LiveIam.ADMIN, person(), "").status()).isEqualTo(403);
      assertThat(key(PERSON, "IBMid-nobody", "").status()).isEqualTo(403);
      assertThat(
              key(LiveIam.OPERATOR, person(), ",\"account_id\":\"%s\"".formatted(account)).status())
          .isEqualTo(201);
    }

    @Test
    void onesOwnWithoutAnyPolicyAndOthersWithOne() {
      iam.forbidden.addAll(
          List.of(
              "iam-identity.apikey.create",
              "iam-identity.apikey.get",
              "iam-identity.apikey.list",
              "iam-identity.apikey.update",
              "iam-identity.apikey.delete",
              "iam-identity.apikey.manage"));
      String service = service("").at("/iam_id");

      String own = "/v1/apikeys/" + key(PERSON, person(), "").at("/id");
      assertThat(iam.send(PERSON, "GET", own, "").status()).isEqualTo(200);
      assertThat(iam.get(own).status()).isEqualTo(403);
      assertThat(iam.delete(own).status()).isEqualTo(403);
      assertThat(iam.post(own + "/disable", "").status()).isEqualTo(403);
      assertThat(iam.asked).last().asString().startsWith("iam-identity.apikey.manage");
      assertThat(key(PERSON, service, "").status()).isEqualTo(403);
      assertThat(iam.asked)
          .last()
          .asString()
          .isEqualTo(
              "iam-identity.apikey.create {resource=%s, resourceType=serviceid}"
                  .formatted(service.substring(4)));
      assertThat(iam.get("/v1/apikeys?scope=account").status()).isEqualTo(403);
      assertThat(iam.get("/v1/apikeys?iam_id=" + person()).status()).isEqualTo(403);
      assertThat(iam.send(PERSON, "DELETE", own, "").status()).isEqualTo(204);
    }

    @Test
    void forOneselfNotWhereTheAccountRestrictsThat() {
      iam.forbidden.add("iam-identity.user-apikey.create");
      iam.put(
          "/v1/accounts/" + account + "/settings/identity",
          "*",
          "{\"restrict_create_platform_apikey\":\"RESTRICTED\"}");

      assertThat(key(PERSON, person(), "").status()).isEqualTo(403);
    }

    @Test
    void goneWithThePerson() {
      key(PERSON, person(), "", "Entity-Lock", "true");

      iam.delete("/v2/accounts/" + account + "/users/" + person());

      assertThat(keys()).isEmpty();
    }
  }

  private List<ApiKey> keys() {
    return iam
        .ledger
        .in(iam.account("acme"))
        .page(Kind.API_KEY, Query.first(100))
        .documents()
        .stream()
        .map(each -> (ApiKey) each.value())
        .toList();
  }
}
