package io.sekisho.groupingapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.vpc.Subject;
import io.sekisho.vpcapi.LiveVpc;
import io.sekisho.web.Https.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Resource groups and tags over IBM's APIs.
class GroupingRoutesTest {
  private static final String PUBLIC =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGsWZVRlzNUh1gWGDlvvMpQkVZ4eYhSrXcS5nWBWZvM%d";

  private final LiveVpc vpc = new LiveVpc();

  @AfterEach
  void close() {
    vpc.close();
  }

  private Answer ask(String method, String path, String body) {
    return askAs(vpc.office.operator, method, path + query(path), body);
  }

  private Answer askAs(String token, String method, String path, String body) {
    return vpc.office.send(token, method, path, body.replace('\'', '"'));
  }

  private String query(String path) {
    return (path.contains("?") ? "&" : "?") + "account_id=" + vpc.account;
  }

  private JsonNode key(int number, String more) {
    return vpc.make(
        "/keys",
        "{'name':'key-%d','public_key':'%s'%s}".formatted(number, PUBLIC.formatted(number), more));
  }

  @Nested
  class ResourceGroups {
    private String make(String name) {
      Answer made =
          askAs(
              vpc.office.operator,
              "POST",
              "/v2/resource_groups",
              "{'name':'%s','account_id':'%s'}".formatted(name, vpc.account));
      assertThat(made.status()).as(made.text()).isEqualTo(201);
      return made.at("/id");
    }

    private List<String> names(String query) {
      return ask("GET", "/v2/resource_groups" + query, "")
          .json()
          .get("resources")
          .valueStream()
          .map(it -> it.get("name").asString())
          .toList();
    }

    @Test
    void areOneFromTheBeginning() {
      Answer usual = ask("GET", "/v2/resource_groups/" + vpc.account, "");
      assertThat(usual.at("/name")).isEqualTo("Default");
      assertThat(usual.json().get("default").asBoolean()).isTrue();
      assertThat(usual.at("/crn"))
          .isEqualTo(
              "crn:v1:bluemix:public:resource-controller::a/%1$s::resource-group:%1$s"
                  .formatted(vpc.account));
      assertThat(names("")).containsExactly("Default");
      assertThat(key(1, "").at("/resource_group/name").asString()).isEqualTo("Default");
    }

    @Test
    void areMadeUsedRenamedAndDeleted() {
      String id = make("web");
      JsonNode key = key(1, ",'resource_group':{'id':'%s'}".formatted(id));
      assertThat(key.at("/resource_group/name").asString()).isEqualTo("web");
      assertThat(key.at("/resource_group/href").asString()).endsWith("/v2/resource_groups/" + id);
      Answer renamed = ask("PATCH", "/v2/resource_groups/" + id, "{'name':'front'}");
      assertThat(renamed.at("/name")).isEqualTo("front");
      assertThat(names("?name=front")).containsExactly("front");
      assertThat(names("?default=true")).containsExactly("Default");
      Answer refused = ask("DELETE", "/v2/resource_groups/" + id, "");
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.text()).contains("key-1");
      vpc.delete("/keys/" + key.get("id").asString());
      assertThat(ask("DELETE", "/v2/resource_groups/" + id, "").status()).isEqualTo(204);
      assertThat(ask("GET", "/v2/resource_groups/" + id, "").status()).isEqualTo(404);
    }

    @Test
    void haveRules() {
      make("web");
      String body = "{'name':'%s','account_id':'" + vpc.account + "'}";
      String all = "/v2/resource_groups";
      String operator = vpc.office.operator;
      assertThat(askAs(operator, "POST", all, body.formatted("web")).status()).isEqualTo(409);
      assertThat(askAs(operator, "POST", all, body.formatted("w/b")).status()).isEqualTo(400);
      assertThat(askAs(operator, "POST", all, body.formatted("x".repeat(41))).status())
          .isEqualTo(400);
      assertThat(ask("DELETE", all + "/" + vpc.account, "").status()).isEqualTo(409);
      assertThat(ask("PATCH", all + "/" + vpc.account, "{'state':'SUSPENDED'}").status())
          .isEqualTo(400);
      Answer renamed = ask("PATCH", all + "/" + vpc.account, "{'name':'All'}");
      assertThat(renamed.at("/name")).isEqualTo("All");
      assertThat(key(1, "").at("/resource_group/name").asString()).isEqualTo("All");
    }

    @Test
    void ofInventoriesAreThere() {
      String id = "ab".repeat(16);
      vpc.office.apply(
          """
          accounts:
            - name: acme
              resource_group: %s
              vpcs: [{name: blue, subnets: [{name: a, ipv4_cidr_block: 10.0.0.0/24}]}]
              instances: [{name: web-1}]
          """
              .formatted(id));
      assertThat(ask("GET", "/v2/resource_groups/" + id, "").at("/name")).isEqualTo(id);
      assertThat(ask("PATCH", "/v2/resource_groups/" + id, "{'name':'net'}").status())
          .isEqualTo(200);
      assertThat(vpc.get("/vpcs").at("/vpcs/0/resource_group/name")).isEqualTo("net");
      assertThat(vpc.office.office.controller().snapshot().subjects())
          .as("what rules of trusted profiles see")
          .extracting(Subject::resourceGroup)
          .containsExactly("net");
    }

    @Test
    void areForThoseWhoMay() {
      String id = make("web");
      String viewer = vpc.token("Viewer");
      for (String path : List.of("/v2/resource_groups", "/v2/resource_groups/" + id)) {
        assertThat(askAs(viewer, "GET", path, "").status()).as(path).isEqualTo(403);
      }
      String other = "/v2/resource_groups/" + id + "?account_id=" + vpc.rival;
      assertThat(askAs(vpc.office.operator, "GET", other, "").status()).isEqualTo(404);
    }
  }

  @Nested
  class Tags {
    private List<String> tags(String query) {
      return ask("GET", "/v3/tags" + query, "")
          .json()
          .get("items")
          .valueStream()
          .map(it -> it.get("name").asString())
          .toList();
    }

    private static String body(String crn, String... tags) {
      return "{'resources':[{'resource_id':'%s'}],'tag_names':['%s']}"
          .formatted(crn, String.join("','", tags));
    }

    private JsonNode done(String path, String body) {
      Answer answer = ask("POST", path, body);
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      return answer.json().at("/results/0");
    }

    @Test
    void areAttachedListedAndDetached() {
      String crn = key(1, "").get("crn").asString();
      assertThat(done("/v3/tags/attach", body(crn, "Mine", "env:dev")).get("is_error").asBoolean())
          .isFalse();
      assertThat(tags("")).containsExactly("env:dev", "mine");
      assertThat(tags("?attached_to=" + crn + "&order_by_name=desc"))
          .containsExactly("mine", "env:dev");
      assertThat(tags("?limit=1&offset=1")).containsExactly("mine");
      assertThat(ask("DELETE", "/v3/tags/mine", "").status()).isEqualTo(409);
      done("/v3/tags/detach", body(crn, "mine"));
      assertThat(tags("?attached_to=" + crn)).containsExactly("env:dev");
      assertThat(tags("?attached_only=true")).containsExactly("env:dev");
      assertThat(ask("DELETE", "/v3/tags/mine", "").at("/results/0/provider")).isEqualTo("ghost");
      done("/v3/tags/detach", body(crn, "*"));
      assertThat(tags("?attached_to=" + crn)).isEmpty();
      assertThat(ask("DELETE", "/v3/tags", "").at("/items/0/tag_name")).isEqualTo("env:dev");
      assertThat(tags("")).isEmpty();
    }

    @Test
    void areUsedByTheAccountsOwnAlone() {
      String crn = key(1, "").get("crn").asString();
      done("/v3/tags/attach", body(crn, "one", "two", "three"));
      done("/v3/tags/attach", body(key(2, "").get("crn").asString(), "two"));
      done("/v3/tags/detach", body(crn, "one", "two"));
      String theirs =
          vpc.sendIn(
                  vpc.rival,
                  "POST",
                  "/keys",
                  "{\"name\":\"key\",\"public_key\":\"%s\"}".formatted(PUBLIC.formatted(3)))
              .at("/crn");
      String path = "/v3/tags/attach?account_id=" + vpc.rival;
      assertThat(askAs(vpc.office.operator, "POST", path, body(theirs, "one")).status())
          .isEqualTo(200);
      assertThat(tags("?attached_only=true")).containsExactly("three", "two");
      assertThat(ask("DELETE", "/v3/tags", "").json().get("items")).hasSize(1);
      assertThat(tags("")).containsExactly("three", "two");
    }

    @Test
    void areReplaced() {
      String crn = key(1, "").get("crn").asString();
      done("/v3/tags/attach", body(crn, "one", "two"));
      done("/v3/tags/attach?replace=true", body(crn, "three"));
      assertThat(tags("?attached_to=" + crn)).containsExactly("three");
    }

    @Test
    void areTheVolumesOwn() {
      JsonNode volume =
          vpc.make(
              "/volumes",
              "{'profile':{'name':'general-purpose'},'zone':{'name':'us-south-1'},'capacity':100,'user_tags':['x']}");
      String crn = volume.get("crn").asString();
      assertThat(tags("?attached_to=" + crn)).containsExactly("x");
      done("/v3/tags/attach", body(crn, "y"));
      Answer shown = vpc.get("/volumes/" + volume.get("id").asString());
      assertThat(shown.json().get("user_tags").toString()).isEqualTo("[\"x\",\"y\"]");
    }

    @Test
    void goWithWhatTheyAreAttachedTo() {
      JsonNode key = key(1, "");
      done("/v3/tags/attach", body(key.get("crn").asString(), "mine"));
      assertThat(vpc.delete("/keys/" + key.get("id").asString()).status()).isEqualTo(204);
      assertThat(tags("?attached_only=true")).isEmpty();
      assertThat(tags("")).containsExactly("mine");
    }

    @Test
    void areToldOneByOneWhereSomethingIsWrong() {
      String crn = key(1, "").get("crn").asString();
      String both =
          "{'tag_name':'x','resources':[{'resource_id':'%s'},{'resource_id':'crn:nothing'}]}"
              .formatted(crn);
      Answer answer = ask("POST", "/v3/tags/attach", both);
      assertThat(answer.json().at("/results/0/is_error").asBoolean()).isFalse();
      assertThat(answer.json().at("/results/1/is_error").asBoolean()).isTrue();
      assertThat(ask("POST", "/v3/tags/attach", body(crn, "a/b")).status()).isEqualTo(400);
      assertThat(ask("POST", "/v3/tags/attach?tag_type=access", body(crn, "env:dev")).status())
          .as("not made yet")
          .isEqualTo(400);
      assertThat(ask("POST", "/v3/tags", "{'tag_names':['x']}").status()).isEqualTo(400);
      assertThat(ask("GET", "/v3/tags?tag_type=service", "").status()).isEqualTo(400);
      assertThat(ask("DELETE", "/v3/tags/nothing", "").status()).isEqualTo(404);
    }

    /// An access tag opens what a policy says of it, as soon as it is attached, and no longer.
    @Test
    void decideWhatPoliciesSayOfThem() {
      JsonNode key = key(1, "");
      String path = "/keys/" + key.get("id").asString();
      String crn = key.get("crn").asString();
      assertThat(
              done("/v3/tags?tag_type=access", "{'tag_names':['env:dev']}")
                  .at("/tag_name")
                  .asString())
          .isEqualTo("env:dev");
      String reader = vpc.tokenTagged("Viewer", "env", "dev");
      assertThat(vpc.sendAs(reader, "GET", path, "").status()).isEqualTo(403);
      done("/v3/tags/attach", body(crn, "env:dev"));
      assertThat(vpc.sendAs(reader, "GET", path, "").status()).as("a user tag").isEqualTo(403);
      done("/v3/tags/attach?tag_type=access", body(crn, "env:dev"));
      assertThat(vpc.sendAs(reader, "GET", path, "").status()).isEqualTo(200);
      assertThat(vpc.sendAs(reader, "GET", "/keys", "").json().get("keys")).hasSize(1);
      assertThat(vpc.sendAs(reader, "DELETE", path, "").status()).isEqualTo(403);
      done("/v3/tags/detach?tag_type=access", body(crn, "env:dev"));
      assertThat(vpc.sendAs(reader, "GET", path, "").status()).isEqualTo(403);
    }

    @Test
    void areForThoseWhoMay() {
      String crn = key(1, "").get("crn").asString();
      String viewer = vpc.token("Viewer");
      String editor = vpc.token("Editor");
      String body = body(crn, "x").replace('\'', '"');
      assertThat(
              askAs(viewer, "POST", "/v3/tags/attach", body)
                  .json()
                  .at("/results/0/is_error")
                  .asBoolean())
          .isTrue();
      assertThat(
              askAs(editor, "POST", "/v3/tags/attach", body)
                  .json()
                  .at("/results/0/is_error")
                  .asBoolean())
          .isFalse();
      assertThat(
              askAs(editor, "POST", "/v3/tags?tag_type=access", "{'tag_names':['env:dev']}")
                  .status())
          .isEqualTo(403);
      assertThat(askAs(viewer, "DELETE", "/v3/tags/x", "").status()).isEqualTo(403);
      String other = "/v3/tags?account_id=" + vpc.rival;
      assertThat(askAs(vpc.office.operator, "GET", other, "").json().get("items")).isEmpty();
      String theirs = "/v3/tags/attach?account_id=" + vpc.rival;
      assertThat(
              askAs(vpc.office.operator, "POST", theirs, body)
                  .json()
                  .at("/results/0/is_error")
                  .asBoolean())
          .isTrue();
    }
  }
}
