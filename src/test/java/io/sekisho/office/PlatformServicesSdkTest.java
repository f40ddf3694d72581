package io.sekisho.office;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// IBM's platform-services SDK for Node, unmodified, through the whole life of a trusted profile
/// and of everything around it: its own authenticator, our tokens, our policies. What it checks
/// itself is in the program that it runs.
class PlatformServicesSdkTest {
  private static final Path NPM = Path.of("src/test/npm").toAbsolutePath();

  @TempDir Path directory;

  @Test
  void managesIdentitiesAsFarAsPoliciesLetIt() throws Exception {
    assertThat(NPM.resolve("node_modules/@ibm-cloud/platform-services"))
        .as("./dev test installs it")
        .exists();
    try (LiveOffice office = new LiveOffice()) {
      office.apply(fleet());
      Person person = Person.of(office);

      assertThat(run(office, person).err())
          .as("without a policy")
          .contains("403")
          .contains("iam-identity.profile.create");

      person.becomesAdministrator(office);
      JsonNode told = told(run(office, person));

      Map<String, Integer> answered = new TreeMap<>();
      told.get("answered")
          .properties()
          .forEach(each -> answered.put(each.getKey(), each.getValue().asInt()));
      assertThat(answered).isEqualTo(EXPECTED);
      assertThat(told.at("/of/iam").asInt()).isEqualTo(86);
      assertThat(told.at("/of/users").asInt()).isEqualTo(9);
      assertThat(texts(told.at("/seen/profiles")))
          .containsExactly("more 0", "more 1", "more 2", "reader", "sdk profile");
      assertThat(texts(told.at("/seen/users")))
          .containsExactly("admin@example.com", "grace@example.com");
      assertThat(texts(told.at("/seen/refusal/body")))
          .containsExactly("context", "errors", "status_code", "trace");
      assertThat(told.at("/seen/refusal/message").asString())
          .isEqualTo("There is a trusted profile named renamed in this account.");
    }
  }

  /// Somebody in the account, and the API key with which the SDK's authenticator asks for tokens.
  private record Person(String account, String iamId, String apiKey, String web, String server) {
    /// What an operator does for the first person in an account.
    static Person of(LiveOffice office) {
      JsonNode web =
          office.send(office.operator, "GET", "/sekisho/v1/instances/acme/web-1", "").json();
      String account =
          office.send(office.operator, "GET", "/sekisho/v1/accounts/acme", "").at("/id");
      String users = "/v2/accounts/" + account + "/users";
      String iamId =
          office
              .send(
                  office.operator, "POST", users, "{\"users\":[{\"email\":\"admin@example.com\"}]}")
              .at("/resources/0/id");
      String key =
          office
              .send(
                  office.operator,
                  "POST",
                  "/v1/apikeys",
                  "{\"name\":\"first\",\"iam_id\":\"%s\",\"account_id\":\"%s\"}"
                      .formatted(iamId, account))
              .at("/apikey");
      JsonNode server =
          office.send(office.operator, "GET", "/sekisho/v1/bare_metal_servers/db-1", "").json();
      return new Person(
          account, iamId, key, web.path("crn").asString(), server.path("crn").asString());
    }

    void becomesAdministrator(LiveOffice office) {
      String policy =
          """
          {"type":"access",
           "subjects":[{"attributes":[{"name":"iam_id","value":"%s"}]}],
           "roles":[{"role_id":"crn:v1:bluemix:public:iam::::role:Administrator"}],
           "resources":[{"attributes":[{"name":"accountId","value":"%s"},
                                       {"name":"serviceType","value":"platform_service"}]}]}"""
              .formatted(iamId, account);
      assertThat(office.send(office.operator, "POST", "/v1/policies", policy).status())
          .isEqualTo(201);
    }
  }

  /// Every operation that is served, with the status that IBM's documents name for it.
  private static final Map<String, Integer> EXPECTED = new TreeMap<>();

  static {
    served(201, "iam", "createProfile createClaimRule createLink createServiceId createApiKey");
    served(200, "iam", "listProfiles getProfile updateProfile listClaimRules getClaimRule");
    served(200, "iam", "updateClaimRule listLinks getLink getProfileIdentities");
    served(200, "iam", "setProfileIdentities setProfileIdentity getProfileIdentity");
    served(200, "iam", "listServiceIds getServiceId updateServiceId listApiKeys getApiKey");
    served(200, "iam", "getApiKeysDetails updateApiKey getAccountSettings");
    served(200, "iam", "updateAccountSettings getEffectiveAccountSettings");
    served(204, "iam", "deleteProfile deleteClaimRule deleteLink deleteLinkByParameters");
    served(204, "iam", "deleteProfileIdentity deleteServiceId lockServiceId unlockServiceId");
    served(204, "iam", "deleteApiKey lockApiKey unlockApiKey disableApiKey enableApiKey");
    served(200, "users", "listUsers getUserProfile getUserSettings");
    served(202, "users", "inviteUsers v3RemoveUser");
    served(204, "users", "updateUserProfile updateUserSettings removeUser");
  }

  private static void served(int status, String client, String operations) {
    for (String operation : operations.split(" ")) {
      EXPECTED.put(client + "." + operation, status);
    }
  }

  /// What the program printed.
  private record Ran(int code, String out, String err) {}

  private static JsonNode told(Ran ran) {
    assertThat(ran.code()).as(ran.err()).isZero();
    return Json.mapper().readTree(ran.out());
  }

  private Ran run(LiveOffice office, Person person) throws IOException, InterruptedException {
    String given =
        Json.mapper()
            .writeValueAsString(
                Map.of(
                    "accountId", person.account(),
                    "iamId", person.iamId(),
                    "instanceCrn", person.web(),
                    "serverCrn", person.server()));
    Path ca = Files.writeString(directory.resolve("ca.pem"), office.ca());
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    ProcessBuilder node =
        new ProcessBuilder(
            List.of("node", NPM.resolve("iam-identity.js").toString(), office.url(), given));
    node.environment().put("NODE_EXTRA_CA_CERTS", ca.toString());
    node.environment().put("IAM_APIKEY", person.apiKey());
    Process process = node.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("node ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Ran(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }

  private static String fleet() {
    try (InputStream in = PlatformServicesSdkTest.class.getResourceAsStream("/api/fleet.yaml")) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asString).toList();
  }
}
