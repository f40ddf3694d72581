package io.sekisho.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.api.Wire.Answer;
import io.sekisho.telemetry.Event.Activity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The operations, asked for over HTTPS, done by the real controller.
class RoutesTest {
  private static final String MERGE_PATCH = "application/merge-patch+json";
  private static final String WEB_1 = "/sekisho/v1/instances/acme/web-1";

  private LiveApi api;

  @BeforeEach
  void open() {
    api = new LiveApi();
    assertThat(apply("", fleet()).status()).isEqualTo(200);
  }

  @AfterEach
  void close() {
    api.close();
  }

  private Answer apply(String query, String inventory) {
    return send("PUT", "/sekisho/v1/inventory" + query, "application/yaml", inventory);
  }

  private Answer patch(String path, String body) {
    return send("PATCH", path, MERGE_PATCH, body);
  }

  private Answer send(String method, String path, String type, String body) {
    return Wire.send(
        api, method, path, body, "Authorization: Bearer " + api.key, "Content-Type: " + type);
  }

  private Answer send(String method, String path) {
    return Wire.send(api, method, path, "", "Authorization: Bearer " + api.key);
  }

  private static String fleet() {
    try (InputStream in = RoutesTest.class.getResourceAsStream("/api/fleet.yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Nested
  class Inventory {
    @Test
    void saysWhatChanged() {
      Answer answer = apply("", fleet().replace("name: web-2", "name: web-3"));

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().at("/changes").toString())
          .contains("\"name\":\"web-3\",\"account\":\"acme\"")
          .contains("\"action\":\"created\"");
    }

    @Test
    void isTakenAsJsonToo() {
      Answer answer =
          send(
              "PUT",
              "/sekisho/v1/inventory",
              "application/json",
              "{\"accounts\":[{\"name\":\"x\"}]}");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(send("GET", "/sekisho/v1/accounts/x").status()).isEqualTo(200);
    }

    @Test
    void isOnlyTriedInADryRun() {
      Answer answer = apply("?dry_run=true", "accounts: [{name: other}]");

      assertThat(answer.json().at("/dry_run").asBoolean()).isTrue();
      assertThat(send("GET", "/sekisho/v1/accounts/other").status()).isEqualTo(404);
    }

    @Test
    void deletesTheRestOnlyWhenPruning() {
      String less = fleet().replace("      - name: web-2\n", "");

      apply("?prune=false", less);
      assertThat(send("GET", "/sekisho/v1/instances/web-2").status()).isEqualTo(200);
      apply("?prune=true", less);
      assertThat(send("GET", "/sekisho/v1/instances/web-2").status()).isEqualTo(404);
    }

    @Test
    void isRefusedWithEveryMistakeAndItsPlace() {
      Answer answer =
          apply(
              "",
              """
              accounts:
                - name: acme
                  instances:
                    - name: web-1
                      metadata_service: {enabled: maybe, response_hop_limit: 65}
              """);

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.json().at("/errors")).hasSize(2);
      assertThat(answer.message()).startsWith("line 5, column ");
      assertThat(answer.target()).isEqualTo("accounts[0].instances[0].metadata_service.enabled");
      assertThat(answer.json().at("/trace").asString("")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"})
    void isRefusedAsWhatAFormCouldSend(String type) {
      Answer answer = send("PUT", "/sekisho/v1/inventory", type, fleet());

      assertThat(answer.status()).isEqualTo(415);
      assertThat(answer.target()).isEqualTo("Content-Type");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "?prun=true | unknown_field | Did you mean prune?",
          "?prune=1 | invalid_value | true or false",
          "?prune=true&prune=false | invalid_value | once",
          "?dry_run | invalid_value | true or false",
          "?%zz=1 | invalid_request | well-formed"
        })
    void isRefusedWithUnknownParameters(String query, String code, String words) {
      Answer answer = apply(query, "accounts: []");

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.code()).isEqualTo(code);
      assertThat(answer.message()).contains(words);
    }
  }

  @Nested
  class Reading {
    @ParameterizedTest
    @CsvSource({
      "accounts,2",
      "vpcs,2",
      "subnets,2",
      "keys,0",
      "placement_groups,1",
      "instances,3",
      "bare_metal_servers,1",
      "trusted_profiles,1"
    })
    void listsEveryCollection(String collection, int count) {
      Answer answer = send("GET", "/sekisho/v1/" + collection);

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().get(collection)).hasSize(count);
      assertThat(answer.json().get("total_count").asInt()).isEqualTo(count);
    }

    @Test
    void findsByNameIdAndAccount() {
      String id = send("GET", WEB_1).json().get("id").asString();

      assertThat(send("GET", "/sekisho/v1/instances/" + id).body())
          .isEqualTo(send("GET", WEB_1).body())
          .isEqualTo(send("GET", "/sekisho/v1/instances/acme%2Fweb-1").body());
      assertThat(send("GET", "/sekisho/v1/instances/web-2").status()).isEqualTo(200);
    }

    @Test
    void refusesAnAmbiguousName() {
      assertThat(send("GET", "/sekisho/v1/instances/web-1").status()).isEqualTo(409);
    }

    @Test
    void saysWhatIsNotThere() {
      Answer answer = send("GET", "/sekisho/v1/instances/web-9");

      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.code()).isEqualTo("not_found");
    }

    @Test
    void refusesParametersWhereThereAreNone() {
      assertThat(send("GET", "/sekisho/v1/instances?limit=1").code()).isEqualTo("unknown_field");
    }
  }

  @Nested
  class Switches {
    @Test
    void changesOnlyWhatIsGiven() {
      Answer answer = patch(WEB_1, "{\"metadata_service\":{\"response_hop_limit\":64}}");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().at("/metadata_service").toString())
          .isEqualTo("{\"enabled\":true,\"protocol\":\"https\",\"response_hop_limit\":64}");
    }

    @Test
    void takesPlainJsonToo() {
      Answer answer =
          send(
              "PATCH",
              "/sekisho/v1/bare_metal_servers/db-1",
              "application/json; charset=utf-8",
              "{\"metadata_service\":{\"enabled\":true}}");

      assertThat(answer.json().at("/metadata_service/enabled").asBoolean()).isTrue();
    }

    @Test
    void turnsAWholeAccountOff() {
      Answer answer =
          patch("/sekisho/v1/accounts/acme", "{\"metadata_service\":{\"enabled\":false}}");

      assertThat(answer.json().at("/metadata_service/enabled").asBoolean()).isFalse();
      assertThat(send("GET", WEB_1).json().get("served").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "{\"metadata_service\":{\"enable\":true}}|unknown_field|metadata_service.enable|Did you mean enabled?",
          "{\"metadata_servise\":{}}|unknown_field|metadata_servise|Did you mean metadata_service?",
          "{\"metadata_service\":{\"enabled\":\"true\"}}|invalid_value|metadata_service.enabled|give true or false",
          "{\"metadata_service\":{\"enabled\":1}}|invalid_value|metadata_service.enabled|type",
          "{\"metadata_service\":{\"enabled\":null}}|invalid_value|metadata_service.enabled|can't be null",
          "{\"metadata_service\":null}|invalid_value|metadata_service|can't be null",
          "{\"metadata_service\":[]}|invalid_value|metadata_service|give an object",
          "{\"metadata_service\":{\"response_hop_limit\":2.5}}|invalid_value|metadata_service.response_hop_limit|type",
          "{\"metadata_service\":{\"response_hop_limit\":\"2\"}}|invalid_value|metadata_service.response_hop_limit|give a number",
          "{\"metadata_service\":{\"response_hop_limit\":99999999999}}|invalid_value|metadata_service.response_hop_limit|type",
          "{\"metadata_service\":{\"protocol\":5}}|invalid_value|metadata_service.protocol|give a text",
          "{\"metadata_service\":{}}|missing_field|metadata_service|at least one",
          "{}|missing_field|metadata_service|at least one",
          "[]|invalid_request||object",
          "true|invalid_request||object",
          "{\"metadata_service\":|invalid_request||line 1",
          "{} {}|invalid_request||line 1",
          "{\"metadata_service\":{\"enabled\":true,\"enabled\":false}}|invalid_request||\"enabled\" is there twice, line 1"
        })
    void refusesASloppyBody(String body, String code, String target, String words) {
      Answer answer = patch(WEB_1, body);

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.code()).isEqualTo(code);
      assertThat(answer.target()).isEqualTo(target == null ? "" : target);
      assertThat(answer.message()).contains(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65", "-1"})
    void refusesHopLimitsOutOfRange(String limit) {
      Answer answer = patch(WEB_1, "{\"metadata_service\":{\"response_hop_limit\":" + limit + "}}");

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.code()).isEqualTo("invalid_value");
    }

    @Test
    void refusesWhatAnAccountDoesNotHave() {
      Answer answer =
          patch(
              "/sekisho/v1/accounts/acme",
              "{\"metadata_service\":{\"enabled\":true,\"protocol\":\"https\"}}");

      assertThat(answer.code()).isEqualTo("unknown_field");
    }

    @Test
    void refusesAnEmptyBody() {
      assertThat(patch(WEB_1, "").code()).isEqualTo("invalid_request");
    }
  }

  @Nested
  class Profiles {
    private static final String LINKS = "/sekisho/v1/trusted_profiles/reader/links";

    @Test
    void areLinkedAndUnlinked() {
      Answer linked = send("POST", LINKS, "application/json", "{\"compute\":\"web-2\"}");
      Answer unlinked = send("DELETE", "/sekisho/v1/trusted_profiles/acme/reader/links/web-1");

      assertThat(linked.status()).isEqualTo(201);
      assertThat(linked.json().get("links")).hasSize(2);
      assertThat(unlinked.json().at("/links/0/compute").asString()).isEqualTo("web-2");
    }

    @Test
    void areNotLinkedToNothing() {
      Answer missing = send("POST", LINKS, "application/json", "{}");
      Answer unknown = send("POST", LINKS, "application/json", "{\"compute\":\"web-9\"}");
      Answer misspelt = send("POST", LINKS, "application/json", "{\"computer\":\"web-2\"}");

      assertThat(missing.code()).isEqualTo("missing_field");
      assertThat(missing.target()).isEqualTo("compute");
      assertThat(unknown.status()).isEqualTo(400);
      assertThat(misspelt.message()).contains("Did you mean compute?");
    }
  }

  @Nested
  class OneResource {
    @Test
    void isDeleted() {
      Answer answer = send("DELETE", "/sekisho/v1/instances/web-2");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().get("name").asString()).isEqualTo("web-2");
      assertThat(send("GET", "/sekisho/v1/instances/web-2").status()).isEqualTo(404);
    }

    @Test
    void staysWhileSomethingRefersToIt() {
      assertThat(send("DELETE", "/sekisho/v1/vpcs/acme/blue").status()).isEqualTo(409);
    }

    @Test
    void losesItsTokens() {
      Answer answer = send("POST", WEB_1 + "/revoke_tokens");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().get("token_generation").asInt()).isEqualTo(1);
    }

    @Test
    void isChangedInTheNameOfTheKey() {
      Answer answer =
          patch("/sekisho/v1/instances/none", "{\"metadata_service\":{\"enabled\":true}}");

      String trace = answer.json().get("trace").asString();
      assertThat(api.events)
          .filteredOn(event -> event instanceof Activity activity && activity.trace().equals(trace))
          .singleElement()
          .satisfies(event -> assertThat(((Activity) event).initiator()).isEqualTo("first"));
    }
  }

  @Nested
  class AChange {
    @Test
    void isInForceBeforeItIsAnswered() {
      AtomicBoolean inForce = new AtomicBoolean();
      api.ledger.subscribe(
          (before, after) -> {
            LockSupport.parkNanos(300_000_000);
            inForce.set(!before.equals(after));
          });
      inForce.set(false);

      patch(WEB_1, "{\"metadata_service\":{\"enabled\":false}}");

      assertThat(inForce).isTrue();
    }

    @Test
    void isNotCalledDoneWhenItIsNotInForce() {
      AtomicBoolean broken = new AtomicBoolean();
      api.ledger.subscribe(
          (before, after) -> {
            if (broken.get()) {
              throw new IllegalStateException("the kernel said no");
            }
          });
      broken.set(true);

      Answer answer = patch(WEB_1, "{\"metadata_service\":{\"enabled\":false}}");

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.body()).doesNotContain("the kernel said no");
    }
  }
}
