package io.sekisho.store;

import io.sekisho.control.Store.Changed;
import io.sekisho.control.Store.Entry;
import io.sekisho.control.Store.Label;
import io.sekisho.control.StoreGap;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// Reads what happened. Revisions are counted in the transaction that writes them and each has an
/// entry, so that a reader who goes on from a revision misses nothing, and notices if it would.
final class ChangeLog {
  private ChangeLog() {}

  /// @param last the revision that there is; later entries are left out
  /// @param most about how many; a single revision may have more
  static List<Changed> after(Connection connection, long after, long last, int most)
      throws SQLException {
    if (after == last) {
      return List.of();
    }
    String sql =
        "SELECT revision, at, "
            + SqlDocuments.LABEL
            + ", body FROM change_log WHERE revision > ? AND revision <="
            + " (SELECT max(revision) FROM (SELECT revision FROM change_log WHERE revision > ?"
            + " AND revision <= ? ORDER BY revision, entry LIMIT %d) AS first) ORDER BY revision, entry"
                .formatted(most);
    List<Changed> found = Sql.all(connection, ChangeLog::changed, sql, after, after, last);
    if (found.isEmpty() || found.getFirst().revision() != after + 1) {
      throw new StoreGap(after);
    }
    return found;
  }

  private static Changed changed(ResultSet row) throws SQLException {
    Label label = SqlDocuments.label(row);
    String body = row.getString("body");
    Entry entry =
        body == null
            ? new Entry.Delete(label)
            : new Entry.Put(label, new Codec().read(label.kind(), body));
    return new Changed(row.getLong("revision"), Instant.parse(row.getString("at")), entry);
  }
}
