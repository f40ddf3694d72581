package io.sekisho.accessapi;

import static io.sekisho.accessapi.Bodies.policy;
import static io.sekisho.accessapi.LiveAccess.ACME;
import static io.sekisho.accessapi.LiveAccess.RIVAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.accessapi.LiveAccess.Caller;
import io.sekisho.explanation.AccessExplanation;
import io.sekisho.web.Https.Answer;
import io.sekisho.wire.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What people are told who ask why they may, or why not.
class ExplainTest {
  private static final String PATH = "/sekisho/v1/explain/access";
  private static final String VPC_READ = "is.vpc.vpc.read";
  private static final String VPC_CRN =
      "crn:v1:bluemix:public:is:us-south:a/" + ACME + "::vpc:vpc-1";
  private static final String WEEKEND =
      """
      , "pattern": "time-based-conditions:weekly:all-day",
       "rule": {"key": "{{environment.attributes.day_of_week}}", "operator": "dayOfWeekAnyOf",
                "value": ["6+00:00", "7+00:00"]}}
      """;

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

  private void policies(String... bodies) {
    for (String body : bodies) {
      operator.make("/v2/policies", body);
    }
  }

  private static String question(String who, String action, String... resource) {
    return Json.mapper()
        .writeValueAsString(
            Map.of("who", who, "action", action, "resource", resource, "account", "acme"));
  }

  private String told(Caller caller, String who, String action, String... resource) {
    Answer answer = caller.post(PATH, question(who, action, resource));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    AccessExplanation it = Json.mapper().readValue(answer.text(), AccessExplanation.class);
    StringBuilder text = new StringBuilder();
    text.append("May %s (%s) do %s\n".formatted(who, it.iamId(), action));
    text.append("with %s?\n".formatted(it.resource()));
    text.append((it.allowed() ? "Yes: " : "No: ") + it.reason() + "\n");
    it.grantedBy()
        .ifPresent(
            by ->
                text.append(
                        "  by policy %s \"%s\", role %s"
                            .formatted(by.policy(), by.description(), by.role()))
                    .append(by.accessGroupName().map(name -> ", group " + name).orElse(""))
                    .append("\n"));
    if (!it.rolesThatGrant().isEmpty()) {
      text.append("  roles that would: %s\n".formatted(String.join(", ", it.rolesThatGrant())));
    }
    it.nearest()
        .forEach(
            near ->
                text.append(
                    "  policy %s %s\n"
                        .formatted(
                            near.policy(),
                            near.lacks().isEmpty()
                                ? "allows it"
                                : String.join("; ", near.lacks()))));
    return text.append("\n").toString();
  }

  @Test
  void tellingCases() {
    String ann = live.user("ann");
    String builder = live.profile("builder");
    String deployer = live.serviceId("deployer", false);
    live.apiKey("ci-key", deployer);
    String group = operator.make("/v2/groups?account_id=" + ACME, "{\"name\":\"Networkers\"}");
    operator.send(
        "PUT",
        "/v2/groups/" + group + "/members",
        "{\"members\":[{\"iam_id\":\"%s\",\"type\":\"profile\"}]}".formatted(builder));
    operator.make(
        "/v2/roles",
        """
        {"name": "Lister", "display_name": "Lists VPCs", "account_id": "%s",
         "service_name": "is", "actions": ["is.vpc.vpc.list"]}
        """
            .formatted(ACME));
    String custom =
        "crn:v1:bluemix:public:iam-access-management::a/" + ACME + "::customRole:Lister";
    policies(
        policy(ann, "Viewer", "serviceName=is", "vpcId=vpc-1"),
        policy(group, "Editor", "serviceName=is"),
        policy(deployer, custom, "serviceName=is"));
    String weekend = policy(ann, "Editor", "serviceName=iam-groups").strip();
    policies(weekend.substring(0, weekend.length() - 1) + WEEKEND);
    String gone = operator.make("/v2/policies", policy(ann, "Manager", "serviceName=kms"));
    operator.delete("/v2/policies/" + gone);

    Golden.check(
        "explain",
        told(operator, "me", VPC_READ)
            + told(operator, "ann@example.com", VPC_READ, VPC_CRN, "vpcId=vpc-1")
            + told(operator, "builder", "is.vpc.vpc.delete", "vpcId=vpc-9")
            + told(operator, "ci-key", "is.vpc.vpc.list")
            + told(operator, "ci-key", VPC_READ)
            + told(operator, "ann@example.com", "is.vpc.vpc.delete", "vpcId=vpc-1")
            + told(operator, "ann@example.com", VPC_READ, "vpcId=vpc-2")
            + told(operator, "ann@example.com", "iam-groups.groups.delete", "resource=" + group)
            + told(operator, "ann@example.com", "kms.secrets.wrap")
            + told(operator, "builder", "iam-identity.profile.delete")
            + told(operator, "ann@example.com", VPC_READ, "accountId=" + RIVAL)
            + told(live.as(ann), "me", VPC_READ, "vpcId=vpc-2"));
  }

  @Test
  void thoseWhoMayNotReadPoliciesAskOnlyForThemselves() {
    live.user("ann");
    live.user("bob");
    policies(policy("IBMid-ann", "Viewer", "serviceName=is"));

    Answer other = live.as("IBMid-ann").post(PATH, question("bob@example.com", VPC_READ));
    Answer own = live.as("IBMid-ann").post(PATH, question("IBMid-ann", VPC_READ));

    assertThat(other.status()).isEqualTo(403);
    assertThat(own.at("/allowed")).isEqualTo("true");
    assertThat(own.at("/nearest")).isEqualTo("[]");
  }

  @Test
  void theAddressAsksTheSameAsTheBody() {
    live.user("ann");
    policies(policy("IBMid-ann", "Viewer", "serviceName=is", "vpcId=1"));

    Answer got =
        operator.get(
            PATH
                + "?account=acme&who=ann@example.com&action="
                + VPC_READ
                + "&resource=vpcId=1,region=x");
    Answer posted =
        operator.post(PATH, question("ann@example.com", VPC_READ, "vpcId=1", "region=x"));

    assertThat(got.at("/allowed")).as(got.text()).isEqualTo("true");
    assertThat(got.text()).isEqualTo(posted.text());
  }

  @Test
  void whatIsNotUnderstoodIsSaid() {
    for (String body :
        List.of(
            question("nobody", VPC_READ),
            question("me", "is.vpc.vpc.raed"),
            question("ann@example.com", VPC_READ, "vpc"),
            question("ann@example.com", VPC_READ, "crn:what"),
            "{\"who\":\"ann\"}",
            "{\"who\":\"ann\",\"action\":\"is.vpc.vpc.read\",\"resource\":[null]}")) {
      live.user("ann");
      Answer answer = live.as("IBMid-ann").post(PATH, body);
      assertThat(answer.status()).as(body).isIn(400, 403);
    }
    assertThat(live.as("IBMid-ann").post(PATH, question("me", "is.vpc.vpc.raed")).text())
        .contains("Did you mean is.vpc.vpc.read?");
    assertThat(Optional.of(live.asRival("IBMid-ann").post(PATH, question("me", VPC_READ))))
        .hasValueSatisfying(answer -> assertThat(answer.status()).isEqualTo(400));
  }
}
