package io.sekisho.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.api.LiveApi;
import io.sekisho.wire.Attachment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every command against the real API.
class CommandsTest {
  @TempDir Path directory;

  private LiveApi api;
  private Shell shell;

  @BeforeEach
  void open() throws IOException {
    api = new LiveApi();
    shell = new Shell(directory);
    Files.copy(Path.of("src/test/resources/api/fleet.yaml"), shell.path("fleet.yaml"));
    Files.writeString(shell.path("ca.pem"), api.ca());
    run("login", "--url", api.url(), "--ca", "ca.pem", "--key", api.key);
  }

  @AfterEach
  void close() {
    api.close();
  }

  private String run(String... arguments) {
    Shell.Outcome outcome = shell.run(arguments);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    return outcome.out();
  }

  private String refused(String... arguments) {
    Shell.Outcome outcome = shell.run(arguments);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.code()).isEqualTo(1);
    return outcome.err();
  }

  private static String session(String typed, String printed) {
    return "$ sekisho " + typed + "\n" + withoutIds(printed) + "\n";
  }

  /// Which ids are given out is not what these texts are about.
  private static String withoutIds(String printed) {
    return printed
        .replaceAll("\\b[0-9a-f]{32}\\b", "0".repeat(32))
        .replaceAll(
            "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "00000000-0000-0000-0000-000000000000");
  }

  @Test
  void showsATour() throws IOException {
    String fleet = Files.readString(shell.path("fleet.yaml"));
    Files.writeString(
        shell.path("switched.yaml"),
        fleet.replace("https, response_hop_limit: 2", "http, response_hop_limit: 1"));
    api.attach(attachment());
    StringBuilder tour = new StringBuilder();
    for (String typed :
        List.of(
            "apply -f fleet.yaml --dry-run",
            "apply -f fleet.yaml",
            "apply -f fleet.yaml",
            "apply -f switched.yaml --dry-run",
            "get accounts",
            "get vpcs -o wide",
            "get subnets",
            "get keys",
            "get placement-groups",
            "get instances",
            "get instance acme/web-1 -o wide",
            "get bms",
            "get profiles",
            "set instance acme/web-1 --metadata-service on --protocol http --hop-limit 64",
            "set bare-metal-server db-1 --metadata-service on",
            "set account acme --metadata-service off",
            "get instances",
            "link reader web-2",
            "unlink acme/reader web-1",
            "revoke-tokens acme/web-1",
            "set instance acme/web-1 --seed on",
            "seed acme/web-1",
            "seed acme/web-1 --kernel",
            "delete instance web-2",
            "attachments",
            "attachments -o wide",
            "status")) {
      tour.append(session(typed, run(typed.split(" "))));
    }

    Golden.check("tour", tour.toString());
  }

  private static Attachment attachment() {
    return new Attachment(
        "acme",
        "web-1",
        "0717_1",
        "blue",
        "blue-a",
        "eth0",
        7,
        "sekisho-vpc-1",
        "tap7",
        "02:00:00:00:00:07",
        List.of("10.0.0.5"),
        "10.0.0.1",
        24,
        "https",
        2);
  }

  @Test
  void printsDocuments() {
    run("apply", "-f", "fleet.yaml");

    Golden.check(
        "documents",
        session("get account acme -o yaml", run("get", "account", "acme", "-o", "yaml"))
            + session("get account acme -o json", run("get", "account", "acme", "-o", "json"))
            + session("get profiles -o yaml", run("get", "profiles", "-o", "yaml")));
  }

  @Test
  void appliesStandardInput() throws IOException {
    shell.type(Files.readString(shell.path("fleet.yaml")));

    assertThat(run("apply", "-f", "-")).contains("created");
  }

  @Test
  void prunesOnlyWhenTold() throws IOException {
    run("apply", "-f", "fleet.yaml");
    String all = Files.readString(shell.path("fleet.yaml"));
    Files.writeString(shell.path("less.yaml"), all.replace("      - name: web-2\n", ""));

    assertThat(run("apply", "-f", "less.yaml")).contains("Nothing to change");
    assertThat(run("apply", "-f", "less.yaml", "--prune")).contains("deleted   instance   web-2");
  }

  @Test
  void tellsEveryMistakeOfAnInventory() throws IOException {
    Files.writeString(
        shell.path("bad.yaml"),
        """
        accounts:
          - name: acme
            instances:
              - name: web-1
                metadata_service: {enabled: maybe, response_hop_limit: 65}
        """);

    assertThat(refused("apply", "-f", "bad.yaml"))
        .startsWith("Refused, nothing was changed:\n  line 5, column ")
        .contains("line 5, column ")
        .contains("accounts[0].instances[0].metadata_service.enabled")
        .contains("accounts[0].instances[0].metadata_service.response_hop_limit");
  }

  @Test
  void saysWhyThereAreNoAttachments() {
    assertThat(run("attachments"))
        .isEqualTo(
            "No instance or bare metal server is served here: apply an inventory, or see those that are on nodes (sekisho node get NODE).\n");
    assertThat(run("attachments", "-o", "json")).isEqualTo("[ ]\n");
  }

  @Test
  void saysWhatIsNotThere() {
    assertThat(refused("get", "instance", "web-9")).contains("web-9");
    assertThat(refused("delete", "vpc", "none")).contains("none");
    assertThat(refused("revoke-tokens", "web-9")).contains("web-9");
    assertThat(refused("apply", "-f", "none.yaml")).startsWith("Can't read none.yaml");
  }

  @Test
  void saysWhichFileIsEmpty() throws IOException {
    Files.createFile(shell.path("empty.yaml"));

    assertThat(refused("apply", "-f", "empty.yaml")).startsWith("empty.yaml is empty: ");
    assertThat(refused("apply", "-f", "-")).startsWith("Standard input is empty: ");
  }

  @Test
  void saysWhichOptionIsForTheOtherKindOfServer() {
    run("apply", "-f", "fleet.yaml");

    assertThat(refused("revoke-tokens", "db-1"))
        .isEqualTo("db-1 is a bare metal server: add --bare-metal-server.\n");
    assertThat(refused("revoke-tokens", "web-2", "--bare-metal-server"))
        .isEqualTo("web-2 is an instance: leave --bare-metal-server out.\n");
    assertThat(run("revoke-tokens", "db-1", "--bare-metal-server")).contains("are revoked");
  }

  @Test
  void takesTheShortWordsEverywhere() {
    run("apply", "-f", "fleet.yaml");

    assertThat(run("set", "bms", "db-1", "--hop-limit", "3")).isEqualTo(run("get", "bms", "db-1"));
    assertThat(run("set", "vsi", "web-2", "--hop-limit", "3"))
        .isEqualTo(run("get", "vsi", "web-2"));
  }

  @Test
  void quotesNamesInPaths() {
    assertThat(refused("get", "instance", "a b/../c?d#e%")).contains("a b/../c?d#e%");
  }
}
