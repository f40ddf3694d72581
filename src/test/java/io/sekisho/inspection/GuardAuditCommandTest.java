package io.sekisho.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.client.Documents;
import io.sekisho.exposure.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What it is asked, and how it answers programs.
class GuardAuditCommandTest {
  private static final String MACHINES = "src/test/resources/guard-audit/";

  @TempDir private Path folder;

  @Test
  void exitsByTheWorstFindingAndWhatFails() {
    String machine = MACHINES + "ibm_deny_user";
    assertThat(Asked.audit("--root", machine, "--target", "ibm").exit()).isZero();
    assertThat(Asked.audit("--root", machine, "--target", "ibm", "--fail-on", "medium").exit())
        .isOne();
    assertThat(Asked.audit("--root", MACHINES + "nothing").exit()).isOne();
    assertThat(Asked.audit("--root", MACHINES + "nothing", "--fail-on", "never").exit()).isZero();
  }

  @Test
  void saysThatRulesWereNotReadAndClaimsNothingOfThem() {
    Asked asked = Asked.audit("--root", folder.toString());

    assertThat(asked.exit()).isEqualTo(2);
    assertThat(asked.out())
        .contains("Not read: rules: there is neither nft.json nor iptables-save in the folder")
        .contains("Nothing was found in what was read.")
        .doesNotContain("reaches");
  }

  @Test
  void auditsListingsAlone() {
    Asked asked =
        Asked.audit(
            "--iptables-save", MACHINES + "ibm_allow_user/iptables-save", "--target", "ibm");

    assertThat(asked.out())
        .contains("user 2001", "who routes through it", "udp-open: 169.254.169.254 UDP 80")
        .doesNotContain("high users-reach", "ipv6-open");
    assertThat(asked.exit()).isZero();
  }

  /// Neither is "no rules", nor rules that stop somebody.
  @Test
  void takesNoOtherFileForRulesAndNoHalfOfThem(@TempDir Path below) throws IOException {
    String whole = Files.readString(Path.of(MACHINES, "ibm_allow_user/iptables-save"));
    for (String text :
        List.of("# Read me\nsome words\n", whole.replace("COMMIT", ""), "COMMIT\n" + whole)) {
      Path file = Files.writeString(below.resolve("rules"), text);

      Asked asked = Asked.audit("--iptables-save", file.toString(), "--target", "ibm");

      assertThat(asked.exit()).as(text).isEqualTo(2);
      assertThat(asked.out()).contains("Not read: rules: iptables-save is");
    }
  }

  @Test
  void saysWhatWasMistyped() throws IOException {
    Path wrong = Files.writeString(folder.resolve("wrong.json"), "{\"nft\": []}");

    assertThat(Asked.audit("--nft-json", wrong.toString()).err())
        .contains("This is not what `nft -j list ruleset` prints.");
    assertThat(Asked.audit("--root", "not-there").err()).contains("there is no folder not-there");
    assertThat(Asked.audit("--root", MACHINES + "nothing", "--connect").exit()).isEqualTo(2);
    assertThat(Asked.audit("--root", MACHINES + "nothing", "--target", "0.0.0.0/0").err())
        .contains("is every address there is");
  }

  @Test
  void tellsProgramsWhoReachesWhat() {
    JsonNode tree = json("--root", MACHINES + "docker_user", "--target", "ibm", "-o", "json");

    assertThat(tree.path("complete").asBoolean()).isTrue();
    assertThat(tree.path("reach").valueStream())
        .anyMatch(
            it ->
                it.path("who").asString().equals("containers: docker0")
                    && it.path("way").asString().equals("stopped")
                    && it.path("by").asString().contains("DOCKER-USER"));
  }

  /// What the schema of SARIF 2.1.0 requires, and its closed lists of words.
  @Test
  void speaksSarif() {
    JsonNode log = json("--root", MACHINES + "exposed", "-o", "sarif");

    assertThat(log.path("version").asString()).isEqualTo("2.1.0");
    JsonNode run = log.path("runs").path(0);
    JsonNode driver = run.path("tool").path("driver");
    assertThat(driver.path("name").asString()).isNotBlank();
    List<String> rules =
        driver.path("rules").valueStream().map(it -> it.path("id").asString()).toList();
    assertThat(rules).hasSize(Finding.Kind.values().length).doesNotHaveDuplicates();
    assertThat(run.path("invocations").path(0).path("executionSuccessful").isBoolean()).isTrue();
    assertThat(run.path("results").valueStream())
        .isNotEmpty()
        .allSatisfy(
            it -> {
              assertThat(it.path("message").path("text").asString()).isNotBlank();
              assertThat(Set.of("none", "note", "warning", "error"))
                  .contains(it.path("level").asString());
              assertThat(rules.get(it.path("ruleIndex").asInt()))
                  .isEqualTo(it.path("ruleId").asString());
              assertThat(
                      it.path("locations")
                          .path(0)
                          .path("physicalLocation")
                          .path("artifactLocation")
                          .path("uri")
                          .asString())
                  .isNotBlank();
              assertThat(it.path("partialFingerprints").path("finding/v1").isString()).isTrue();
            });
    assertThat(run.path("results").valueStream())
        .anyMatch(it -> it.toString().contains("\"home/alice/.aws/credentials\""));
  }

  @Test
  void neverTellsASecret() {
    for (String format : List.of("table", "json", "sarif")) {
      assertThat(Asked.audit("--root", MACHINES + "exposed", "-o", format).out())
          .contains("a password's hash", "credentials")
          .doesNotContain("abcdefghij", "neither-is-this", "not-a-real-one");
    }
  }

  /// Neither a closed file nor one below a closed folder is open.
  @Test
  void takesAFileToBeReadableOnlyIfTheWayToItIsOpen() throws IOException {
    Path instance = Files.createDirectories(folder.resolve("var/lib/cloud/instances/i"));
    Path data = Files.writeString(instance.resolve("user-data.txt"), "password: hunter2hunter2\n");
    mode(data, "rw-r--r--");
    for (Path above = instance; !above.equals(folder); above = above.getParent()) {
      mode(above, "rwxr-xr-x");
    }
    assertThat(leaks()).contains("what is called a secret");

    mode(data, "rw-r-----");
    assertThat(leaks()).doesNotContain("user-data");

    mode(data, "rw-r--r--");
    mode(instance.getParent(), "rwxr-x---");
    assertThat(leaks()).doesNotContain("user-data");
  }

  private String leaks() {
    return Asked.audit("--root", folder.toString()).out();
  }

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private static JsonNode json(String... words) {
    return Documents.parse(Asked.audit(words).out().getBytes(StandardCharsets.UTF_8));
  }
}
