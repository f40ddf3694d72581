package io.sekisho.store;

import io.sekisho.credential.Holder;
import io.sekisho.document.Codec;
import io.sekisho.iam.AccountId;
import io.sekisho.token.Session;
import io.sekisho.token.Session.Refresh;
import io.sekisho.token.SessionStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Sessions of those who logged in. One that ended is not there any more: of its tokens nothing has
/// to be known but that.
final class SqlLogins implements SessionStore {
  /// For how long after its refresh token a session is kept: as long as an access token lives.
  private static final Duration LAST_TOKEN = Duration.ofHours(1);

  private static final String ROW =
      "SELECT l.id, l.created_at, l.expires_at, l.last_used_at, l.refresh_family, l.refresh_hash,"
          + " l.refresh_expires, l.holder, (SELECT count(*) FROM logins n"
          + " WHERE n.account = l.account AND n.identity = l.identity"
          + " AND (n.created_at > l.created_at OR (n.created_at = l.created_at AND n.id > l.id)))"
          + " FROM logins l ";

  private final Sessions sessions;

  SqlLogins(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public void begin(Session session, int most) {
    Holder holder = session.holder();
    sessions.write(
        connection -> {
          Sql.update(
              connection,
              "INSERT INTO logins VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
              session.id(),
              holder.account(),
              session.identity(),
              session.profile(),
              holder.basis().apiKey().orElse(""),
              session.createdAt(),
              session.expiresAt(),
              session.lastUsedAt(),
              session.refresh().family(),
              session.refresh().hash(),
              session.refresh().expiresAt(),
              Codec.write(holder));
          return endOldest(connection, holder.account(), session.identity(), most);
        });
  }

  /// Two that begin at once may each not see the other, and leave one too many: that one is told by
  /// how many are newer, and ends when it is used.
  private static int endOldest(Connection connection, AccountId account, String identity, int most)
      throws SQLException {
    return Sql.update(
        connection,
        "DELETE FROM logins WHERE account = ? AND identity = ? AND id NOT IN (SELECT id FROM logins"
            + " WHERE account = ? AND identity = ? ORDER BY created_at DESC, id DESC LIMIT ?)",
        account,
        identity,
        account,
        identity,
        most);
  }

  @Override
  public Optional<Session> find(String id) {
    return sessions.read(
        connection -> Sql.one(connection, SqlLogins::session, ROW + "WHERE l.id = ?", id));
  }

  @Override
  public List<Session> of(AccountId account, String identity) {
    String where = "WHERE l.account = ? AND l.identity = ? ORDER BY l.created_at DESC, l.id DESC";
    return sessions.read(
        connection -> Sql.all(connection, SqlLogins::session, ROW + where, account, identity));
  }

  @Override
  public boolean rotate(String id, String from, Refresh to, Instant now) {
    return update(
            "UPDATE logins SET refresh_hash = ?, refresh_expires = ?, last_used_at = ?"
                + " WHERE id = ? AND refresh_hash = ?",
            to.hash(),
            to.expiresAt(),
            now,
            id,
            from)
        == 1;
  }

  @Override
  public void used(String id, Instant at) {
    update("UPDATE logins SET last_used_at = ? WHERE id = ? AND last_used_at < ?", at, id, at);
  }

  @Override
  public boolean end(String id) {
    return update("DELETE FROM logins WHERE id = ?", id) == 1;
  }

  @Override
  public void endOf(AccountId account, String what) {
    String where = "DELETE FROM logins WHERE account = ? AND ? IN (identity, profile, api_key)";
    String any =
        "SELECT count(*) FROM logins WHERE account = ? AND ? IN (identity, profile, api_key)";
    if (what.isEmpty()) {
      return; // which is what stands where a session has no profile or API key
    }
    // Mostly there are none, and then nothing has to wait for the disk.
    if (sessions.read(connection -> Sql.number(connection, any, account, what)) > 0) {
      update(where, account, what);
    }
  }

  @Override
  public boolean first(String once, Instant until) {
    return update("INSERT INTO used_once VALUES (?, ?) ON CONFLICT (hash) DO NOTHING", once, until)
        == 1;
  }

  @Override
  public void sweep(Instant now) {
    String over = "expires_at < ? OR refresh_expires < ?";
    Instant last = now.minus(LAST_TOKEN);
    String count =
        "SELECT (SELECT count(*) FROM logins WHERE "
            + over
            + ")"
            + " + (SELECT count(*) FROM used_once WHERE forget_at < ?)";
    if (sessions.read(connection -> Sql.number(connection, count, now, last, now)) > 0) {
      sessions.write(
          connection ->
              Sql.update(connection, "DELETE FROM logins WHERE " + over, now, last)
                  + Sql.update(connection, "DELETE FROM used_once WHERE forget_at < ?", now));
    }
  }

  private int update(String sql, Object... values) {
    return sessions.write(connection -> Sql.update(connection, sql, values));
  }

  private static Session session(ResultSet row) throws SQLException {
    return new Session(
        row.getString(1),
        new Codec().read(Holder.class, row.getString(8)),
        Instant.parse(row.getString(2)),
        Instant.parse(row.getString(3)),
        Instant.parse(row.getString(4)),
        new Refresh(row.getString(5), row.getString(6), Instant.parse(row.getString(7))),
        row.getInt(9));
  }
}
