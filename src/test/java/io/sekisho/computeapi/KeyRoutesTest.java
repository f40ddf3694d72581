package io.sekisho.computeapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.vpcapi.LiveVpc;
import io.sekisho.web.Https.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// SSH keys over IBM's API.
class KeyRoutesTest {
  private static final String BASE64 =
      "AAAAC3NzaC1lZDI1NTE5AAAAIGsWZVRlzNUh1gWGDlvvMpQkVZ4eYhSrXcS5nWBWZvM";
  private static final String PUBLIC = "ssh-ed25519 " + BASE64 + "%d";

  private final LiveVpc vpc = new LiveVpc();

  @AfterEach
  void close() {
    vpc.close();
  }

  private static String body(int number, String name) {
    return "{'name':'%s','public_key':'%s','type':'ed25519'}"
        .formatted(name, PUBLIC.formatted(number));
  }

  @Test
  void areMadeShownRenamedAndDeleted() {
    JsonNode key = vpc.make("/keys", body(1, "mine"));
    assertThat(key.propertyNames())
        .containsExactlyInAnyOrder(
            "created_at",
            "crn",
            "fingerprint",
            "href",
            "id",
            "length",
            "name",
            "public_key",
            "resource_group",
            "type");
    String id = key.get("id").asString();
    assertThat(vpc.patch("/keys/" + id, "{'name':'yours'}").at("/name")).isEqualTo("yours");
    assertThat(vpc.get("/keys/" + id).at("/name")).isEqualTo("yours");
    assertThat(vpc.delete("/keys/" + id).status()).isEqualTo(204);
    assertThat(vpc.get("/keys/" + id).status()).isEqualTo(404);
  }

  @Test
  void areListedPageByPage() {
    for (int i = 0; i < 7; i++) {
      vpc.make("/keys", body(i, "key-" + i));
    }
    assertThat(vpc.all("/keys?limit=3", "keys"))
        .extracting(key -> key.get("name").asString())
        .containsExactly("key-0", "key-1", "key-2", "key-3", "key-4", "key-5", "key-6");
    assertThat(vpc.get("/keys?limit=3").json().get("total_count").asInt()).isEqualTo(7);
    assertThat(vpc.get("/keys?limit=101").status()).isEqualTo(400);
    assertThat(vpc.get("/keys?start=!").status()).isEqualTo(400);
  }

  @Test
  void haveANameOfTheirOwn() {
    vpc.make("/keys", body(1, "mine"));
    Answer again = vpc.post("/keys", body(2, "mine"));
    assertThat(again.status()).isEqualTo(409);
    assertThat(vpc.post("/keys", body(2, "Mine")).status()).isEqualTo(400);
    JsonNode unnamed = vpc.make("/keys", "{'public_key':'%s'}".formatted(PUBLIC.formatted(3)));
    assertThat(unnamed.get("name").asString()).matches("([a-z]+-){3}[a-z]+");
  }

  @Test
  void haveNoEndlessComment() {
    String body = body(1, "mine").replace(BASE64 + 1, BASE64 + 1 + " " + "x".repeat(16_384));
    assertThat(vpc.post("/keys", body).at("/errors/0/target/name")).isEqualTo("public_key");
  }

  @Test
  void areNobodyElses() {
    String id = vpc.make("/keys", body(1, "mine")).get("id").asString();
    for (String method : new String[] {"GET", "DELETE"}) {
      assertThat(vpc.sendIn(vpc.rival, method, "/keys/" + id, "").status()).isEqualTo(404);
    }
    assertThat(vpc.sendIn(vpc.rival, "GET", "/keys", "").json().get("keys")).isEmpty();
    assertThat(vpc.get("/keys/" + id).status()).isEqualTo(200);
  }

  @Test
  void areForThoseWhoMay() {
    String id = vpc.make("/keys", body(1, "mine")).get("id").asString();
    String viewer = vpc.token("Viewer");
    assertThat(vpc.sendAs(viewer, "GET", "/keys", "").json().get("keys")).hasSize(1);
    assertThat(vpc.sendAs(viewer, "GET", "/keys/" + id, "").status()).isEqualTo(200);
    assertThat(vpc.sendAs(viewer, "DELETE", "/keys/" + id, "").status()).isEqualTo(403);
    String stranger = vpc.token("");
    assertThat(vpc.sendAs(stranger, "GET", "/keys", "").status()).isEqualTo(403);
    assertThat(vpc.sendAs(stranger, "GET", "/keys/" + id, "").status()).isEqualTo(403);
    String body = body(2, "other").replace('\'', '"');
    assertThat(vpc.sendAs(viewer, "POST", "/keys", body).status()).isEqualTo(403);
  }

  /// What `curl -X POST "$vpc_api_endpoint/v1/keys?…" -H "Authorization: Bearer $iam_token" -d '…'`
  /// of IBM's documentation sends.
  @Test
  void areMadeAsIbmsDocumentationHasIt() {
    String body =
        """
        {
              "name":"my-key-1",
              "public_key":"%s",
              "type":"ed25519"
            }"""
            .formatted(PUBLIC.formatted(1));
    Answer made = vpc.sendTyped("application/x-www-form-urlencoded", "POST", "/keys", body);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    Answer renamed =
        vpc.sendTyped(
            "application/x-www-form-urlencoded",
            "PATCH",
            "/keys/" + made.at("/id"),
            "{\"name\": \"my-key\"}");
    assertThat(renamed.at("/name")).isEqualTo("my-key");
    assertThat(vpc.sendTyped("", "PATCH", "/keys/" + made.at("/id"), "{}").status()).isEqualTo(200);
  }

  @Test
  void areNotMadeByPagesNorFromOtherTypes() {
    String body = body(1, "mine").replace('\'', '"');
    assertThat(vpc.sendTyped("text/plain", "POST", "/keys", body).status()).isEqualTo(415);
    String form = "application/x-www-form-urlencoded";
    assertThat(vpc.sendTyped(form, "POST", "/keys", body, "Origin", "https://a.test").status())
        .isEqualTo(403);
    String path = "/v1/keys?version=2026-03-24&generation=2";
    assertThat(vpc.office.send("", "POST", path, body, "Content-Type", form).status())
        .isEqualTo(401);
    assertThat(
            vpc.office
                .send(vpc.office.operator, "POST", "/v1/serviceids", "{}", "Content-Type", form)
                .status())
        .as("IAM's API keeps to the type")
        .isEqualTo(415);
    assertThat(vpc.get("/keys").json().get("keys")).isEmpty();
  }

  @Test
  void needAVersion() {
    String path = "/v1/keys?account_id=" + vpc.account;
    String operator = vpc.office.operator;
    assertThat(vpc.office.send(operator, "GET", path, "").at("/errors/0/code"))
        .isEqualTo("missing_value");
    assertThat(vpc.office.send(operator, "GET", path + "&version=2026-03-24", "").status())
        .isEqualTo(400);
    String later = "&version=2999-01-01&generation=2";
    assertThat(vpc.office.send(operator, "GET", path + later, "").status()).isEqualTo(400);
  }
}
