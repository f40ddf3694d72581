package io.sekisho.store;

import io.sekisho.audit.Chain;
import io.sekisho.audit.Draft;
import io.sekisho.audit.Entry;
import io.sekisho.audit.Head;
import io.sekisho.control.Store.Audit;
import io.sekisho.iam.AccountId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The audit trail. Whoever appends holds the row that counts its records, so that the chain has no
/// branches; records without a change hold nothing else.
final class Trail {
  private static final String RECORD = "sequence, at, account, target, action, body, hash, seal";
  private static final String COUNTER = "SELECT value FROM counters WHERE name = 'audit'";

  private final Sessions sessions;
  private final Chain chain;

  Trail(Sessions sessions, Chain chain) {
    this.sessions = sessions;
    this.chain = chain;
  }

  /// Appends records within a write.
  void append(Connection connection, List<Audit> records) throws SQLException {
    if (records.isEmpty()) {
      return;
    }
    long last = Sql.number(connection, COUNTER + sessions.database().dialect().locking());
    Head end = Sql.one(connection, Trail::entry, newest()).map(Entry::head).orElse(Head.GENESIS);
    // Should the end have been cut off, numbers go on where they were: the gap is there to be
    // found.
    Head head = new Head(Math.max(last, end.sequence()), end.hash(), end.seal());
    List<Draft> drafts = records.stream().map(Trail::draft).toList();
    for (Entry entry : chain.extend(head, drafts)) {
      Sql.update(
          connection,
          "INSERT INTO audit_log (" + RECORD + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
          entry.sequence(),
          entry.at(),
          entry.account(),
          entry.target(),
          entry.action(),
          entry.body(),
          entry.hash(),
          entry.seal());
    }
    Sql.update(
        connection,
        "UPDATE counters SET value = ? WHERE name = 'audit'",
        head.sequence() + records.size());
  }

  /// Appends records in a write of their own, and returns when they are durable.
  void append(List<Audit> records) {
    sessions.write(
        connection -> {
          append(connection, records);
          return records;
        });
  }

  /// Whether anything was ever recorded, although it may be gone.
  static boolean begun(Connection connection) throws SQLException {
    String any = "SELECT count(*) FROM (SELECT 1 FROM audit_log LIMIT 1) AS newest";
    return Sql.number(connection, COUNTER) > 0 || Sql.number(connection, any) > 0;
  }

  /// Schema 1 of SQLite had records without a chain.
  void adoptUnchained() {
    String looking = "SELECT count(*) FROM sqlite_master WHERE name = 'audit_log_unchained'";
    if (sessions.read(connection -> Sql.number(connection, looking)) == 0) {
      return;
    }
    sessions.write(
        connection -> {
          append(
              connection,
              Sql.all(
                  connection,
                  row ->
                      new Audit(
                          Instant.parse(row.getString("at")),
                          new AccountId(row.getString("account")),
                          row.getString("target"),
                          row.getString("action"),
                          row.getString("body")),
                  "SELECT * FROM audit_log_unchained ORDER BY revision, entry"));
          return Sql.update(connection, "DROP TABLE audit_log_unchained");
        });
  }

  List<Entry> of(AccountId account, Optional<String> target, long after, int most) {
    String sql = "SELECT " + RECORD + " FROM audit_log WHERE account = ?";
    String rest = " AND sequence > ? ORDER BY sequence LIMIT " + most;
    return sessions.read(
        connection ->
            target.isPresent()
                ? Sql.all(
                    connection,
                    Trail::entry,
                    sql + " AND target = ?" + rest,
                    account,
                    target.get(),
                    after)
                : Sql.all(connection, Trail::entry, sql + rest, account, after));
  }

  List<Entry> all(long after, int most) {
    String sql =
        "SELECT " + RECORD + " FROM audit_log WHERE sequence > ? ORDER BY sequence LIMIT " + most;
    return sessions.read(connection -> Sql.all(connection, Trail::entry, sql, after));
  }

  Head head() {
    return sessions.read(
        connection ->
            Sql.one(connection, Trail::entry, newest()).map(Entry::head).orElse(Head.GENESIS));
  }

  private static String newest() {
    return "SELECT " + RECORD + " FROM audit_log ORDER BY sequence DESC LIMIT 1";
  }

  private static Draft draft(Audit record) {
    return new Draft(
        record.at(), record.account(), record.target(), record.action(), record.body());
  }

  /// As it stands there, whatever somebody made of it.
  private static Entry entry(ResultSet row) throws SQLException {
    return new Entry(
        row.getLong("sequence"),
        Instant.parse(row.getString("at")),
        row.getString("account"),
        row.getString("target"),
        row.getString("action"),
        row.getString("body"),
        row.getString("hash"),
        row.getString("seal"));
  }
}
