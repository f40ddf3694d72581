package io.sekisho.accessapi;

import static io.sekisho.accessapi.Bodies.policy;
import static io.sekisho.accessapi.LiveAccess.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.access.Directory;
import io.sekisho.access.Permissions;
import io.sekisho.access.Uses;
import io.sekisho.accessapi.LiveAccess.Caller;
import io.sekisho.control.Initiator;
import io.sekisho.control.Kind;
import io.sekisho.control.Ledger;
import io.sekisho.iam.Account;
import io.sekisho.web.Https.Answer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is left of who goes: nothing.
class RemainsTest {
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

  /// Whoever gets the id again, and every token that lives on, finds nothing: also where it was no
  /// request of IAM's that deleted the identity.
  @Test
  void nothingRemainsOfWhoGoes() {
    String profile = live.profile("builder");
    String group = group("Devs");
    join(group, profile, "profile");
    operator.post("/v2/policies", policy(profile, "Viewer", "serviceName=is"));
    operator.post("/v2/policies", policy(group, "Viewer", "serviceName=iam-groups"));
    assertThat(live.as(profile).get(GROUPS + "/" + group).status()).isEqualTo(200);

    Answer deleted = operator.delete("/sekisho/v1/trusted_profiles/builder");

    assertThat(deleted.status()).as(deleted.text()).isEqualTo(200);
    assertThat(live.as(profile).get(GROUPS + "/" + group).status()).isEqualTo(403);
    assertThat(operator.get("/v2/policies" + IN_ACME + "&iam_id=" + profile).text())
        .contains("\"policies\":[]");
    assertThat(operator.get(GROUPS + "/" + group + "/members").at("/total_count")).isEqualTo("0");
    assertThat(operator.get("/v2/policies" + IN_ACME + "&access_group_id=" + group).text())
        .contains(group);
  }

  @Test
  void nothingRemainsOfAnAccountThatGoes() {
    String group = group("Devs");
    join(group, live.user("ann"), "user");
    live.serviceId("deployer", false);
    operator.post("/v2/policies", policy("IBMid-ann", "Viewer", "serviceName=is"));

    Answer deleted = operator.delete("/sekisho/v1/accounts/acme");
    live.keep(new Account(ACME, "acme again", true, LiveAccess.NOW));

    assertThat(deleted.status()).as(deleted.text()).isEqualTo(200);
    for (Kind kind : Kind.values()) {
      assertThat(live.ledger.in(ACME).count(kind))
          .as("%s", kind)
          .isEqualTo(kind == Kind.ACCOUNT ? 1 : 0);
    }
  }

  @Test
  void whatAnotherControllerWroteCountsAsSoonAsItIsKnown() {
    Ledger other = live.another();
    Permissions there =
        new Permissions(new Directory(other), new Uses(), InstantSource.fixed(LiveAccess.NOW));
    Initiator ann = LiveAccess.initiator("IBMid-ann", ACME, "");
    assertThat(there.refusal(ann, "iam-groups.groups.read", Map.of())).isPresent();
    String group = group("Devs");
    String id =
        operator.post("/v2/policies", policy(group, "Viewer", "serviceName=iam-groups")).at("/id");
    join(group, "IBMid-ann", "user");

    other.catchUp();
    assertThat(there.refusal(ann, "iam-groups.groups.read", Map.of())).isEmpty();

    operator.delete("/v2/policies/" + id);
    other.catchUp();
    assertThat(there.refusal(ann, "iam-groups.groups.read", Map.of())).isPresent();
  }
}
