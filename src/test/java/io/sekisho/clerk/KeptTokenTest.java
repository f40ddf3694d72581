package io.sekisho.clerk;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.cli.Shell;
import io.sekisho.client.AccessToken;
import io.sekisho.client.Context;
import io.sekisho.office.LiveOffice;
import io.sekisho.web.Https;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Commands log in once, not each anew.
class KeptTokenTest {
  @TempDir Path directory;

  private LiveOffice office;
  private Shell shell;
  private Path tokens;

  @BeforeEach
  void open() throws IOException {
    office = new LiveOffice();
    office.apply(Files.readString(Path.of("src/test/resources/api/fleet.yaml")));
    shell = new Shell(directory);
    tokens = shell.path("home/tokens.json");
    Files.writeString(shell.path("ca.pem"), office.ca());
    run("login", "--url", office.url(), "--ca", "ca.pem", "--key", office.operator);
  }

  @AfterEach
  void close() {
    office.close();
  }

  private String run(String... typed) {
    Shell.Outcome outcome = shell.run(typed);
    assertThat(outcome.err()).isEmpty();
    return outcome.out();
  }

  private String get(String account) {
    return run("get", "service-ids", "--account", account);
  }

  /// How many tokens were given out for keys.
  private long logins() {
    office.office.tally().settle();
    String path = "/sekisho/v1/audit?limit=1000&action=iam-identity.";
    return counted(path + "user-apikey.login") + counted(path + "serviceid-apikey.login");
  }

  /// What is counted is on record a moment later.
  private void expectLogins(long wanted) {
    long deadline = System.nanoTime() + 5_000_000_000L;
    long found = logins();
    while (found != wanted && System.nanoTime() < deadline) {
      found = logins();
    }
    assertThat(found).isEqualTo(wanted);
  }

  private long counted(String path) {
    JsonNode page = office.send(office.operator, "GET", path, "").json();
    assertThat(page.has("records")).as(page.toString()).isTrue();
    long count = 0;
    for (JsonNode entry : page.path("records")) {
      count += Long.parseLong(entry.at("/event/requestData/count").asString("1"));
    }
    return count;
  }

  @Test
  void manyCommandsAreOneLogin() throws IOException {
    for (int i = 0; i < 4; i++) {
      get("acme");
    }
    expectLogins(1);
    get("zeta");
    get("acme");
    expectLogins(2);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tokens)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(tokens)).doesNotContain(office.operator);
  }

  @Test
  void whatTheServerRefusesIsThrownAwayAndGotAnewOnce() throws IOException {
    get("acme");
    String good = Files.readString(tokens);
    String kept = good.replaceFirst("(\"token\" *: *\"[^\".]+\\.[^\".]+\\.)[^\"]+", "$1worthless");
    assertThat(kept).isNotEqualTo(good);
    Files.writeString(tokens, kept);
    get("acme");
    expectLogins(2);
    assertThat(Files.readString(tokens)).doesNotContain("worthless");
    get("acme");
    expectLogins(2);
  }

  @Test
  void aKeyThatIsGoneOpensNothingByWhatWasKept() throws IOException {
    AccessToken token =
        new AccessToken(
            new Context(office.url(), office.ca(), office.operator, Optional.of("acme")));
    String admin = token.value();
    String body =
        "{\"account_id\": \"%s\", \"name\": \"ci\", \"apikey\": {\"name\": \"k\"}}"
            .formatted(token.account());
    Https.Answer made = office.send(admin, "POST", "/v1/serviceids", body);
    String key = made.at("/apikey/apikey");
    run("login", "--url", office.url(), "--ca", "ca.pem", "--key", key, "--context", "ci");
    assertThat(Files.readString(tokens)).contains("token");
    office.send(admin, "DELETE", "/v1/serviceids/" + made.at("/id"), "");
    Shell.Outcome outcome = shell.run("get", "service-ids", "--context", "ci");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(Files.readString(tokens)).doesNotContain("token");
  }

  @Test
  void aFileThatOthersCanReadIsNotBelievedAndAForgottenContextLeavesNothing() throws IOException {
    get("acme");
    get("zeta");
    Files.setPosixFilePermissions(tokens, PosixFilePermissions.fromString("rw-r--r--"));
    get("acme");
    expectLogins(3);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tokens)))
        .isEqualTo("rw-------");
    Files.writeString(tokens, "nonsense");
    get("acme");
    expectLogins(4);
    run("context", "rm", "default");
    assertThat(Files.readString(tokens)).doesNotContain("token");
  }

  @Test
  void whatIsPrintedForOthersHasItsWholeLifeBeforeIt() {
    get("acme");
    String first = run("token", "--account", "acme");
    assertThat(run("token", "--account", "acme")).isNotEqualTo(first);
    expectLogins(3);
    get("acme");
    expectLogins(3);
  }
}
