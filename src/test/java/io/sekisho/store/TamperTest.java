package io.sekisho.store;

import static io.sekisho.store.Papers.ACME;
import static io.sekisho.store.Papers.NOON;
import static io.sekisho.store.Papers.OTHER;
import static io.sekisho.store.Papers.audit;
import static io.sekisho.store.Papers.granted;
import static io.sekisho.store.Papers.serviceId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.audit.Chain;
import io.sekisho.audit.Draft;
import io.sekisho.audit.Entry;
import io.sekisho.audit.Finding;
import io.sekisho.audit.Head;
import io.sekisho.audit.SealKeys;
import io.sekisho.audit.Sealer;
import io.sekisho.audit.Verdict;
import io.sekisho.audit.Verifier;
import io.sekisho.control.Labels;
import io.sekisho.control.Store.Entry.Put;
import io.sekisho.iam.AccountId;
import io.sekisho.problem.Outcome;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What somebody who has the database, and not the key, does to the audit trail in it: records 1
/// and 2 are of one change, 3 to 6 came together without one, 7 and 8 each on its own.
@ParameterizedClass
@EnumSource(Lodging.Type.class)
class TamperTest {
  @Parameter Lodging.Type type;
  @TempDir Path folder;
  private Lodging lodging;
  private StateDirectory state;

  @BeforeEach
  void write() throws SQLException {
    lodging = type.in(folder);
    state = lodging.open();
    granted(
        state
            .store()
            .write(
                transaction -> {
                  transaction.apply(
                      new Put(Labels.of(serviceId(ACME, 1, "a")), serviceId(ACME, 1, "a")));
                  transaction.audit(audit(ACME, "one", "iam-identity.account-serviceid.create"));
                  transaction.audit(audit(ACME, "two", "iam-identity.account-serviceid.create"));
                  return Outcome.of("");
                }));
    state
        .store()
        .audit(
            List.of(
                audit(ACME, "three", "is.metadata.jwt-token.create"),
                audit(OTHER, "four", "is.metadata.jwt-token.create"),
                audit(ACME, "five", "is.metadata.jwt-token.create"),
                audit(OTHER, "six", "is.metadata.jwt-token.create")));
    more("seven");
    more("eight");
    assertThat(found()).isEmpty();
  }

  @AfterEach
  void close() {
    state.close();
  }

  private void more(String target) {
    state.store().audit(List.of(audit(ACME, target, "iam-am.policy.delete")));
  }

  @Test
  void theDatabaseItselfRefusesToForget() {
    assertThatThrownBy(
            () -> lodging.execute("UPDATE audit_log SET target = 'x' WHERE sequence = 5"))
        .hasMessageContaining("append-only");
    assertThatThrownBy(() -> lodging.execute("DELETE FROM audit_log WHERE sequence = 5"))
        .hasMessageContaining("append-only");
  }

  @Test
  void anEditedTextIsFound() throws SQLException {
    tamper("UPDATE audit_log SET body = '{\"action\":\"harmless\"}' WHERE sequence = 7");
    assertThat(found()).containsExactly("EDITED 7-7");
  }

  @Test
  void aRecordThatIsHiddenInAnotherAccountIsFound() throws SQLException {
    tamper("UPDATE audit_log SET account = '" + OTHER + "' WHERE sequence = 7");
    assertThat(found()).containsExactly("EDITED 7-7");
  }

  @Test
  void aRecordThatIsHiddenUnderAnotherTargetTimeOrActionIsFound() throws SQLException {
    tamper(
        "UPDATE audit_log SET target = 'x' WHERE sequence = 2",
        "UPDATE audit_log SET action = 'is.vpc.vpc.read' WHERE sequence = 7",
        "UPDATE audit_log SET at = '2025-11-23T12:00:00.123456789Z' WHERE sequence = 8");
    assertThat(found()).containsExactly("UNVOUCHED 1-1", "EDITED 2-2", "EDITED 7-8");
  }

  @Test
  void aRemovedRecordIsFound() throws SQLException {
    tamper("DELETE FROM audit_log WHERE sequence = 7");
    assertThat(found()).containsExactly("MISSING 7-7");
  }

  @Test
  void aRemovedRecordWithMendedNumbersIsFound() throws SQLException {
    tamper(
        "DELETE FROM audit_log WHERE sequence = 5",
        "UPDATE audit_log SET sequence = sequence + 1000 WHERE sequence > 5",
        "UPDATE audit_log SET sequence = sequence - 1001 WHERE sequence > 1000");
    assertThat(found())
        .containsExactly("UNVOUCHED 3-4", "EDITED 5-5", "FORGED 5-7", "RENUMBERED 6-7");
  }

  @Test
  void exchangedNumbersAreFound() throws SQLException {
    tamper(
        "UPDATE audit_log SET sequence = 1007 WHERE sequence = 7",
        "UPDATE audit_log SET sequence = 7 WHERE sequence = 8",
        "UPDATE audit_log SET sequence = 8 WHERE sequence = 1007");
    assertThat(found()).contains("EDITED 7-8");
  }

  @Test
  void aForeignTextIsFound() throws SQLException {
    tamper(
        "UPDATE audit_log SET body = (SELECT body FROM audit_log WHERE sequence = 1), action ="
            + " (SELECT action FROM audit_log WHERE sequence = 1) WHERE sequence = 8");
    assertThat(found()).containsExactly("EDITED 8-8");
  }

  @Test
  void anEditedSealIsFound() throws SQLException {
    tamper(
        "UPDATE audit_log SET seal = (SELECT seal FROM audit_log WHERE sequence = 7)"
            + " WHERE sequence = 8");
    assertThat(found()).containsExactly("FORGED 8-8");
  }

  @Test
  void anAppendedRecordIsFound() throws SQLException {
    insert(new Chain(_ -> "").extend(head(), List.of(invented())).getFirst());
    assertThat(found()).containsExactly("UNSEALED 9-9");
  }

  @Test
  void aRecordAppendedUnderAnotherKeyIsFound() throws Exception {
    insert(new Chain(anotherKey()).extend(head(), List.of(invented())).getFirst());
    assertThat(found()).containsExactly("FORGED 9-9");
  }

  @Test
  void aChainComputedAnewIsFound() throws SQLException {
    free();
    recompute(4, 8, _ -> Lodging.sealer().sign(new byte[0]));
    assertThat(found()).containsExactly("FORGED 3-8");
  }

  @Test
  void aChainComputedAnewWithAnotherKeyIsFound() throws Exception {
    free();
    Sealer another = anotherKey();
    recompute(1, 8, another);
    assertThat(found()).containsExactly("FORGED 1-8");
  }

  @Test
  void aCutEndIsFoundByWhoeverKeptTheHead() throws SQLException {
    Head kept = head();
    tamper("DELETE FROM audit_log WHERE sequence > 6");
    assertThat(found()).isEmpty();
    assertThat(found(kept)).containsExactly("CUT 7-8");
  }

  @Test
  void aCutEndThatTheProductGoesOnFromIsFoundWithoutKeepingAnything() throws SQLException {
    tamper("DELETE FROM audit_log WHERE sequence > 6");
    more("nine");
    assertThat(found()).containsExactly("MISSING 7-8");
  }

  @Test
  void aCutEndThatIsWrittenAnewIsFoundByWhoeverKeptTheHead() throws SQLException {
    Head kept = head();
    tamper(
        "DELETE FROM audit_log WHERE sequence > 6",
        type == Lodging.Type.SQLITE
            ? "DROP TRIGGER counters_only_grow"
            : "DROP TRIGGER counters_only_grow ON counters",
        "UPDATE counters SET value = 6 WHERE name = 'audit'");
    more("another seven");
    more("another eight");
    assertThat(found()).isEmpty();
    assertThat(found(kept)).containsExactly("REWRITTEN 8-8");
  }

  @Test
  void whatIsFoundSaysWhereAndWhatToDo() throws SQLException {
    tamper("DELETE FROM audit_log WHERE sequence = 7");
    Finding finding = verdict(List.of()).findings().getFirst();
    assertThat(finding.sentence()).isEqualTo("Record 7 is missing.");
    assertThat(finding.advice()).contains("backup");
  }

  private void free() throws SQLException {
    if (type == Lodging.Type.SQLITE) {
      lodging.execute("DROP TRIGGER audit_log_is_append_only");
      lodging.execute("DROP TRIGGER audit_log_forgets_nothing");
    } else {
      lodging.execute("DROP TRIGGER audit_log_is_append_only ON audit_log");
    }
  }

  private void tamper(String... statements) throws SQLException {
    free();
    for (String statement : statements) {
      lodging.execute(statement);
    }
  }

  /// Changes a record and all hashes and seals from there on.
  private void recompute(int from, int to, Sealer sealer) throws SQLException {
    List<Entry> trail = state.store().auditTrail(0, 100);
    Head before = from == 1 ? Head.GENESIS : trail.get(from - 2).head();
    for (Entry old : trail.subList(from - 1, to)) {
      String body = old.sequence() == from ? "{\"action\":\"harmless\"}" : old.body();
      Draft draft = new Draft(old.at(), account(old), old.target(), old.action(), body);
      Entry entry = new Chain(sealer).extend(before, List.of(draft)).getFirst();
      lodging.execute("DELETE FROM audit_log WHERE sequence = " + old.sequence());
      insert(entry);
      before = entry.head();
    }
  }

  private static AccountId account(Entry entry) {
    return new AccountId(entry.account());
  }

  private void insert(Entry entry) throws SQLException {
    try (Connection connection = lodging.connect();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO audit_log VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
      insert.setLong(1, entry.sequence());
      insert.setString(2, entry.at().toString());
      insert.setString(3, entry.account());
      insert.setString(4, entry.target());
      insert.setString(5, entry.action());
      insert.setString(6, entry.body());
      insert.setString(7, entry.hash());
      insert.setString(8, entry.seal());
      insert.executeUpdate();
    }
  }

  private static Draft invented() {
    return new Draft(NOON, ACME, "x", "iam-am.policy.create", "{\"action\":\"invented\"}");
  }

  private static Sealer anotherKey() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("EC").generateKeyPair();
    return text -> {
      try {
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(pair.getPrivate());
        signature.update(text);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    };
  }

  private Head head() {
    return state.store().auditHead();
  }

  private Verdict verdict(List<Head> known) {
    Verifier verifier = new Verifier(SealKeys.parse(Lodging.publicPem()), known);
    state.store().auditTrail(0, 100).forEach(verifier::add);
    return verifier.finish();
  }

  private List<String> found(Head... known) {
    return verdict(List.of(known)).findings().stream()
        .map(it -> "%s %d-%d".formatted(it.kind(), it.from(), it.to()))
        .toList();
  }
}
