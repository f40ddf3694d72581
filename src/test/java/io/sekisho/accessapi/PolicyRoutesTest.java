package io.sekisho.accessapi;

import static io.sekisho.accessapi.Bodies.first;
import static io.sekisho.accessapi.Bodies.policy;
import static io.sekisho.accessapi.LiveAccess.ACME;
import static io.sekisho.accessapi.LiveAccess.RIVAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.accessapi.LiveAccess.Caller;
import io.sekisho.telemetry.Event;
import io.sekisho.web.Https.Answer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// IBM's policies, asked over HTTPS.
class PolicyRoutesTest {
  private static final String V1 = "/v1/policies";
  private static final String V2 = "/v2/policies";
  private static final String LIST = "?account_id=" + ACME;
  @TempDir private Path directory;
  private LiveAccess live;
  private Caller operator;

  @BeforeEach
  void start() {
    live = new LiveAccess(directory);
    operator = live.asOperator();
  }

  @AfterEach
  void stop() {
    live.close();
  }

  private String made(String body) {
    return operator.make(V2, body);
  }

  @Nested
  class OfVersionOne {
    @Test
    void areMadeReadReplacedDeletedAndHadBack() {
      Answer made = operator.post(V1, first("IBMid-ann", "Viewer", "serviceName=is"));
      assertThat(made.status()).as(made.text()).isEqualTo(201);
      assertThat(made.at("/roles/0/display_name")).isEqualTo("Viewer");
      assertThat(made.at("/subjects/0/attributes/0"))
          .isEqualTo("{\"name\":\"iam_id\",\"value\":\"IBMid-ann\"}");
      assertThat(made.at("/href")).isEqualTo(live.url() + V1 + "/" + made.at("/id"));
      String path = V1 + "/" + made.at("/id");
      Answer read = operator.get(path);
      assertThat(read.text()).isEqualTo(made.text());
      assertThat(read.etag()).isNotEmpty().isEqualTo(made.etag());

      Answer replaced =
          operator.send(
              "PUT", path, first("IBMid-ann", "Editor", "serviceName=is"), "If-Match", read.etag());
      assertThat(replaced.status()).as(replaced.text()).isEqualTo(200);
      assertThat(replaced.at("/roles/0/role_id")).endsWith(":Editor");
      assertThat(replaced.at("/created_at")).isEqualTo(made.at("/created_at"));
      assertThat(replaced.at("/last_modified_at")).isNotEqualTo(made.at("/last_modified_at"));
      assertThat(replaced.etag()).isNotEqualTo(read.etag());

      assertThat(operator.delete(path).status()).isEqualTo(204);
      assertThat(operator.delete(path).code()).isEqualTo("policy_not_found");
      assertThat(operator.get(V1 + LIST).json().at("/policies")).isEmpty();
      assertThat(operator.get(V1 + LIST + "&state=deleted").json().at("/policies")).hasSize(1);
      Answer deleted = operator.get(path);
      assertThat(deleted.at("/state")).isEqualTo("deleted");

      Answer back =
          operator.send("PATCH", path, "{\"state\":\"active\"}", "If-Match", deleted.etag());
      assertThat(back.status()).as(back.text()).isEqualTo(200);
      assertThat(back.at("/state")).isEqualTo("active");
      assertThat(operator.get(V1 + LIST).json().at("/policies")).hasSize(1);
    }

    @Test
    void haveNoWordsForThoseOfVersionTwo() {
      String id = made(policy("IBMid-ann", "Viewer", "serviceName=is"));

      JsonNode listed = operator.get(V1 + LIST).json().at("/policies/0");

      assertThat(listed.at("/id").asString()).isEqualTo(id);
      assertThat(listed.at("/roles/0/role_id").asString()).endsWith(":UnsupportedVersion");
      assertThat(listed.at("/href").asString()).endsWith(V2 + "/" + id);
      assertThat(listed.toString()).doesNotContain("IBMid-ann", "serviceName");
    }

    @Test
    void areUpgradedByVersionTwoAndNotBack() {
      String first = first("IBMid-ann", "Viewer", "serviceName=is");
      Answer made = operator.post(V1, first);
      String id = made.at("/id");
      assertThat(operator.get(V2 + LIST).at("/policies/0/resource/attributes/1/value"))
          .isEqualTo("is");
      String second = policy("IBMid-ann", "Viewer", "serviceName=is", "vpcId=1");
      Answer upgraded = operator.send("PUT", V2 + "/" + id, second, "If-Match", made.etag());
      assertThat(upgraded.status()).as(upgraded.text()).isEqualTo(200);

      Answer back = operator.send("PUT", V1 + "/" + id, first, "If-Match", upgraded.etag());

      assertThat(back.status()).isEqualTo(400);
    }
  }

  @Nested
  class OfVersionTwo {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "resource.tags[0].value | \"dev\" | {}",
          "resource.tags[0].value | \"dev\" | [{}]",
          "resource.attributes[3].value | [\"1\", \"2\"] | [[\"1\"]]",
          "subject.attributes[0].value | \"IBMid-ann\" | {\"a\":1}",
          "rule.conditions[1].value | \"17:00:00+00:00\" | {}"
        })
    void haveValuesThatAreTextsFlagsOrListsOfTexts(String member, String value, String wrong) {
      Answer refused = operator.post(V2, Bodies.JOB_HOURS.replace(value, wrong));

      assertThat(refused.status()).as(refused.text()).isEqualTo(400);
      assertThat(refused.text()).contains(member + " takes a text");
    }

    @Test
    void comeBackAsTheyWereSent() {
      Answer made = operator.post(V2, Bodies.JOB_HOURS);
      assertThat(made.status()).as(made.text()).isEqualTo(201);

      JsonNode sent = io.sekisho.wire.Json.mapper().readTree(Bodies.JOB_HOURS);
      JsonNode got = operator.get(V2 + "/" + made.at("/id")).json();

      for (String member : List.of("type", "subject", "control", "resource", "pattern", "rule")) {
        assertThat(got.get(member)).as(member).isEqualTo(sent.get(member));
      }
    }

    @Test
    void showWhatTheirRolesGrantWhereThatIsAsked() {
      String id = made(policy("IBMid-ann", "Viewer", "serviceName=iam-groups"));

      Answer shown = operator.get(V2 + "/" + id + "?format=display");

      assertThat(shown.at("/control/grant/roles/0/display_name")).isEqualTo("Viewer");
      assertThat(shown.at("/control/grant/roles/0/actions")).contains("iam-groups.groups.read");
      assertThat(operator.get(V2 + "/" + id + "?format=pretty").status()).isEqualTo(400);
    }

    @Test
    void showWhenTheyLastAllowedSomething() {
      String id = made(policy("IBMid-ann", "Viewer", "serviceName=iam-groups"));
      assertThat(live.as("IBMid-ann").get("/v2/groups/none").status()).isEqualTo(404);
      assertThat(live.as("IBMid-ann").get("/v2/groups/none").status()).isEqualTo(404);

      Answer used = operator.get(V2 + "/" + id + "?format=include_last_permit");

      assertThat(used.at("/last_permit_frequency")).isEqualTo("2");
      assertThat(used.at("/last_permit_at")).startsWith("2026-11-23T12:00");
      assertThat(operator.get(V2 + "/" + id).text()).doesNotContain("last_permit");
    }
  }

  @Nested
  class ThatCantBe {
    @Test
    void areToldWhichOtherOneSaysTheSame() {
      String id = made(policy("IBMid-ann", "Viewer", "serviceName=is", "vpcId=1"));

      Answer twin = operator.post(V2, policy("IBMid-ann", "Viewer", "vpcId=1", "serviceName=is"));

      assertThat(twin.status()).isEqualTo(409);
      assertThat(twin.code()).isEqualTo("policy_conflict_error");
      assertThat(twin.at("/errors/0/details/conflicts_with/policy")).isEqualTo(id);
      assertThat(twin.at("/errors/0/details/conflicts_with/etag"))
          .isEqualTo(operator.get(V2 + "/" + id).etag());
      assertThat(twin.at("/status_code")).isEqualTo("409");
      assertThat(twin.at("/trace")).isNotEmpty();
    }

    @Test
    void areNotHadBackBesideATwin() {
      String id = made(policy("IBMid-ann", "Viewer", "serviceName=is"));
      operator.delete(V2 + "/" + id);
      made(policy("IBMid-ann", "Viewer", "serviceName=is"));

      Answer back =
          operator.send("PATCH", V1 + "/" + id, "{\"state\":\"active\"}", "If-Match", "*");

      assertThat(back.code()).isEqualTo("policy_conflict_error");
    }

    @ParameterizedTest
    @CsvSource({
      "'', 400, invalid_body",
      "1-stale, 412, request_not_processed",
    })
    void areNotReplacedUnseen(String ifMatch, int status, String code) {
      String id = made(policy("IBMid-ann", "Viewer", "serviceName=is"));
      String body = policy("IBMid-ann", "Editor", "serviceName=is");
      String[] headers = ifMatch.isEmpty() ? new String[0] : new String[] {"If-Match", ifMatch};

      Answer answer = operator.send("PUT", V2 + "/" + id, body, headers);

      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.code()).isEqualTo(code);
      assertThat(operator.get(V2 + "/" + id).at("/control")).contains(":Viewer");
    }

    @Test
    void changeNeitherTypeNorAccount() {
      String id = made(policy("IBMid-ann", "Viewer", "serviceName=is"));
      String other = policy("IBMid-ann", "Viewer", "serviceName=is");

      Answer type =
          operator.send(
              "PUT",
              V2 + "/" + id,
              other.replace("\"access\"", "\"authorization\""),
              "If-Match",
              "*");
      Answer account =
          operator.send(
              "PUT", V2 + "/" + id, other.replace(ACME.value(), RIVAL.value()), "If-Match", "*");

      assertThat(type.status()).isEqualTo(400);
      assertThat(account.status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{}",
          "[]",
          "nonsense",
          "{\"type\":\"access\",\"control\":{\"grant\":{\"roles\":[]}}}",
          "{\"type\":\"access\",\"control\":{}}",
          "{\"type\":\"access\",\"control\":{},\"subject\":{},\"resource\":{}}",
          "{\"type\":\"access\",\"control\":{},\"resource\":{\"attributes\":[{}]}}",
          "{\"type\":\"access\",\"control\":{},\"resource\":{\"attributes\":[null]}}",
          "{\"type\":\"access\",\"control\":{\"grant\":{\"roles\":[{}]}},\"rule\":{}}",
          "{\"type\":\"access\",\"control\":{\"grant\":{}},\"surprise\":1}"
        })
    void areRefusedForTheirBody(String body) {
      Answer answer = operator.post(V2, body);

      assertThat(answer.status()).as(answer.text()).isEqualTo(400);
      assertThat(answer.code()).isEqualTo("invalid_body");
    }

    @Test
    void areForNobodyWhoIsNotThere() {
      Answer profile =
          operator.post(
              V2,
              policy(
                  "iam-Profile-00000000-0000-0000-0000-000000000001", "Viewer", "serviceName=is"));
      Answer group =
          operator.post(
              V2,
              policy(
                  "AccessGroupId-00000000-0000-0000-0000-000000000001",
                  "Viewer",
                  "serviceName=is"));

      assertThat(profile.status()).isEqualTo(400);
      assertThat(group.status()).isEqualTo(400);
    }

    @Test
    void areForALockedServiceIdNeitherMadeNorDeleted() {
      String locked = live.serviceId("locked", true);
      assertThat(operator.post(V2, policy(locked, "Viewer", "serviceName=is")).status())
          .isEqualTo(409);
      live.serviceId("locked", false);
      String id = made(policy(locked, "Viewer", "serviceName=is"));
      live.serviceId("locked", true);

      assertThat(operator.delete(V2 + "/" + id).status()).isEqualTo(409);
    }

    @Test
    void areNeitherFoundNorUnderstood() {
      assertThat(operator.get(V1).code()).isEqualTo("missing_required_query_parameter");
      assertThat(operator.get(V1 + "/nothing").code()).isEqualTo("policy_not_found");
      assertThat(operator.send("POST", V2, "x", "Content-Type", "text/plain").code())
          .isEqualTo("unsupported_content_type");
      assertThat(live.asNobody().get(V2 + LIST).status()).isEqualTo(401);
    }
  }

  @Test
  void everyAttemptIsInTheJournal() {
    String id = made(policy("IBMid-ann", "Viewer", "serviceName=is"));
    operator.post(V2, policy("IBMid-ann", "Viewer", "serviceName=is"));
    live.as("IBMid-ann").delete(V2 + "/" + id);

    assertThat(live.events)
        .filteredOn(event -> event instanceof Event.Activity)
        .map(event -> (Event.Activity) event)
        .map(it -> it.action() + " " + it.success() + " " + it.reason() + " " + it.target())
        .containsExactly(
            "iam-am.policy.create true 200 " + id,
            "iam-am.policy.create false 409 ",
            "iam-am.policy.delete false 403 " + id);
  }
}
