package io.sekisho.store;

import io.sekisho.audit.Chain;
import io.sekisho.audit.Head;
import io.sekisho.control.Kind;
import io.sekisho.control.Store;
import io.sekisho.iam.AccountId;
import io.sekisho.problem.Outcome;
import io.sekisho.token.SessionStore;
import io.sekisho.vpc.Snapshot.Contents;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Everything in one SQL database, of either kind, in the same words.
public final class SqlStore implements Store, AutoCloseable {
  static final String MIGRATIONS = "/io/sekisho/store/migrations";
  static final String REVISION = "SELECT value FROM counters WHERE name = 'revision'";

  private final Database database;
  private final Sessions sessions;
  private final Trail trail;
  private final InstantSource clock;
  private final Bell bell = new Bell();

  /// Writers of this process queue here, rather than each with a connection to the server.
  private final ReentrantLock writer = new ReentrantLock();

  SqlStore(Sessions sessions, Chain chain, InstantSource clock) {
    this.database = sessions.database();
    this.sessions = sessions;
    this.trail = new Trail(sessions, chain);
    this.clock = clock;
  }

  /// Gives records of an older schema their place in the chain.
  void adoptUnchained() {
    if (database.dialect() == Dialect.SQLITE) {
      trail.adoptUnchained();
    }
  }

  @Override
  public Saved load() {
    return sessions.readFrozen(
        connection -> {
          Codec codec = new Codec();
          String declared =
              Kind.DECLARED.stream()
                  .map(kind -> "'" + kind + "'")
                  .collect(Collectors.joining(", "));
          List<Object> resources =
              Sql.all(
                  connection,
                  row -> codec.read(Kind.valueOf(row.getString(1)), row.getString(2)),
                  "SELECT kind, body FROM resources WHERE kind IN ("
                      + declared
                      + ") ORDER BY made_in, made_as");
          return new Saved(
              Sql.number(connection, REVISION),
              Contents.of(resources),
              SqlTransaction.counters(connection));
        });
  }

  @Override
  public long revision() {
    return sessions.read(connection -> Sql.number(connection, REVISION));
  }

  @Override
  public Documents in(AccountId account) {
    return new SqlDocuments(sessions, account);
  }

  @Override
  public Optional<Document> apiKey(String hash) {
    String sql =
        "SELECT " + SqlDocuments.LABEL + ", revision, body FROM resources WHERE secret_hash = ?";
    return sessions.read(connection -> Sql.one(connection, SqlDocuments::document, sql, hash));
  }

  @Override
  public List<Changed> changes(long after, int most) {
    return sessions.read(
        connection -> ChangeLog.after(connection, after, Sql.number(connection, REVISION), most));
  }

  @Override
  public void await(long after, Duration most) throws InterruptedException {
    database.follow(bell);
    bell.ring(revision());
    bell.await(after, most);
  }

  @Override
  public <T> Outcome<T> write(Function<Transaction, Outcome<T>> work) {
    long[] revision = {0};
    writer.lock();
    try {
      Outcome<T> outcome =
          sessions.write(
              connection -> transact(connection, work, revision),
              done -> done instanceof Outcome.Granted<T>);
      bell.ring(outcome instanceof Outcome.Granted<T> ? revision[0] : 0);
      return outcome;
    } finally {
      writer.unlock();
    }
  }

  private <T> Outcome<T> transact(
      Connection connection, Function<Transaction, Outcome<T>> work, long[] revision)
      throws SQLException {
    Instant now = clock.instant();
    SqlTransaction transaction = SqlTransaction.begin(database.dialect(), connection, now);
    Outcome<T> outcome = work.apply(transaction);
    if (outcome instanceof Outcome.Granted<T>) {
      revision[0] = transaction.finish(trail);
    }
    return outcome;
  }

  @Override
  public void audit(List<Audit> records) {
    trail.append(records);
  }

  @Override
  public List<io.sekisho.audit.Entry> auditOf(
      AccountId account, Optional<String> target, long after, int most) {
    return trail.of(account, target, after, most);
  }

  @Override
  public List<io.sekisho.audit.Entry> auditTrail(long after, int most) {
    return trail.all(after, most);
  }

  @Override
  public Head auditHead() {
    return trail.head();
  }

  /// Where sessions of those who logged in are kept.
  public SessionStore logins() {
    return new SqlLogins(sessions);
  }

  @Override
  public List<OperatorKey> operatorKeys() {
    return sessions.read(
        connection ->
            Sql.all(
                connection,
                row ->
                    new OperatorKey(
                        row.getString(1), row.getString(2), Instant.parse(row.getString(3))),
                "SELECT name, hash, created_at FROM operator_keys"));
  }

  @Override
  public void addOperatorKey(OperatorKey key) {
    sessions.write(
        connection ->
            Sql.update(
                connection,
                "INSERT INTO operator_keys VALUES (?, ?, ?)",
                key.name(),
                key.hash(),
                key.createdAt()));
  }

  /// Writes everything, as of one moment, to one file that is not there yet, while others read and
  /// write. Secrets in it are sealed: whoever restores it needs the key file, too.
  ///
  /// @throws StoreFailure if it can't; then there is no such file
  public void backup(Path file) {
    Copies.backup(database::copyTo, file);
  }

  @Override
  public void close() {
    database.close();
  }
}
