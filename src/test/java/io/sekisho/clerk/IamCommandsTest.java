package io.sekisho.clerk;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.cli.Golden;
import io.sekisho.cli.Shell;
import io.sekisho.office.LiveOffice;
import io.sekisho.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// IAM's commands against the whole server: real store, tokens and policies.
class IamCommandsTest {
  private static final List<String> TOUR =
      List.of(
          "create user ada@acme.example",
          "create service-id ci --description builds",
          "create trusted-profile deployer",
          "create access-group ops",
          "add member ops --user ada@acme.example",
          "add member ops --service-id ci",
          "get members --group ops",
          "create policy --group ops --role Operator --service is --description operations",
          "create policy --profile reader --role Viewer --service is --resource instanceId=0717*",
          "create policy --user ada@acme.example --role Administrator --service iam-identity",
          "get policies --group ops",
          "get policies --profile reader -o wide",
          "create role Restarter --service is --action is.instance.instance.operate",
          "create policy --service-id ci --role Restarter --service is",
          "get policies --service-id ci",
          "create rule staff --profile deployer -f rule.yaml",
          "get rules --profile deployer",
          "get users",
          "get service-ids",
          "get service-id ci -o name",
          "get access-groups",
          "describe access-group ops",
          "describe trusted-profile deployer",
          "update service-id ci --name builder",
          "update access-group ops --description operators",
          "update user ada@acme.example -f suspended.yaml",
          "get user ada@acme.example",
          "update role Restarter --description restarts",
          "update account-settings --access-token-expiration 900",
          "get account-settings",
          "explain access --who builder --action is.instance.instance.operate",
          "remove member ops --service-id builder",
          "delete rule staff --profile deployer",
          "delete trusted-profile deployer",
          "delete service-id builder",
          "delete access-group ops --force",
          "context ls");

  @TempDir Path directory;

  private LiveOffice office;
  private Shell shell;

  @BeforeEach
  void open() throws IOException {
    office = new LiveOffice();
    office.apply(Files.readString(Path.of("src/test/resources/api/fleet.yaml")));
    shell = new Shell(directory);
    Files.writeString(shell.path("ca.pem"), office.ca());
    login("default", office.operator, "--account", "acme");
  }

  @AfterEach
  void close() {
    office.close();
  }

  private void login(String context, String key, String... more) {
    List<String> typed =
        new ArrayList<>(List.of("login", "--url", office.url(), "--ca", "ca.pem", "--key", "-"));
    typed.addAll(List.of("--context", context));
    typed.addAll(List.of(more));
    shell.type(key + "\n");
    run(typed.toArray(String[]::new));
    shell.type("");
  }

  private String run(String... arguments) {
    Shell.Outcome outcome = shell.run(arguments);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    return outcome.out();
  }

  private String say(String typed) {
    return run(typed.split(" "));
  }

  private String refused(String typed) {
    Shell.Outcome outcome = shell.run(typed.split(" "));
    assertThat(outcome.code()).isEqualTo(1);
    return outcome.err();
  }

  private JsonNode json(String typed) {
    return Json.mapper().readTree(say(typed + " -o json"));
  }

  @Test
  void showsATour() throws IOException {
    Files.writeString(
        shell.path("rule.yaml"),
        """
        type: Profile-SAML
        realm_name: https://idp.example.com
        expiration: 3600
        conditions:
        - {claim: groups, operator: CONTAINS, value: '"ops"'}
        """);
    Files.writeString(shell.path("suspended.yaml"), "state: SUSPENDED\n");
    StringBuilder tour = new StringBuilder();
    for (String typed : TOUR) {
      tour.append("$ sekisho ").append(typed).append('\n');
      Shell.Outcome outcome = shell.run(typed.split(" "));
      tour.append(plain(outcome.out())).append(plain(outcome.err())).append('\n');
    }

    Golden.check("iam", tour.toString());
  }

  @Nested
  class OfOperatorsKeys {
    @Test
    void showsMakesAndDeletesThem() {
      String key = json("create operator-key alice").path("key").asString("");
      assertThat(key).startsWith("sekisho_");
      assertThat(plain(say("get operator-keys")))
          .isEqualTo(
              """
              NAME    CREATED                WORKS
              alice   2026-11-26T12:00:00Z   yes
              first   2026-11-26T12:00:00Z   yes
              """);
      assertThat(say("get operator_key alice -o name")).isEqualTo("operator-key/alice\n");
      assertThat(say("get operator-keys -o yaml")).doesNotContain(key, "hash");
      assertThat(refused("create operator-key alice")).contains("take another name");

      login("alice", key, "--account", "acme");
      assertThat(say("delete operator-key alice --context default"))
          .isEqualTo("Deleted operator-key alice.\n");

      assertThat(refused("get instances --context alice")).contains("sekisho login");
      assertThat(refused("delete operator-key alice --context default")).contains("There is no");
      assertThat(refused("delete operator-key first --context default")).contains("the last");
      assertThat(refused("get operator-key nobody --context default"))
          .contains("sekisho get operator-keys");
    }

    @Test
    void arePrintedOnceForPeople() {
      assertThat(say("create operator-key bob"))
          .startsWith("Created operator-key bob.\n\n  sekisho_")
          .endsWith("store it now.\n");
    }
  }

  @Nested
  class WithAnApiKey {
    private String key = "";

    @BeforeEach
    void make() {
      say("create service-id ci");
      key = json("create api-key ci --service-id ci").path("apikey").asString("");
      login("ci", key);
    }

    @Test
    void isWhoeverItsKeyIs() {
      JsonNode explained = json("explain access --action iam-identity.serviceid.get", 1);
      assertThat(explained.path("name").asString("")).isEqualTo("ci");
    }

    @Test
    void mayDoWhatAPolicyAllowsAndNothingElse() {
      String typed = "explain access --action is.instance.instance.list";
      assertThat(shell.run(typed.split(" ")).code()).isEqualTo(1);
      assertThat(refused("get instances")).contains("is.instance.instance.list");

      say("create policy --service-id ci --role Viewer --service is --context default");

      assertThat(say(typed)).startsWith("Allowed: ci");
      assertThat(say("get instances")).contains("web-1");
      assertThat(refused("get service-ids")).contains("iam-identity.serviceid.get");
    }

    @Test
    void worksInTheKeysAccountAlone() {
      say("create policy --service-id ci --role Viewer --service iam-identity --context default");

      assertThat(refused("get service-ids --account zeta"))
          .isEqualTo("Your key is for account acme: name that one, or none.\n");
      assertThat(say("get service-ids -o name --account acme")).isEqualTo("service-id/ci\n");
    }

    @Test
    void isRefusedOnceTheKeyIsGone() {
      say("delete api-key ci --context default");

      assertThat(refused("get instances")).contains("API key could not be found");
    }

    @Test
    void isShownOnceAndKeptInAFileOfItsOwners() throws IOException {
      assertThat(say("get api-keys --context default -o yaml")).contains("name: ci");
      assertThat(say("get api-keys --context default -o yaml")).doesNotContain(key);
      assertThat(say("context ls")).contains("API key").doesNotContain(key);
      assertThat(Files.getPosixFilePermissions(shell.path("home/client.json"))).hasSize(2);
    }
  }

  @Nested
  class WithSeveralAccounts {
    @BeforeEach
    void forget() {
      login("open", office.operator);
    }

    @Test
    void asksWhichIsMeant() {
      assertThat(refused("get service-ids"))
          .isEqualTo("Say in which account with --account: there are acme, zeta.\n");
      assertThat(refused("token --account nobody")).contains("there are acme, zeta");
    }

    @Test
    void takesTheOneThatIsNamed() {
      say("create service-id ci --account zeta");

      assertThat(say("get service-ids --account zeta -o name")).isEqualTo("service-id/ci\n");
      assertThat(say("get service-ids --account acme -o name")).isEmpty();
    }
  }

  @Nested
  class WithContexts {
    @Test
    void choosesAmongThem() {
      login("zeta", office.operator, "--account", "zeta");
      say("create service-id of-zeta");
      say("context use default");

      assertThat(say("get service-ids -o name")).isEmpty();
      assertThat(say("get service-ids -o name --context zeta")).isEqualTo("service-id/of-zeta\n");
      shell.set("SEKISHO_CONTEXT", "zeta");
      assertThat(say("get service-ids -o name")).isEqualTo("service-id/of-zeta\n");
      assertThat(say("get service-ids -o name --context default")).isEmpty();
    }

    @Test
    void forgetsOneWithItsKey() throws IOException {
      say("context rm default");

      assertThat(Files.readString(shell.path("home/client.json"))).doesNotContain(office.operator);
      assertThat(refused("get accounts")).contains("sekisho login");
      assertThat(refused("context use default")).contains("sekisho login");
    }

    @Test
    void remembersNoKeyThatDoesNotWork() throws IOException {
      String before = Files.readString(shell.path("home/client.json"));
      shell.type("not-a-key-of-anybody");

      assertThat(refused("login --url " + office.url() + " --ca ca.pem --context new"))
          .contains("API key could not be found");
      assertThat(shell.path("home/client.json")).hasContent(before);
    }

    @Test
    void readsAFileFromBeforeThereWereSeveral() throws IOException {
      Files.writeString(
          shell.path("home/client.json"),
          Json.mapper()
              .writeValueAsString(
                  Map.of("url", office.url(), "ca", office.ca(), "key", office.operator)));

      assertThat(say("get accounts -o name")).contains("account/acme");
      assertThat(say("context ls")).contains("default");
    }
  }

  @Test
  void grantsEveryServiceUnlessOneIsNamed() {
    say("create user ada@acme.example");
    say("create policy --user ada@acme.example --role Administrator");

    String typed = "explain access --who ada@acme.example --action is.instance.instance.delete";
    assertThat(say(typed)).startsWith("Allowed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "add member ops",
        "get members",
        "create policy --role Viewer",
        "create policy --user me",
        "create rule staff -f rule.yaml"
      })
  void tellsACommandThatLacksSomethingFromOneThatFailed(String typed) throws IOException {
    Files.writeString(shell.path("rule.yaml"), "expiration: 1");

    assertThat(shell.run(typed.split(" ")).code()).isEqualTo(2);
  }

  @Test
  void printsATokenThatOpensTheApi() {
    String token = say("token").strip();

    assertThat(office.send(token, "GET", "/v1/serviceids", "").status()).isEqualTo(200);
    assertThat(office.send(token + "x", "GET", "/v1/serviceids", "").status()).isEqualTo(401);
  }

  @Test
  void saysWhoIsMeantWhenSeveralHaveTheName() {
    say("create service-id twin");
    say("create service-id twin");

    assertThat(refused("delete service-id twin"))
        .contains("Several are called twin")
        .contains("ServiceId-");
    assertThat(refused("delete service-id triplet")).contains("sekisho get service-ids");
  }

  @Test
  void namesTheServiceThatWasMeant() {
    assertThat(refused("create policy --user me --role Viewer --service iam-identiy"))
        .contains("Did you mean iam-identity?");
  }

  @Test
  void explainsWhatIsMissing() {
    say("create policy --profile reader --role Viewer --service is --description looking");
    Shell.Outcome outcome =
        shell.run(
            "explain", "access", "--who", "reader", "--action", "is.instance.instance.delete");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .startsWith("Denied: reader, is.instance.instance.delete.\n")
        .contains("Roles that grant it: ")
        .contains("(looking):");
  }

  @Test
  void pagesThroughMoreThanOnePageHas() {
    for (int i = 0; i < 25; i++) {
      say("create service-id robot-" + i);
    }

    assertThat(say("get service-ids -o name").lines()).hasSize(25).doesNotHaveDuplicates();
  }

  private JsonNode json(String typed, int code) {
    Shell.Outcome outcome = shell.run((typed + " -o json").split(" "));
    assertThat(outcome.code()).isEqualTo(code);
    return Json.mapper().readTree(outcome.out());
  }

  /// Which ids are given out, and when, is not what this text is about.
  private String plain(String printed) {
    return printed
        .replace(office.url(), "https://127.0.0.1:8443")
        .replaceAll("\\b[0-9a-f]{32}\\b", "0".repeat(32))
        .replaceAll(
            "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "00000000-0000-0000-0000-000000000000")
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+(Z|\\+0000)", "2026-11-26T12:00:00Z");
  }
}
