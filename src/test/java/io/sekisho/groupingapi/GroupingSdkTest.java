package io.sekisho.groupingapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.vpcapi.LiveVpc;
import io.sekisho.web.Https.Answer;
import io.sekisho.wire.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// IBM's platform-services SDK for Node, unmodified, through resource groups and tags. What it
/// checks itself is in the program that it runs.
class GroupingSdkTest {
  private static final Path NPM = Path.of("src/test/npm").toAbsolutePath();
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGsWZVRlzNUh1gWGDlvvMpQkVZ4eYhSrXcS5nWBWZvM1";

  @TempDir Path directory;

  @Test
  void managesResourceGroupsAndTags() throws Exception {
    assertThat(NPM.resolve("node_modules/@ibm-cloud/platform-services"))
        .as("./dev test installs it")
        .exists();
    try (LiveVpc vpc = new LiveVpc()) {
      String crn =
          vpc.make("/keys", "{'name':'mine','public_key':'%s'}".formatted(KEY))
              .get("crn")
              .asString();
      Path ca = Files.writeString(directory.resolve("ca.pem"), vpc.office.ca());
      Path out = directory.resolve("out");
      Path err = directory.resolve("err");
      ProcessBuilder node =
          new ProcessBuilder(
              List.of(
                  "node",
                  NPM.resolve("grouping.js").toString(),
                  vpc.office.url(),
                  vpc.account,
                  crn));
      node.environment().put("NODE_EXTRA_CA_CERTS", ca.toString());
      node.environment().put("IAM_TOKEN", administrator(vpc));
      Process process = node.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      try {
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("node ends").isTrue();
      } finally {
        process.destroyForcibly();
      }
      assertThat(process.exitValue()).as(Files.readString(err, UTF_8)).isZero();
      Map<String, Integer> answered = new TreeMap<>();
      Json.mapper()
          .readTree(Files.readString(out, UTF_8))
          .properties()
          .forEach(each -> answered.put(each.getKey(), each.getValue().asInt()));
      assertThat(answered)
          .containsOnly(
              Map.entry("groups.createResourceGroup", 201),
              Map.entry("groups.deleteResourceGroup", 204),
              Map.entry("groups.getResourceGroup", 200),
              Map.entry("groups.listResourceGroups", 200),
              Map.entry("groups.updateResourceGroup", 200),
              Map.entry("tags.attachTag", 200),
              Map.entry("tags.createTag", 200),
              Map.entry("tags.deleteTag", 200),
              Map.entry("tags.deleteTagAll", 200),
              Map.entry("tags.detachTag", 200),
              Map.entry("tags.listTags", 200));
    }
  }

  /// A token of a program that is an administrator of all that is in the account.
  private static String administrator(LiveVpc vpc) {
    String operator = vpc.office.operator;
    String named = "{\"name\":\"admin\",\"account_id\":\"" + vpc.account + "\"}";
    String iamId = vpc.office.send(operator, "POST", "/v1/serviceids", named).at("/iam_id");
    String of = named.replace("}", ",\"iam_id\":\"" + iamId + "\"}");
    String key = vpc.office.send(operator, "POST", "/v1/apikeys", of).at("/apikey");
    for (String type : List.of("service", "platform_service")) {
      String policy =
          """
          {"type":"access","subjects":[{"attributes":[{"name":"iam_id","value":"%s"}]}],
           "roles":[{"role_id":"crn:v1:bluemix:public:iam::::role:Administrator"}],
           "resources":[{"attributes":[{"name":"accountId","value":"%s"},
             {"name":"serviceType","value":"%s"}]}]}"""
              .formatted(iamId, vpc.account, type);
      Answer made = vpc.office.send(operator, "POST", "/v1/policies", policy);
      assertThat(made.status()).as(made.text()).isEqualTo(201);
    }
    return vpc.office
        .exchange("grant_type", "urn:ibm:params:oauth:grant-type:apikey", "apikey", key)
        .at("/access_token");
  }
}
