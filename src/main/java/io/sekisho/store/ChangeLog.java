package io.sekisho.store;

import io.sekisho.control.Store.Changed;
import io.sekisho.control.Store.Entry;
import io.sekisho.control.Store.Feed;
import io.sekisho.control.Store.Label;
import io.sekisho.control.Store.Retention;
import io.sekisho.control.StoreGap;
import io.sekisho.document.Codec;
import io.sekisho.iam.AccountId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads what happened, and forgets what is long past. Revisions are counted in the transaction
/// that writes them and each has an entry, so that a reader who goes on from a revision misses
/// nothing, and notices if it would.
final class ChangeLog {
  private static final String TRIMMED = "SELECT value FROM counters WHERE name = 'trimmed'";

  /// How many entries are forgotten in one transaction: writers wait for it.
  private static final int STEP = 5_000;

  private ChangeLog() {}

  /// @param account of which one alone; empty for all
  /// @param last the revision that there is; later entries are left out
  /// @param most about how many; a single revision may have more
  static Feed after(
      Connection connection, Optional<AccountId> account, long after, long last, int most)
      throws SQLException {
    List<Changed> found = after == last ? List.of() : read(connection, account, after, last, most);
    // Looked at last: what was trimmed before it was read is missed there, and found here.
    if (after > last || after < Sql.number(connection, TRIMMED)) {
      throw new StoreGap(after);
    }
    if (account.isEmpty() && after < last) {
      expectNext(found, after);
    }
    return new Feed(found.size() < most ? last : found.getLast().revision(), found);
  }

  private static List<Changed> read(
      Connection connection, Optional<AccountId> account, long after, long last, int most)
      throws SQLException {
    String whose = account.isPresent() ? " AND account = ?" : "";
    String sql =
        "SELECT revision, at, "
            + SqlDocuments.LABEL
            + ", body FROM change_log WHERE revision > ? AND revision <="
            + " (SELECT max(revision) FROM (SELECT revision FROM change_log WHERE revision > ?"
            + " AND revision <= ?%s ORDER BY revision, entry LIMIT %d) AS first)%s"
                .formatted(whose, most, whose)
            + " ORDER BY revision, entry";
    List<Object> values = new ArrayList<>(List.of(after, after, last));
    account.ifPresent(it -> values.addAll(List.of(it, it)));
    return Sql.all(connection, ChangeLog::changed, sql, values.toArray());
  }

  private static void expectNext(List<Changed> found, long after) {
    if (found.isEmpty() || found.getFirst().revision() != after + 1) {
      throw new StoreGap(after);
    }
  }

  /// Up to which revision nothing has to be kept. The last one always is.
  static long floor(Connection connection, Retention keep, Instant now) throws SQLException {
    long last = Sql.number(connection, SqlStore.REVISION);
    Optional<Long> young =
        Sql.one(
            connection,
            row -> row.getLong(1),
            "SELECT revision FROM change_log WHERE at >= ? ORDER BY revision LIMIT 1",
            now.minus(keep.age()));
    long tooMany =
        Sql.number(
            connection,
            "SELECT revision FROM change_log ORDER BY revision DESC, entry DESC LIMIT 1 OFFSET "
                + keep.entries());
    return Math.min(Math.max(young.orElse(last) - 1, tooMany), last - 1);
  }

  /// Forgets some of the oldest.
  ///
  /// @return whether there is more to forget up to that revision
  static boolean trim(Connection connection, long floor) throws SQLException {
    if (Sql.number(connection, TRIMMED) >= floor) {
      return false;
    }
    long some =
        Sql.number(
            connection,
            "SELECT max(revision) FROM (SELECT revision FROM change_log WHERE revision <= ?"
                + " ORDER BY revision, entry LIMIT %d) AS first".formatted(STEP),
            floor);
    // First the number: the database lets nothing go that is above it.
    Sql.update(connection, "UPDATE counters SET value = ? WHERE name = 'trimmed'", some);
    Sql.update(connection, "DELETE FROM change_log WHERE revision <= ?", some);
    return some < floor;
  }

  private static Changed changed(ResultSet row) throws SQLException {
    Label label = SqlDocuments.label(row);
    String body = row.getString("body");
    Entry entry =
        body == null
            ? new Entry.Delete(label)
            : new Entry.Put(label, new Codec().read(label.kind().type(), body));
    return new Changed(row.getLong("revision"), Instant.parse(row.getString("at")), entry);
  }
}
