package io.sekisho.accessapi;

import static io.sekisho.accessapi.Bodies.policy;
import static io.sekisho.accessapi.LiveAccess.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.accessapi.LiveAccess.Caller;
import io.sekisho.web.Https.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// IBM's roles, asked over HTTPS.
class RoleRoutesTest {
  private static final String ROLES = "/v2/roles";

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

  private static String role(String name, String... actions) {
    return """
        {"name": "%s", "display_name": "%s role", "account_id": "%s",
         "service_name": "iam-groups", "actions": ["%s"]}
        """
        .formatted(name, name, ACME, String.join("\", \"", actions));
  }

  @Test
  void thoseOfAServiceAreListedWithWhatTheyGrant() {
    operator.post(ROLES, role("Lister", "iam-groups.groups.list"));

    Answer all = operator.get(ROLES + "?service_name=iam-identity&account_id=" + ACME);
    Answer own = operator.get(ROLES + "?account_id=" + ACME);

    assertThat(all.json().at("/system_roles")).hasSize(4);
    assertThat(all.at("/system_roles/0/actions")).contains("iam-identity.profile.get");
    assertThat(all.at("/service_roles")).contains("iam-identity::::serviceRole:ServiceIdCreator");
    assertThat(all.json().at("/custom_roles")).isEmpty();
    assertThat(own.json().at("/custom_roles")).hasSize(1);
    assertThat(live.as("IBMid-ann").get(ROLES).json().at("/custom_roles")).isEmpty();
    assertThat(operator.get(ROLES + "?service_name=nope").status()).isEqualTo(400);
  }

  @Test
  void customOnesAreMadeReadReplacedAndDeleted() {
    Answer made = operator.post(ROLES, role("Lister", "iam-groups.groups.list"));
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(made.at("/crn"))
        .isEqualTo(
            "crn:v1:bluemix:public:iam-access-management::a/" + ACME + "::customRole:Lister");
    String path = ROLES + "/" + made.at("/id");
    assertThat(operator.get(path).text()).isEqualTo(made.text());

    Answer replaced =
        operator.send(
            "PUT",
            path,
            "{\"display_name\":\"Reader\",\"actions\":[\"iam-groups.groups.read\"]}",
            "If-Match",
            made.etag());

    assertThat(replaced.status()).as(replaced.text()).isEqualTo(200);
    assertThat(replaced.at("/actions")).contains("groups.read");
    assertThat(
            operator
                .send(
                    "PUT",
                    path,
                    "{\"display_name\":\"R\",\"actions\":[\"iam-groups.groups.read\"]}",
                    "If-Match",
                    made.etag())
                .status())
        .isEqualTo(412);
    assertThat(operator.delete(path).status()).isEqualTo(204);
    assertThat(operator.get(path).code()).isEqualTo("role_not_found");
  }

  @Test
  void customOnesGrantWhatTheySayAndNoLongerThanThat() {
    Answer made = operator.post(ROLES, role("Reader", "iam-groups.groups.read"));
    String crn = made.at("/crn");
    Answer only = operator.post("/v2/policies", policy("IBMid-ann", crn, "serviceName=iam-groups"));
    assertThat(only.status()).as(only.text()).isEqualTo(201);
    Answer more =
        operator.post(
            "/v2/policies",
            policy("IBMid-bob", crn, "serviceName=iam-groups")
                .replace(
                    "{\"role_id\": \"" + crn + "\"}",
                    "{\"role_id\": \"%s\"}, {\"role_id\": \"%s\"}"
                        .formatted(crn, Bodies.crn("Viewer"))));
    Caller ann = live.as("IBMid-ann");
    assertThat(ann.get("/v2/groups/none").status()).isEqualTo(404);
    assertThat(ann.delete("/v2/groups/none").status()).isEqualTo(403);

    operator.delete(ROLES + "/" + made.at("/id"));
    operator.post(ROLES, role("Reader", "iam-groups.groups.read", "iam-groups.groups.delete"));

    assertThat(ann.get("/v2/groups/none").status()).as("another role of the name").isEqualTo(403);
    assertThat(operator.get("/v2/policies/" + only.at("/id")).status()).isEqualTo(404);
    assertThat(operator.get("/v2/policies/" + more.at("/id")).at("/control"))
        .contains(":Viewer")
        .doesNotContain("customRole");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Lister | iam-groups.groups.read | 409 | role_conflict_error",
        "Other  | iam-groups.groups.list | 409 | role_conflict_error",
        "lower  | iam-groups.groups.read | 400 | invalid_body",
        "Alien  | is.vpc.vpc.read        | 400 | invalid_body",
        "Empty  | ''                     | 400 | invalid_body"
      })
  void customOnesAreRefused(String name, String action, int status, String code) {
    String first = operator.post(ROLES, role("Lister", "iam-groups.groups.list")).at("/id");

    Answer answer = operator.post(ROLES, role(name, action));

    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.code()).isEqualTo(code);
    if (status == 409) {
      assertThat(answer.at("/errors/0/details/conflicts_with/role")).isEqualTo(first);
    }
  }
}
