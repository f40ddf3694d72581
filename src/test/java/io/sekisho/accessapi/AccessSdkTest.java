package io.sekisho.accessapi;

import static io.sekisho.accessapi.LiveAccess.ACME;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// IBM's platform-services SDK for Node, unmodified, on policies, roles and access groups. What it
/// checks itself is in the program that it runs.
class AccessSdkTest {
  private static final Path NPM = Path.of("src/test/npm").toAbsolutePath();

  /// Every operation that is served, with the status that IBM's documents name for it.
  private static final Map<String, Integer> EXPECTED = new TreeMap<>();

  static {
    served(201, "policies", "createPolicy createV2Policy createRole");
    served(200, "policies", "listPolicies getPolicy replacePolicy updatePolicyState");
    served(200, "policies", "listV2Policies getV2Policy replaceV2Policy");
    served(200, "policies", "listRoles getRole replaceRole");
    served(204, "policies", "deletePolicy deleteV2Policy deleteRole");
    served(201, "groups", "createAccessGroup addAccessGroupRule");
    served(200, "groups", "listAccessGroups getAccessGroup updateAccessGroup");
    served(200, "groups", "listAccessGroupMembers listAccessGroupRules getAccessGroupRule");
    served(200, "groups", "replaceAccessGroupRule getAccountSettings updateAccountSettings");
    served(207, "groups", "addMembersToAccessGroup removeMembersFromAccessGroup");
    served(207, "groups", "addMemberToMultipleAccessGroups removeMemberFromAllAccessGroups");
    served(204, "groups", "deleteAccessGroup isMemberOfAccessGroup");
    served(204, "groups", "removeMemberFromAccessGroup removeAccessGroupRule");
  }

  @TempDir Path directory;

  private static void served(int status, String client, String operations) {
    for (String operation : operations.split(" ")) {
      EXPECTED.put(client + "." + operation, status);
    }
  }

  @Test
  void managesAccess() throws Exception {
    assertThat(NPM.resolve("node_modules/@ibm-cloud/platform-services"))
        .as("./dev test installs it")
        .exists();
    try (LiveAccess live = new LiveAccess(directory)) {
      // Not as an operator: what IBM's clients do, policies have to allow.
      for (String scope : List.of("serviceType=service", "serviceType=platform_service")) {
        live.asOperator()
            .post("/v2/policies", Bodies.policy("IBMid-admin", "Administrator", scope));
      }
      Map<String, Integer> answered = new TreeMap<>();
      run(live, live.profile("builder"))
          .properties()
          .forEach(each -> answered.put(each.getKey(), each.getValue().asInt()));
      assertThat(answered).isEqualTo(EXPECTED);
    }
  }

  private JsonNode run(LiveAccess live, String profile) throws IOException, InterruptedException {
    Path ca = Files.writeString(directory.resolve("ca.pem"), live.ca());
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    ProcessBuilder node =
        new ProcessBuilder(
            "node", NPM.resolve("iam-access.js").toString(), live.url(), ACME.value(), profile);
    node.environment().put("NODE_EXTRA_CA_CERTS", ca.toString());
    node.environment().put("IAM_TOKEN", "IBMid-admin@" + ACME);
    Process process = node.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("node ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(err, UTF_8)).isZero();
    return Json.mapper().readTree(Files.readString(out, UTF_8));
  }
}
