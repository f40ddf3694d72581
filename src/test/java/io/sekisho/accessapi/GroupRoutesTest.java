package io.sekisho.accessapi;

import static io.sekisho.accessapi.Bodies.policy;
import static io.sekisho.accessapi.LiveAccess.ACME;
import static io.sekisho.accessapi.LiveAccess.RIVAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.accessapi.LiveAccess.Caller;
import io.sekisho.web.Https.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// IBM's access groups, asked over HTTPS.
class GroupRoutesTest {
  private static final String GROUPS = "/v2/groups";
  private static final String IN_ACME = "?account_id=" + ACME;

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

  private String group(String name) {
    return operator.make(GROUPS + IN_ACME, "{\"name\":\"%s\"}".formatted(name));
  }

  private Answer join(String group, String iamId, String type) {
    return operator.send("PUT", GROUPS + "/" + group + "/members", member(iamId, type));
  }

  private static String member(String iamId, String type) {
    return "{\"members\":[{\"iam_id\":\"%s\",\"type\":\"%s\"}]}".formatted(iamId, type);
  }

  @Nested
  class Groups {
    @Test
    void areMadeReadRenamedAndDeleted() {
      Answer made =
          operator.post(GROUPS + IN_ACME, "{\"name\":\"Devs\",\"description\":\"all of them\"}");
      String path = GROUPS + "/" + made.at("/id");
      assertThat(made.at("/id")).startsWith("AccessGroupId-");
      assertThat(made.at("/account_id")).isEqualTo(ACME.value());
      Answer read = operator.get(path + "?show_federated=true&show_crn=true");
      assertThat(read.at("/is_federated")).isEqualTo("false");
      assertThat(read.at("/crn")).contains(":iam-groups::a/" + ACME);
      assertThat(read.etag()).isEqualTo(made.etag());

      join(made.at("/id"), "IBMid-ann", "user");
      Answer renamed =
          operator.send("PATCH", path, "{\"name\":\"Makers\"}", "If-Match", read.etag());

      assertThat(renamed.status()).as("members don't count").isEqualTo(200);
      assertThat(renamed.at("/name")).isEqualTo("Makers");
      assertThat(renamed.at("/description")).isEqualTo("all of them");
      assertThat(
              operator.send("PATCH", path, "{\"name\":\"Late\"}", "If-Match", read.etag()).status())
          .isEqualTo(412);
      assertThat(operator.delete(path).status()).as("it has a member").isEqualTo(409);
      assertThat(operator.delete(path + "?force=true").status()).isEqualTo(204);
      assertThat(operator.get(path).status()).isEqualTo(404);
    }

    @Test
    void haveNamesOfTheirOwn() {
      group("Devs");

      Answer twin = operator.post(GROUPS + IN_ACME, "{\"name\":\"dEVS\"}");

      assertThat(twin.status()).isEqualTo(409);
      assertThat(twin.json().propertyNames()).containsExactly("trace", "errors", "status_code");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"name\":\" \"}", "{\"name\":\"a\",\"colour\":1}"})
    void areRefusedForTheirBody(String body) {
      assertThat(operator.post(GROUPS + IN_ACME, body).status()).isEqualTo(400);
    }

    @Test
    void takeTheirPoliciesAlong() {
      String group = group("Devs");
      join(group, "IBMid-ann", "user");
      operator.post("/v2/policies", policy(group, "Viewer", "serviceName=iam-groups"));
      assertThat(live.as("IBMid-ann").get(GROUPS + "/" + group).status()).isEqualTo(200);

      operator.delete(GROUPS + "/" + group + "?force=true");

      assertThat(operator.get("/v2/policies" + IN_ACME + "&access_group_id=" + group).text())
          .contains("\"policies\":[]");
      assertThat(live.as("IBMid-ann").get(GROUPS + "/" + group).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
      "sort=name, 'Admins,Devs,Guests'",
      "sort=description&limit=2, 'Guests,Devs'",
      "limit=1&offset=1, 'Devs'",
      "offset=9, ''",
      "search=name:ev, 'Devs'",
      "search=uests, 'Guests'",
      "iam_id=IBMid-ann, 'Devs'",
      "iam_id=IBMid-ann&membership_type=dynamic, ''",
      "show_federated=true&hide_public_access=true, 'Admins,Devs,Guests'"
    })
    void areListed(String query, String names) {
      group("Guests");
      String devs = group("Devs");
      group("Admins");
      join(devs, "IBMid-ann", "user");

      Answer page = operator.get(GROUPS + IN_ACME + "&" + query);

      List<String> found = new ArrayList<>();
      page.json().at("/groups").forEach(each -> found.add(each.at("/name").asString()));
      assertThat(String.join(",", found)).as(page.text()).isEqualTo(names);
    }

    @Test
    void areWalkedThroughByTheirLinks() {
      for (int i = 0; i < 5; i++) {
        group("Group " + i);
      }
      Answer first = operator.get(GROUPS + IN_ACME + "&limit=2");
      assertThat(first.at("/total_count")).isEqualTo("5");
      Answer second = operator.get(first.at("/next/href").substring(live.url().length()));
      assertThat(second.at("/offset")).isEqualTo("2");
      Answer last = operator.get(first.at("/last/href").substring(live.url().length()));
      assertThat(last.at("/offset")).isEqualTo("4");
      assertThat(last.text()).doesNotContain("\"next\"").contains("\"previous\"");
    }

    @Test
    void areSeenByWhoMaySeeThem() {
      String devs = group("Devs");
      group("Admins");
      operator.post(
          "/v2/policies",
          policy("IBMid-ann", "Viewer", "serviceName=iam-groups", "resource=" + devs));

      Answer seen = live.as("IBMid-ann").get(GROUPS + IN_ACME);

      assertThat(seen.at("/total_count")).isEqualTo("1");
      assertThat(seen.at("/groups/0/name")).isEqualTo("Devs");
    }

    @Test
    void areNeverOpenToEverybody() {
      String settings = GROUPS + "/settings" + IN_ACME;
      assertThat(operator.get(settings).at("/public_access_enabled")).isEqualTo("false");
      assertThat(operator.send("PATCH", settings, "{\"public_access_enabled\":false}").status())
          .isEqualTo(200);
      assertThat(operator.send("PATCH", settings, "{\"public_access_enabled\":true}").status())
          .isEqualTo(400);
    }
  }

  @Nested
  class TheirMembers {
    @Test
    void comeAndGo() {
      String group = group("Devs");
      String profile = live.profile("builder");
      String service = live.serviceId("deployer", false);
      assertThat(join(group, profile, "profile").at("/members/0/status_code")).isEqualTo("200");
      join(group, service, "service");
      join(group, live.user("ann"), "user");
      String members = GROUPS + "/" + group + "/members";

      Answer list = operator.get(members + "?verbose=true&sort=name");
      assertThat(list.at("/total_count")).isEqualTo("3");
      assertThat(list.at("/members/0/name")).isEqualTo("ann");
      assertThat(list.at("/members/0/email")).isEqualTo("ann@example.com");
      assertThat(list.at("/members/2/description")).isEqualTo("does deployer");
      assertThat(list.at("/members/1/membership_type")).isEqualTo("static");
      assertThat(operator.get(members + "?type=service").at("/total_count")).isEqualTo("1");

      assertThat(operator.send("HEAD", members + "/" + profile, "").status()).isEqualTo(204);
      assertThat(operator.delete(members + "/" + profile).status()).isEqualTo(204);
      assertThat(operator.send("HEAD", members + "/" + profile, "").status()).isEqualTo(404);
      assertThat(operator.delete(members + "/" + profile).status()).isEqualTo(404);
    }

    @Test
    void haveOutcomesOfTheirOwn() {
      String group = group("Devs");
      Answer added =
          operator.send(
              "PUT",
              GROUPS + "/" + group + "/members",
              """
              {"members": [{"iam_id": "IBMid-ann", "type": "user"},
                           {"iam_id": "IBMid-bob", "type": "profile"},
                           {"iam_id": "iam-Profile-00000000-0000-0000-0000-000000000009", "type": "profile"},
                           {}]}
              """);
      assertThat(added.status()).isEqualTo(207);
      assertThat(added.at("/members/0/status_code")).isEqualTo("200");
      assertThat(added.at("/members/0/created_by_id")).isEqualTo("operator:root");
      assertThat(added.at("/members/1/errors/0/code")).isEqualTo("invalid_value");
      assertThat(added.at("/members/2/status_code")).isEqualTo("400");
      assertThat(added.at("/members/3/status_code")).isEqualTo("400");

      Answer removed =
          operator.post(
              GROUPS + "/" + group + "/members/delete",
              "{\"members\":[\"IBMid-ann\",\"IBMid-bob\"]}");
      assertThat(removed.status()).isEqualTo(207);
      assertThat(removed.at("/access_group_id")).isEqualTo(group);
      assertThat(removed.at("/members/0/status_code")).isEqualTo("200");
      assertThat(removed.at("/members/1/status_code")).isEqualTo("404");
    }

    @Test
    void areInSeveralGroupsAndInNone() {
      String devs = group("Devs");
      String admins = group("Admins");
      String everywhere = GROUPS + "/_allgroups/members/IBMid-ann" + IN_ACME;
      String nowhere = "AccessGroupId-00000000-0000-0000-0000-00000000dead";

      Answer added =
          operator.send(
              "PUT",
              everywhere,
              "{\"type\":\"user\",\"groups\":[\"%s\",\"%s\",\"%s\"]}"
                  .formatted(devs, admins, nowhere));
      assertThat(added.status()).isEqualTo(207);
      assertThat(added.at("/groups/1/status_code")).isEqualTo("200");
      assertThat(added.at("/groups/2/status_code")).isEqualTo("404");

      Answer removed = operator.delete(everywhere);
      assertThat(removed.status()).isEqualTo(207);
      assertThat(removed.json().at("/groups")).hasSize(2);
      assertThat(operator.delete(everywhere).status()).isEqualTo(404);
    }

    @Test
    void areInFiftyGroupsAtMost() {
      for (int i = 0; i < 50; i++) {
        join(group("Group " + i), "IBMid-ann", "user");
      }

      Answer one = join(group("One more"), "IBMid-ann", "user");

      assertThat(one.at("/members/0/status_code")).isEqualTo("409");
    }
  }

  @Nested
  class TheirRules {
    private static final String RULE =
        """
        {"name": "Night shift", "expiration": 12, "realm_name": "https://idp.example.com",
         "conditions": [{"claim": "shift", "operator": "EQUALS", "value": "\\"night\\""}]}
        """;

    @Test
    void areMadeReadReplacedAndRemoved() {
      String rules = GROUPS + "/" + group("Devs") + "/rules";
      Answer made = operator.post(rules, RULE);
      assertThat(made.status()).as(made.text()).isEqualTo(201);
      String path = rules + "/" + made.at("/id");
      assertThat(operator.get(path).text()).isEqualTo(made.text());
      assertThat(operator.get(rules).json().at("/rules")).hasSize(1);

      Answer replaced =
          operator.send(
              "PUT", path, RULE.replace("12", "24"), "If-Match", operator.get(path).etag());
      assertThat(replaced.status()).as(replaced.text()).isEqualTo(200);
      assertThat(replaced.at("/expiration")).isEqualTo("24");
      assertThat(operator.send("PUT", path, RULE, "If-Match", made.etag()).status()).isEqualTo(412);
      assertThat(operator.delete(path).status()).isEqualTo(204);
      assertThat(operator.delete(path).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{}",
          "{\"expiration\":25,\"realm_name\":\"r\",\"conditions\":[]}",
          "{\"expiration\":1,\"realm_name\":\"r\",\"conditions\":[{}]}",
          "{\"expiration\":1,\"realm_name\":\"r\",\"conditions\":[null]}",
          "{\"expiration\":1,\"realm_name\":\"r\",\"conditions\":"
              + "[{\"claim\":\"a\",\"operator\":\"IN\",\"value\":\"b\"}]}",
          "{\"expiration\":1,\"realm_name\":\"r\",\"conditions\":"
              + "[{\"claim\":\"a\",\"operator\":\"EQUALS\",\"value\":\" \"}]}",
          "{\"expiration\":1,\"realm_name\":\"r\",\"conditions\":"
              + "[{\"claim\":\"\",\"operator\":\"EQUALS\",\"value\":\"b\"}]}"
        })
    void areRefusedForTheirBody(String body) {
      assertThat(operator.post(GROUPS + "/" + group("Devs") + "/rules", body).status())
          .isEqualTo(400);
    }
  }

  @Test
  void aCallerOfAnotherAccountFindsNoGroup() {
    String group = group("Devs");
    Answer granted =
        operator.post(
            "/v2/policies",
            policy("IBMid-ann", "Administrator", "serviceName=iam-groups")
                .replace(ACME.value(), RIVAL.value()));
    assertThat(granted.status()).as(granted.text()).isEqualTo(201);
    Caller rival = live.asRival("IBMid-ann");

    assertThat(rival.get(GROUPS + "?account_id=" + RIVAL).status()).isEqualTo(200);
    assertThat(rival.get(GROUPS + IN_ACME).status()).isEqualTo(403);
    assertThat(rival.get(GROUPS + "/" + group).status()).isEqualTo(404);
    assertThat(
            rival
                .send("PUT", GROUPS + "/" + group + "/members", member("IBMid-ann", "user"))
                .status())
        .isEqualTo(404);
    assertThat(rival.delete(GROUPS + "/" + group + "?force=true").status()).isEqualTo(404);
  }
}
