package io.sekisho.store;

import io.sekisho.control.Kind;
import io.sekisho.control.Store.Audit;
import io.sekisho.control.Store.Changed;
import io.sekisho.control.Store.Documents;
import io.sekisho.control.Store.Entry;
import io.sekisho.control.Store.Label;
import io.sekisho.control.Store.Transaction;
import io.sekisho.document.Codec;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.ApiKey;
import io.sekisho.plan.Counters;
import io.sekisho.store.Sql.Reading;
import io.sekisho.store.Sql.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A write in the making: holds the row of the revision, which every write begins with.
final class SqlTransaction implements Transaction, Reading {
  private static final String PUT =
      "INSERT INTO resources (account, kind, id, name, unique_name, parent, description, created_at,"
          + " modified_at, secret_hash, revision, made_in, made_as, body)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
          + " ON CONFLICT (account, kind, id) DO UPDATE SET name = excluded.name,"
          + " unique_name = excluded.unique_name, parent = excluded.parent,"
          + " description = excluded.description, created_at = excluded.created_at,"
          + " modified_at = excluded.modified_at, secret_hash = excluded.secret_hash,"
          + " revision = excluded.revision, body = excluded.body";
  private static final String DELETE =
      "DELETE FROM resources WHERE account = ? AND kind = ? AND id = ?";
  private static final String LOG =
      "INSERT INTO change_log (revision, entry, at, account, kind, id, name, parent, description,"
          + " created_at, modified_at, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final int BEGINNING = 300;
  private static final String VPC_INDEX = "vpc_index";
  private static final String MARK = "mark";

  private final Dialect dialect;
  private final Connection connection;
  private final Instant at;
  private final long last;
  private final List<Audit> audits = new ArrayList<>();
  private long entries;

  private SqlTransaction(Dialect dialect, Connection connection, Instant at, long last) {
    this.dialect = dialect;
    this.connection = connection;
    this.at = at;
    this.last = last;
  }

  /// Begins a write, as soon as nobody else writes.
  static SqlTransaction begin(Dialect dialect, Connection connection, Instant at)
      throws SQLException {
    long last = Sql.number(connection, SqlStore.REVISION + dialect.locking());
    return new SqlTransaction(dialect, connection, at, last);
  }

  @Override
  public <T> T read(Work<T> work) {
    try {
      return work.on(connection);
    } catch (SQLException e) {
      throw new Sessions.Broken(e);
    }
  }

  @Override
  public long revision() {
    return last + 1;
  }

  @Override
  public Documents in(AccountId account) {
    return new SqlDocuments(this, account);
  }

  @Override
  public List<Changed> changesSince(long after) {
    return read(
        open -> ChangeLog.after(open, Optional.empty(), after, last, Integer.MAX_VALUE).changes());
  }

  @Override
  public void apply(Entry entry) {
    Optional<String> body =
        entry instanceof Entry.Put(_, Object value)
            ? Optional.of(Codec.write(value))
            : Optional.empty();
    read(
        open -> {
          switch (entry) {
            case Entry.Put put -> put(put, body.orElseThrow());
            case Entry.Delete(Label label) -> delete(label);
          }
          return log(entry.label(), body);
        });
    entries++;
  }

  private void put(Entry.Put put, String body) throws SQLException {
    Label label = put.label();
    Sql.update(
        connection,
        PUT,
        label.account(),
        label.kind(),
        label.id(),
        label.name(),
        label.kind().sharesNames() ? Optional.empty() : label.name(),
        label.parent(),
        beginning(label.description()),
        label.createdAt(),
        label.modifiedAt(),
        put.value() instanceof ApiKey key ? key.hash() : Optional.empty(),
        revision(),
        revision(),
        entries,
        body);
  }

  /// As much as it is sorted by: a whole one may be more than an index takes.
  private static String beginning(String description) {
    return description.codePointCount(0, description.length()) <= BEGINNING
        ? description
        : description.substring(0, description.offsetByCodePoints(0, BEGINNING));
  }

  private void delete(Label label) throws SQLException {
    if (Sql.update(connection, DELETE, label.account(), label.kind(), label.id()) != 1) {
      throw new IllegalStateException("there is no " + label.kind().words() + " " + label.id());
    }
    if (label.kind() == Kind.NODE) {
      NodeRows.forget(connection, label.id());
    }
  }

  private int log(Label label, Optional<String> body) throws SQLException {
    return Sql.update(
        connection,
        LOG,
        revision(),
        entries,
        at,
        label.account(),
        label.kind(),
        label.id(),
        label.name(),
        label.parent(),
        label.description(),
        label.createdAt(),
        label.modifiedAt(),
        body);
  }

  @Override
  public Counters counters() {
    return read(SqlTransaction::counters);
  }

  static Counters counters(Connection connection) throws SQLException {
    return new Counters((int) counter(connection, VPC_INDEX), (int) counter(connection, MARK));
  }

  private static long counter(Connection connection, String name) throws SQLException {
    return Sql.number(connection, "SELECT value FROM counters WHERE name = ?", name);
  }

  @Override
  public void counters(Counters counters) {
    set(VPC_INDEX, counters.vpcIndex());
    set(MARK, counters.mark());
  }

  private void set(String counter, long value) {
    read(open -> Sql.update(open, "UPDATE counters SET value = ? WHERE name = ?", value, counter));
  }

  @Override
  public void audit(Audit record) {
    audits.add(record);
  }

  /// Does what is left to do before the end.
  ///
  /// @return the revision that there is then
  long finish(Trail trail) throws SQLException {
    if (entries > 0) {
      set("revision", revision());
      dialect.announce(connection);
    }
    trail.append(connection, audits);
    return entries > 0 ? revision() : last;
  }
}
