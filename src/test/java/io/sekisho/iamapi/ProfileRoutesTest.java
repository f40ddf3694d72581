package io.sekisho.iamapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.web.Https.Answer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Trusted profiles over HTTPS, on a real store.
class ProfileRoutesTest {
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

  private Answer create(String name) {
    return iam.post(
        "/v1/profiles",
        "{\"name\":\"%s\",\"account_id\":\"%s\",\"description\":\"d\"}".formatted(name, account));
  }

  /// Without what differs from request to request.
  private static JsonNode plain(Answer answer) {
    ObjectNode json = (ObjectNode) answer.json();
    json.remove("context");
    return json;
  }

  @Nested
  class Made {
    @Test
    void hasWhatIbmSaysAProfileHas() {
      Answer made = create("my profile");

      assertThat(made.status()).isEqualTo(201);
      String id = made.at("/id");
      assertThat(id).matches("Profile-[0-9a-f-]{36}");
      assertThat(made.at("/iam_id")).isEqualTo("iam-" + id);
      assertThat(made.at("/crn"))
          .isEqualTo("crn:v1:bluemix:public:iam-identity::a/%s::profile:%s".formatted(account, id));
      assertThat(made.at("/entity_tag")).matches("[0-9]+-[0-9a-f]{32}");
      assertThat(made.etag()).isNotEmpty().isEqualTo(made.at("/entity_tag"));
      assertThat(made.at("/created_at")).isEqualTo("2026-11-26T12:00+0000");
      assertThat(made.at("/account_id")).isEqualTo(account);
      assertThat(made.at("/context/operation")).isEqualTo("iam-identity.profile.create");
      assertThat(plain(iam.get("/v1/profiles/" + id))).isEqualTo(plain(made));
    }

    @Test
    void isNamedOnceInItsAccount() {
      create("twice");

      Answer again = create("twice");

      assertThat(again.status()).isEqualTo(409);
      assertThat(again.code()).isEqualTo("conflict");
      assertThat(again.at("/errors/0/message_code")).isEqualTo("SEKISHO_CONFLICT");
      assertThat(again.json().at("/status_code").asInt()).isEqualTo(409);
      assertThat(again.at("/trace")).isEqualTo(again.at("/context/transaction_id"));
      assertThat(
              iam.send(
                      LiveIam.FOREIGNER,
                      "POST",
                      "/v1/profiles",
                      "{\"name\":\"twice\",\"account_id\":\"%s\"}"
                          .formatted(iam.account("zeta").value()))
                  .status())
          .isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '\0',
        value = {
          "{\"account_id\":\"$\"}|400|name",
          "{\"name\":\"a\"}|400|account_id",
          "{\"name\":\" \",\"account_id\":\"$\"}|400|name",
          "{\"name\":\"a\",\"account_id\":\"invalid\"}|400|account_id",
          "{\"name\":\"a\",\"account_id\":\"ffffffffffffffffffffffffffffffff\"}|403|account_id",
          "{\"name\":\"a\",\"account_id\":\"$\",\"email\":\"none\"}|400|email",
          "{\"name\":\"a\",\"account_id\":\"$\",\"nmae\":\"b\"}|400|nmae",
          "{\"name\":7,\"account_id\":\"$\"}|400|name"
        })
    void isRefusedWithTheMemberThatIsWrong(String body, int status, String member) {
      Answer refused = iam.post("/v1/profiles", body.replace("$", account));

      assertThat(refused.status()).isEqualTo(status);
      assertThat(refused.at("/errors/0/details")).isEqualTo(member);
    }
  }

  @Nested
  class Changed {
    @Test
    void byWhoReadItLast() {
      Answer made = create("before");
      String path = "/v1/profiles/" + made.at("/id");

      Answer changed = iam.put(path, made.at("/entity_tag"), "{\"name\":\"after\"}");

      assertThat(changed.status()).isEqualTo(200);
      assertThat(changed.at("/name")).isEqualTo("after");
      assertThat(changed.at("/description")).isEqualTo("d");
      assertThat(changed.at("/entity_tag")).isNotEqualTo(made.at("/entity_tag"));

      Answer stale = iam.put(path, made.at("/entity_tag"), "{\"name\":\"lost\"}");

      assertThat(stale.status()).isEqualTo(409);
      assertThat(iam.get(path).at("/name")).isEqualTo("after");
    }

    @Test
    void byWhoReadItThroughAProxy() {
      Answer made = create("before");
      String weak = "W/\"" + made.at("/entity_tag") + "\"";

      Answer changed = iam.put("/v1/profiles/" + made.at("/id"), weak, "{\"name\":\"after\"}");

      assertThat(changed.status()).isEqualTo(200);
    }

    @Test
    void byWhoeverDoesNotCare() {
      String path = "/v1/profiles/" + create("before").at("/id");

      assertThat(iam.put(path, "*", "{\"description\":\"\"}").has("/description")).isFalse();
      assertThat(iam.send(LiveIam.ADMIN, "PUT", path, "{}").status()).isEqualTo(400);
      assertThat(iam.put(path, "*", "{\"email\":\"ada@example.com\"}").at("/email"))
          .isEqualTo("ada@example.com");
      assertThat(iam.put(path, "*", "{\"email\":\"\"}").has("/email")).isFalse();
    }

    @Test
    void onlyToANameThatIsFree() {
      create("taken");
      String path = "/v1/profiles/" + create("free").at("/id");

      assertThat(iam.put(path, "*", "{\"name\":\"taken\"}").status()).isEqualTo(409);
      assertThat(iam.put(path, "*", "{\"name\":\"free\"}").status()).isEqualTo(200);
    }
  }

  @Nested
  class Listed {
    @Test
    void pageByPageInTheOrderThatWasAskedFor() {
      for (int i = 0; i < 7; i++) {
        create("p" + i);
      }
      List<String> names = new ArrayList<>();
      int offset = 0;
      String next = "/v1/profiles?account_id=%s&pagesize=3&sort=name&order=desc".formatted(account);
      while (!next.isEmpty()) {
        Answer page = iam.get(next);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.json().at("/limit").asInt()).isEqualTo(3);
        assertThat(page.json().at("/offset").asInt()).isEqualTo(offset);
        assertThat(page.has("/first")).isTrue();
        page.json().get("profiles").forEach(each -> names.add(each.get("name").asString()));
        offset = names.size();
        next = page.at("/next");
      }
      assertThat(names).containsExactly("reader", "p6", "p5", "p4", "p3", "p2", "p1", "p0");
    }

    @Test
    void byNameAndByFilter() {
      create("web one");
      create("web two");
      create("db");

      assertThat(names("name=web%20one")).containsExactly("web one");
      assertThat(names("filter=name%20sw%20%22WEB%22"))
          .containsExactlyInAnyOrder("web one", "web two");
      assertThat(names("filter=name%20co%20%22e%22%20and%20not%20(name%20ew%20%22two%22)"))
          .containsExactlyInAnyOrder("reader", "web one");
    }

    private List<String> names(String query) {
      Answer page = iam.get("/v1/profiles?account_id=" + account + "&" + query);
      return page.json()
          .get("profiles")
          .valueStream()
          .map(it -> it.get("name").asString())
          .toList();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "pagesize=0",
          "pagesize=101",
          "pagesize=x",
          "sort=colour",
          "order=up",
          "filter=colour%20eq%20%22x%22",
          "filter=name%20eq",
          "filter=(name%20pr",
          "filter=name%20like%20%22x%22",
          "pagetoken=nonsense",
          "pagetoken=e30",
          "colour=red"
        })
    void notByWhatMeansNothing(String query) {
      assertThat(iam.get("/v1/profiles?account_id=" + account + "&" + query).status())
          .isEqualTo(400);
    }

    @Test
    void notByATokenThatWasBentIntoAnotherQuestion() {
      for (int i = 0; i < 3; i++) {
        create("p" + i);
      }
      String next = iam.get("/v1/profiles?account_id=" + account + "&pagesize=1").at("/next");
      String token = next.substring(next.indexOf("pagetoken=") + 10);
      String json = new String(Base64.getUrlDecoder().decode(token), UTF_8);
      String foreign = json.replace(account, iam.account("zeta").value());
      String sorted = json.replace("\"pagesize\"", "\"sort\":\"name\",\"pagesize\"");

      assertThat(iam.get("/v1/profiles?pagetoken=" + encoded(json)).status()).isEqualTo(200);
      assertThat(iam.get("/v1/profiles?pagetoken=" + encoded(foreign)).status()).isEqualTo(403);
      assertThat(iam.get("/v1/profiles?pagetoken=" + encoded(sorted)).status()).isEqualTo(400);
    }

    private static String encoded(String json) {
      return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
    }
  }

  @Nested
  class Deleted {
    @Test
    void isGoneForGuestsWhenTheCallReturns() {
      String id = create("short").at("/id");
      String crn = iam.compute("acme", "web-1").identity().crn().toString();
      iam.post(
          "/v1/profiles/" + id + "/links",
          "{\"cr_type\":\"VSI\",\"link\":{\"crn\":\"%s\"}}".formatted(crn));
      assertThat(iam.profile(id).links()).hasSize(1);

      assertThat(iam.delete("/v1/profiles/" + id).status()).isEqualTo(204);

      assertThat(iam.ledger.edition().snapshot().contents().profiles())
          .noneMatch(each -> each.id().equals(id));
      assertThat(iam.departed).containsExactly(account + " iam-" + id);
      assertThat(iam.get("/v1/profiles/" + id).status()).isEqualTo(404);
      assertThat(iam.delete("/v1/profiles/" + id).status()).isEqualTo(404);
    }
  }

  @Nested
  class Guarded {
    @Test
    void byItsAccount() {
      String id = create("mine").at("/id");

      for (String method : List.of("GET", "DELETE")) {
        assertThat(iam.send(LiveIam.FOREIGNER, method, "/v1/profiles/" + id, "").status())
            .isEqualTo(404);
      }
      assertThat(
              iam.send(
                      LiveIam.FOREIGNER,
                      "PUT",
                      "/v1/profiles/" + id,
                      "{\"name\":\"stolen\"}",
                      "If-Match",
                      "*")
                  .status())
          .isEqualTo(404);
      assertThat(
              iam.send(LiveIam.FOREIGNER, "GET", "/v1/profiles?account_id=" + account, "").status())
          .isEqualTo(403);
      assertThat(iam.profile(id).name()).isEqualTo("mine");
    }

    @Test
    void fromOperatorsWhoDoNotSayWhoseItIs() {
      String id = create("mine").at("/id");

      assertThat(iam.send(LiveIam.OPERATOR, "GET", "/v1/profiles/" + id, "").status())
          .isEqualTo(400);
      assertThat(
              iam.send(LiveIam.OPERATOR, "GET", "/v1/profiles/" + id + "?account_id=" + account, "")
                  .status())
          .isEqualTo(200);
    }

    @Test
    void byThePermissionThatIbmNames() {
      String id = create("mine").at("/id");
      iam.asked.clear();
      iam.forbidden.addAll(
          Set.of(
              "iam-identity.profile.get",
              "iam-identity.profile.create",
              "iam-identity.profile.update",
              "iam-identity.profile.delete",
              "iam-identity.profile.linkToResource"));

      assertThat(create("other").status()).isEqualTo(403);
      assertThat(iam.get("/v1/profiles/" + id).status()).isEqualTo(403);
      assertThat(iam.put("/v1/profiles/" + id, "*", "{\"name\":\"x\"}").status()).isEqualTo(403);
      assertThat(iam.delete("/v1/profiles/" + id).status()).isEqualTo(403);
      assertThat(iam.post("/v1/profiles/" + id + "/links", "{}").status()).isEqualTo(403);
      assertThat(iam.asked)
          .contains("iam-identity.profile.get {resource=" + id + ", resourceType=profile}");
    }

    @Test
    void onRecord() {
      String id = create("told").at("/id");
      iam.put("/v1/profiles/" + id, "*", "{\"name\":\"told again\"}");
      iam.put("/v1/profiles/" + id, "1-stale", "{\"name\":\"lost\"}");
      iam.post(
          "/v1/profiles/" + id + "/identities/user",
          "{\"type\":\"user\",\"identifier\":\"IBMid-nobody\"}");
      iam.delete("/v1/profiles/" + id);

      assertThat(iam.trail(id))
          .extracting(
              each -> each.action() + (each.body().contains("\"failure\"") ? " refused" : ""))
          .containsExactly(
              "iam-identity.account-profile.create",
              "iam-identity.account-profile.update",
              "iam-identity.account-profile.update refused",
              "iam-identity.profile-identity.create refused",
              "iam-identity.account-profile.delete");
      assertThat(iam.trail(id)).allMatch(each -> each.body().contains("IBMid-admin"));
    }
  }

  @Nested
  class BesideAnInventory {
    /// Applying a file must not take what the file can't say.
    @Test
    void keepsWhatTheFileCannotSay() {
      String reader =
          iam.get("/v1/profiles?account_id=" + account + "&name=reader").at("/profiles/0/id");
      String path = "/v1/profiles/" + reader;
      iam.put(path, "*", "{\"email\":\"ada@example.com\"}");
      iam.post(
          path + "/rules",
          """
          {"type":"Profile-SAML","realm_name":"r","expiration":3600,
           "conditions":[{"claim":"g","operator":"EQUALS","value":"\\"x\\""}]}""");
      iam.post(
          path + "/identities/crn",
          "{\"type\":\"crn\",\"identifier\":\"%s\"}"
              .formatted(iam.compute("acme", "db-1").identity().crn()));

      String settings = "/v1/accounts/" + account + "/settings/identity";
      iam.put(settings, "*", "{\"max_sessions_per_identity\":\"3\"}");

      iam.apply(LiveIam.fleet());

      assertThat(iam.get(settings).at("/max_sessions_per_identity")).isEqualTo("3");
      assertThat(iam.get(path).at("/email")).isEqualTo("ada@example.com");
      assertThat(iam.profile(reader).federatedRules()).hasSize(1);
      assertThat(iam.profile(reader).identities()).hasSize(1);
      assertThat(iam.profile(reader).links()).hasSize(1);
    }
  }
}
