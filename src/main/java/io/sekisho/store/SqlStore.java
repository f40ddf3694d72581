package io.sekisho.store;

import io.sekisho.audit.Head;
import io.sekisho.control.Kind;
import io.sekisho.control.Store;
import io.sekisho.document.Codec;
import io.sekisho.iam.AccountId;
import io.sekisho.problem.Outcome;
import io.sekisho.snapshot.Contents;
import io.sekisho.store.Database.Bell;
import io.sekisho.token.SessionStore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
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
  private final OperatorRows operators;
  private final Bell bell = new Bell();

  /// How many writes of this process became durable.
  private final AtomicLong writes = new AtomicLong();

  private volatile Seen seen = new Seen(-1, new Latest(0, ""));

  /// Writers of this process queue here, rather than each with a connection to the server.
  private final ReentrantLock writer = new ReentrantLock();

  SqlStore(Sessions sessions, SealedSecrets secrets, Trail trail, InstantSource clock) {
    this.database = sessions.database();
    this.sessions = sessions;
    this.trail = trail;
    this.operators = new OperatorRows(sessions, secrets, trail);
    this.clock = clock;
  }

  /// What was found after so many writes.
  private record Seen(long writes, Latest latest) {}

  /// Takes over what an older schema did not have codes and seals for.
  ///
  /// @param done a file that says for which codes were made
  void adopt(Path done) throws IOException {
    if (database.dialect() == Dialect.SQLITE) {
      trail.adoptUnchained();
    }
    operators.adopt(done);
  }

  @Override
  public Saved load() {
    return sessions.readFrozen(
        connection -> {
          Codec codec = new Codec();
          String declared =
              Kind.HELD.stream().map(kind -> "'" + kind + "'").collect(Collectors.joining(", "));
          List<Object> resources =
              Sql.all(
                  connection,
                  row -> codec.read(Kind.valueOf(row.getString(1)).type(), row.getString(2)),
                  "SELECT kind, body FROM resources WHERE kind IN ("
                      + declared
                      + ") ORDER BY made_in, made_as");
          return new Saved(
              Sql.number(connection, REVISION),
              Contents.of(resources),
              SqlTransaction.counters(connection));
        });
  }

  /// With SQLite, the state directory's lock keeps every other process from writing: what was found
  /// stays true until this one writes.
  @Override
  public Latest latest() {
    Seen known = seen;
    if (database.dialect() == Dialect.SQLITE && known.writes == writes.get()) {
      return known.latest;
    }
    long before = writes.get();
    Latest latest =
        sessions.read(
            connection ->
                Sql.one(
                        connection,
                        row -> new Latest(row.getLong(1), row.getString(2)),
                        "SELECT (" + REVISION + "), (" + OperatorRows.STATE + ")")
                    .orElseThrow());
    seen = new Seen(before, latest);
    return latest;
  }

  /// The revision of the last write, whichever controller made it.
  public long revision() {
    return latest().revision();
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
  public Feed changes(Optional<AccountId> account, long after, int most) {
    return sessions.read(
        connection ->
            ChangeLog.after(connection, account, after, Sql.number(connection, REVISION), most));
  }

  @Override
  public void trim(Retention keep) {
    long floor = sessions.read(connection -> ChangeLog.floor(connection, keep, clock.instant()));
    boolean more = true;
    while (more) {
      more =
          sessions.write(
              connection ->
                  database.dialect().reserveLog(connection) && ChangeLog.trim(connection, floor));
    }
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
      Outcome<T> outcome = counted(work, revision);
      bell.ring(outcome instanceof Outcome.Granted<T> ? revision[0] : 0);
      return outcome;
    } finally {
      writer.unlock();
    }
  }

  /// It counts before anybody is woken, who would look for it.
  private <T> Outcome<T> counted(Function<Transaction, Outcome<T>> work, long[] revision) {
    try {
      return sessions.write(
          connection -> transact(connection, work, revision),
          done -> done instanceof Outcome.Granted<T>);
    } finally {
      writes.incrementAndGet();
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
  public Set<String> keep(Collection<Sheaf> sheaves) {
    return sessions.write(connection -> NodeRows.append(connection, trail, sheaves));
  }

  @Override
  public Reached reached(String node) {
    return sessions.read(connection -> NodeRows.reached(connection, node));
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
    return operators.all();
  }

  @Override
  public boolean addOperatorKey(OperatorKey key, List<Audit> records) {
    try {
      return operators.add(key, records);
    } finally {
      writes.incrementAndGet();
    }
  }

  @Override
  public Removed removeOperatorKey(String name, List<Audit> records) {
    try {
      return operators.remove(name, records);
    } finally {
      writes.incrementAndGet();
    }
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
