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

/// Who may give access, and to what: never more than is theirs to give.
class DelegationTest {
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

  @Test
  void administratorsOfWhatTheyAreAbout() {
    made(policy("IBMid-ann", "Administrator", "serviceName=is"));
    Caller ann = live.as("IBMid-ann");

    Answer own = ann.post(V2, policy("IBMid-bob", "Viewer", "serviceName=is", "vpcId=1"));
    Answer others = ann.post(V2, policy("IBMid-bob", "Viewer", "serviceName=kms"));

    assertThat(own.status()).as(own.text()).isEqualTo(201);
    assertThat(others.status()).isEqualTo(403);
    assertThat(others.code()).isEqualTo("insufficent_permissions");
    assertThat(others.at("/errors/0/message")).contains("iam.policy.create", "serviceName=kms");
  }

  @Test
  void nobodyBeyondWhatTheyAreAbout() {
    String kms = made(policy("IBMid-bob", "Viewer", "serviceName=kms"));
    String is = made(policy("IBMid-bob", "Viewer", "serviceName=is"));
    made(policy("IBMid-ann", "Administrator", "serviceName=is"));
    Caller ann = live.as("IBMid-ann");

    assertThat(ann.get(V2 + "/" + is).status()).isEqualTo(200);
    assertThat(ann.get(V2 + "/" + kms).status()).isEqualTo(404);
    assertThat(ann.delete(V2 + "/" + kms).status()).isEqualTo(404);
    assertThat(ann.get(V2 + LIST).text()).contains(is).doesNotContain(kms);
    Answer moved =
        ann.send(
            "PUT",
            V2 + "/" + is,
            policy("IBMid-bob", "Viewer", "serviceName=kms"),
            "If-Match",
            "*");
    assertThat(moved.status()).isEqualTo(403);
  }

  /// Whoever has one VPC can't give away all whose ids look alike, nor those that have none.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stringEquals | \"vpc-1\" | 201",
        "stringMatch | \"vpc-1\" | 403",
        "stringMatch | \"*\" | 403",
        "stringExists | true | 403",
        "stringExists | false | 403",
        "stringEqualsAnyOf | [\"vpc-1\", \"vpc-2\"] | 403"
      })
  void nobodyByAPattern(String operation, String value, int status) {
    made(policy("IBMid-ann", "Administrator", "serviceName=is", "vpcId=vpc-1"));
    String wide =
        policy("IBMid-bob", "Viewer", "serviceName=is", "vpcId=vpc-1")
            .replace(
                "\"vpcId\", \"operator\": \"stringEquals\", \"value\": \"vpc-1\"",
                "\"vpcId\", \"operator\": \"%s\", \"value\": %s".formatted(operation, value));

    Answer answer = live.as("IBMid-ann").post(V2, wide);

    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
  }

  /// Whoever has all that is in no VPC can't give away what is in one, nor the other way round.
  @ParameterizedTest
  @CsvSource({"true", "false"})
  void nobodyByWhatIsMissing(boolean exists) {
    String narrow =
        "{\"key\": \"vpcId\", \"operator\": \"stringExists\", \"value\": %s}".formatted(exists);
    made(exists(policy("IBMid-ann", "Administrator", "serviceName=is", "vpcId=1"), narrow));
    String all = made(policy("IBMid-bob", "Operator", "serviceName=is"));
    Caller ann = live.as("IBMid-ann");

    Answer wide = ann.post(V2, policy("IBMid-ann", "Editor", "serviceName=is"));
    Answer own =
        ann.post(V2, exists(policy("IBMid-bob", "Viewer", "serviceName=is", "vpcId=1"), narrow));

    assertThat(wide.status()).as(wide.text()).isEqualTo(403);
    assertThat(ann.delete(V2 + "/" + all).status()).isIn(403, 404);
    assertThat(own.status()).as(own.text()).isEqualTo(201);
  }

  private static String exists(String policy, String condition) {
    String equal = "{\"key\": \"vpcId\", \"operator\": \"stringEquals\", \"value\": \"1\"}";
    assertThat(policy).contains(equal);
    return policy.replace(equal, condition);
  }

  /// Whoever may apply inventories may do no more by them than one by one: who could change a
  /// profile's rules could become that profile.
  @Test
  void nobodyByAnInventory() {
    String path = "/sekisho/v1/inventory";
    String inventory =
        """
        {"accounts": [{"name": "acme", "trusted_profiles": [{"name": "root"}]}]}""";
    made(policy("IBMid-ann", "Editor", "serviceName=sekisho"));
    Caller ann = live.as("IBMid-ann");

    Answer refused = ann.send("PUT", path, inventory);

    assertThat(refused.status()).as(refused.text()).isEqualTo(403);
    assertThat(refused.text()).contains("iam-identity.profile.create");
    assertThat(live.ledger.edition().snapshot().contents().profiles()).isEmpty();

    made(policy("IBMid-ann", "Administrator", "serviceName=iam-identity"));

    Answer applied = ann.send("PUT", path, inventory);
    assertThat(applied.status()).as(applied.text()).isEqualTo(200);
  }

  @Test
  void readersWhoMayNotChangeThem() {
    String id = made(policy("IBMid-bob", "Viewer", "serviceName=is"));
    made(policy("IBMid-ann", "Viewer", "serviceName=is"));
    Caller ann = live.as("IBMid-ann");

    assertThat(ann.get(V2 + "/" + id).status()).isEqualTo(200);
    assertThat(ann.delete(V2 + "/" + id).status()).isEqualTo(403);
    assertThat(
            ann.send("PATCH", V1 + "/" + id, "{\"state\":\"deleted\"}", "If-Match", "*").status())
        .isEqualTo(403);
  }

  @Test
  void nobodyOfAnotherAccount() {
    String id = made(policy("IBMid-bob", "Viewer", "serviceName=is"));
    made(policy("IBMid-ann", "Administrator", "serviceName=is"));
    Caller rival = live.asRival("IBMid-ann");

    assertThat(rival.get(V2 + LIST).status()).isEqualTo(403);
    assertThat(rival.get(V2 + "/" + id).status()).isEqualTo(404);
    assertThat(rival.delete(V2 + "/" + id).status()).isEqualTo(404);
    assertThat(rival.post(V2, policy("IBMid-ann", "Viewer", "serviceName=is")).status())
        .isEqualTo(403);
  }

  @Test
  void everyoneOnlyAsLongAsThePolicyIsThere() {
    String id = made(policy("IBMid-ann", "Viewer", "serviceName=iam-groups"));
    Caller ann = live.as("IBMid-ann");
    assertThat(ann.get("/v2/groups/none").status()).isEqualTo(404);

    operator.delete(V2 + "/" + id);

    assertThat(ann.get("/v2/groups/none").status()).isEqualTo(403);
  }
}
