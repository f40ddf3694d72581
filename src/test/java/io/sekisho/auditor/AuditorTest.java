package io.sekisho.auditor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.api.AuditRoutes;
import io.sekisho.api.Operators;
import io.sekisho.api.TestIdentity;
import io.sekisho.audit.Head;
import io.sekisho.cli.Cli;
import io.sekisho.client.Environment;
import io.sekisho.control.Ledger;
import io.sekisho.control.OperatorKeys;
import io.sekisho.control.Store.Audit;
import io.sekisho.control.Store.OperatorKey;
import io.sekisho.credential.TrailKey;
import io.sekisho.iam.AccountId;
import io.sekisho.store.StateDirectory;
import io.sekisho.web.Limits;
import io.sekisho.web.Server;
import io.sekisho.web.Settings;
import io.sekisho.wire.Json;
import io.sekisho.witness.AuditTrail;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// `sekisho audit …` against a real server with a real store, and against what is left of them.
class AuditorTest {
  private static final Instant NOW = Instant.parse("2026-11-26T05:06:07.89Z");
  private static final AccountId ACME = new AccountId("a".repeat(32));
  private static final AccountId OTHER = new AccountId("b".repeat(32));
  private static final TestIdentity IDENTITY = TestIdentity.loopback();

  @TempDir Path folder;
  private StateDirectory state;
  private Server server;
  private Map<String, String> variables = Map.of();
  private String in = "";

  private record Ran(int code, String out, String err) {}

  @BeforeEach
  void open() throws IOException {
    state =
        StateDirectory.open(
            StateDirectory.Place.at(folder.resolve("state")),
            (secrets, begun) -> TrailKey.open(secrets, begun)::sign);
    InstantSource clock = InstantSource.fixed(NOW);
    String key = "sekisho_" + "k".repeat(43);
    state.store().addOperatorKey(new OperatorKey("first", sha256(key), NOW), List.of());
    OperatorKeys keys =
        new OperatorKeys(new Ledger(state.store(), clock, _ -> {}), new SecureRandom());
    AuditRoutes routes =
        new AuditRoutes(
            new AuditTrail(state.store()), TrailKey.open(state.secrets(), true).publicPem());
    server =
        Server.at(Settings.local(0), Limits.DEFAULT)
            .serving(IDENTITY.keys(), routes.table(), new Operators(keys), _ -> {}, clock)
            .listen();
    Files.writeString(folder.resolve("ca.pem"), IDENTITY.pem());
    variables =
        Map.of(
            "SEKISHO_HOME",
            folder.resolve("home").toString(),
            "SEKISHO_URL",
            "https://127.0.0.1:" + server.port(),
            "SEKISHO_KEY",
            key,
            "SEKISHO_CA",
            "ca.pem");
    state.store().audit(List.of(audit(ACME, "one"), audit(OTHER, "two"), audit(ACME, "three")));
    state.store().audit(List.of(audit(ACME, "four")));
  }

  @AfterEach
  void close() {
    server.close();
    state.close();
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static Audit audit(AccountId account, String target) {
    String body =
        """
        {"action":"iam-am.policy.create","outcome":"success","initiator":{"name":"first",\
        "host":{"address":"192.0.2.7"}},"target":{"name":"%s"},"correlationId":"trace"}"""
            .formatted(target);
    return new Audit(NOW, account, target, "iam-am.policy.create", body);
  }

  private Ran run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Environment environment =
        new Environment(
            variables,
            new ByteArrayInputStream(in.getBytes(UTF_8)),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            folder);
    CommandLine sekisho = Cli.bare(environment);
    sekisho.addSubcommand(AuditCommand.commandLine(environment));
    List<String> all = new ArrayList<>(List.of("audit"));
    all.addAll(List.of(arguments));
    int code = Cli.equip(sekisho, environment).execute(all.toArray(String[]::new));
    return new Ran(code, out.toString(UTF_8), err.toString(UTF_8));
  }

  private String good(String... arguments) {
    Ran ran = run(arguments);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isZero();
    return ran.out();
  }

  private String bad(String... arguments) {
    Ran ran = run(arguments);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isEqualTo(1);
    return ran.out();
  }

  private String mistyped(String... arguments) {
    Ran ran = run(arguments);
    assertThat(ran.code()).isEqualTo(2);
    return ran.err();
  }

  private void tamper(String... statements) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("state/state.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TRIGGER audit_log_is_append_only");
      statement.execute("DROP TRIGGER audit_log_forgets_nothing");
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  @Nested
  class Ls {
    @Test
    void showsTheNewest() {
      assertThat(good("ls").lines())
          .containsExactly(
              "NUMBER   AT                         ACTION                 OUTCOME   WHO     TARGET",
              "1        2026-11-26T05:06:07.890Z   iam-am.policy.create   success   first   one",
              "2        2026-11-26T05:06:07.890Z   iam-am.policy.create   success   first   two",
              "3        2026-11-26T05:06:07.890Z   iam-am.policy.create   success   first   three",
              "4        2026-11-26T05:06:07.890Z   iam-am.policy.create   success   first   four");
      assertThat(good("ls", "--limit", "1")).contains("four").doesNotContain("three");
    }

    @Test
    void findsByAccountTargetActionAndNumber() {
      assertThat(good("ls", "--account", OTHER.value())).contains("two").doesNotContain("three");
      assertThat(good("ls", "--target", "three", "-o", "wide"))
          .contains("three", "192.0.2.7", "trace", ACME.value())
          .doesNotContain("four");
      assertThat(good("ls", "--action", "is.vpc.vpc.create")).doesNotContain("one");
      assertThat(good("ls", "--after", "3")).contains("four").doesNotContain("three");
      assertThat(good("ls", "--after", "3", "-o", "json")).contains("\"sequence\" : 4");
    }

    @Test
    void readsOnOverManyPages() {
      for (int i = 0; i < 2_500; i += 500) {
        List<Audit> many = new ArrayList<>();
        for (int j = 0; j < 500; j++) {
          many.add(audit(j % 2 == 0 ? ACME : OTHER, "many"));
        }
        state.store().audit(many);
      }
      assertThat(good("ls", "--limit", "5000").lines()).hasSize(2_505);
      assertThat(
              good("ls", "--target", "many", "--account", OTHER.value(), "--limit", "5000").lines())
          .hasSize(1_251);
      assertThat(good("ls", "--target", "many", "--limit", "1100").lines()).hasSize(1_101);
      assertThat(good("export").lines()).hasSize(2_504);
      assertThat(good("verify")).contains("2504 records, and nobody");
    }

    @Test
    void saysWhatIsWrongWithAQuestion() {
      assertThat(run("ls", "--after", "-1").err()).contains("number");
    }
  }

  @Nested
  class Verify {
    @Test
    void saysThatAllIsWell() {
      Head head = state.store().auditHead();
      assertThat(good("verify").lines())
          .containsExactly(
              "4 records, and nobody edited, removed, inserted or moved one.",
              "Head: " + head.note());
    }

    @Test
    void findsWhatWasDoneInTheDatabase() throws SQLException {
      tamper("UPDATE audit_log SET body = '{}' WHERE sequence = 4");
      assertThat(bad("verify"))
          .contains("Record 4 was edited", "backup", "findings about what was done to them: 1");
    }

    @Test
    void findsALineBreakInARecord() throws SQLException {
      tamper("UPDATE audit_log SET body = '{}' || char(10) || '{}' WHERE sequence = 4");
      assertThat(bad("verify")).contains("Record 4 was edited");
      assertThat(good("ls")).contains("4 ");
    }

    @Test
    void remembersHowFarTheTrailWent() throws SQLException {
      good("verify");
      tamper("DELETE FROM audit_log WHERE sequence = 4");
      assertThat(bad("verify"))
          .contains("Record 4 was there, and is no more", "audit-heads", "set up anew");
    }

    @Test
    void comparesWithAHeadFromElsewhere() throws SQLException {
      Head head = state.store().auditHead();
      tamper("DELETE FROM audit_log WHERE sequence = 4");
      assertThat(good("verify")).contains("3 records");
      assertThat(bad("verify", "--expect", head.note())).contains("Record 4 was there");
      assertThat(good("verify", "--expect", state.store().auditHead().note())).contains("nobody");
      assertThat(mistyped("verify", "--expect", "nonsense")).contains("--expect");
    }

    @Test
    void takesTheKeyFromAFileWhenTold() throws IOException {
      Files.writeString(folder.resolve("audit.pem"), good("key"));
      assertThat(good("verify", "--key", "audit.pem")).contains("nobody");
      Files.writeString(folder.resolve("no.pem"), "no key");
      assertThat(mistyped("verify", "--key", "no.pem")).contains("sekisho audit key");
    }
  }

  @Nested
  class AnExport {
    @BeforeEach
    void export() throws IOException {
      Files.writeString(folder.resolve("trail.jsonl"), good("export"));
      Files.writeString(folder.resolve("audit.pem"), good("key"));
      server.close();
    }

    @Test
    void isVerifiedWithoutAServer() {
      assertThat(good("verify", "--file", "trail.jsonl", "--key", "audit.pem"))
          .contains("4 records, and nobody");
      assertThat(mistyped("verify", "--file", "trail.jsonl")).contains("--key");
      assertThat(mistyped("verify", "--file", "no.jsonl", "--key", "audit.pem"))
          .contains("Can't read no.jsonl");
    }

    @Test
    void isReadFromStandardInput() throws IOException {
      in = Files.readString(folder.resolve("trail.jsonl"));
      assertThat(good("verify", "--file", "-", "--key", "audit.pem")).contains("4 records");
    }

    @Test
    void thatWasChangedIsFound() throws IOException {
      Path file = folder.resolve("trail.jsonl");
      Files.writeString(file, Files.readString(file).replace("192.0.2.7", "192.0.2.8"));
      assertThat(bad("verify", "--file", "trail.jsonl", "--key", "audit.pem"))
          .contains("Each of records 1 to 4 was edited");
    }

    @Test
    void isOneJsonObjectALine() throws IOException {
      assertThat(Files.readAllLines(folder.resolve("trail.jsonl")))
          .hasSize(4)
          .allSatisfy(
              line ->
                  assertThat(Json.mapper().readTree(line).at("/event/outcome").asString())
                      .isEqualTo("success"));
    }
  }
}
