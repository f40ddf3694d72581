package io.sekisho.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/// A real PostgreSQL server on a loopback port, which ends with this process: one for all tests,
/// with a database for each. Its default collation sorts as people do, which is not how we sort.
final class PostgresServer {
  private static final String PASSWORD = "sp@ce: & +";
  private static final String IN_URL = "sp%40ce%3A%20%26%20+";
  private static final int NOBODY = 65_534;
  private static final int KEPT = 6;

  /// Held, for a logger that nobody holds forgets its level: each test has a pool of its own.
  private static final Logger POOL = Logger.getLogger("com.zaxxer.hikari");

  private static final AtomicInteger DATABASES = new AtomicInteger(KEPT);

  private final Path folder;
  private final Path programs = programs();
  private final String fsync;
  private final int port;
  private Process server;

  private PostgresServer(Path folder, String fsync) throws IOException {
    this.folder = folder;
    this.fsync = fsync;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = free.getLocalPort();
    }
  }

  private static final class Shared {
    static final PostgresServer SERVER = make("off");
  }

  /// The server of all tests of this process.
  static PostgresServer shared() {
    return Shared.SERVER;
  }

  /// Another one, to be ended by whoever makes it, or with this process. It writes as one that is
  /// in use does; the shared one does not wait for the disk.
  static PostgresServer make() {
    return make("on");
  }

  private static PostgresServer make(String fsync) {
    POOL.setLevel(Level.SEVERE);
    try {
      Path folder = Files.createTempDirectory("sekisho-postgres");
      PostgresServer server = new PostgresServer(folder, fsync);
      Path password = Files.writeString(folder.resolve("password"), PASSWORD, UTF_8);
      if (isRoot()) {
        Files.setAttribute(folder, "unix:uid", NOBODY);
        Files.setAttribute(password, "unix:uid", NOBODY);
      }
      Runtime.getRuntime().addShutdownHook(new Thread(server::end));
      server.make(password);
      server.start();
      return server;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void make(Path password) throws IOException {
    Process initdb =
        as(
                programs.resolve("initdb").toString(),
                "--pgdata=" + folder.resolve("data"),
                "--username=sekisho",
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--no-locale",
                "--locale-provider=icu",
                "--icu-locale=en-US",
                "--no-sync")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (join(initdb) != 0) {
      throw new AssertionError("initdb failed");
    }
  }

  /// Starts it, again after [#kill]: then not before the last process of the killed one has
  /// noticed.
  void start() throws IOException {
    for (int i = 0; i < 50; i++) {
      launch();
      if (answers()) {
        return;
      }
      pause();
    }
    throw new AssertionError(
        "PostgreSQL does not answer: " + Files.readString(folder.resolve("log")));
  }

  private void launch() throws IOException {
    List<String> command = new ArrayList<>(List.of(programs.resolve("postgres").toString()));
    command.addAll(List.of("-D", folder.resolve("data").toString(), "-h", "127.0.0.1"));
    command.addAll(List.of("-p", Integer.toString(port)));
    for (String setting :
        List.of(
            "unix_socket_directories=",
            "shared_buffers=64MB",
            "max_connections=60",
            "jit=off",
            "fsync=" + fsync,
            "recovery_init_sync_method=syncfs",
            "autovacuum_naptime=5",
            "log_min_messages=fatal")) {
      command.addAll(List.of("-c", setting));
    }
    server =
        as(command.toArray(new String[0]))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
            .start();
  }

  /// `kill -9`: what it said was committed has to be there when it is started again.
  void kill() {
    server.destroyForcibly();
    join(server);
  }

  /// The address of a new, empty database. Of earlier tests' only a few are left.
  String database() {
    int number = DATABASES.incrementAndGet();
    String name = "test_" + number;
    try (Connection connection = connect(url("postgres"))) {
      Dialect.execute(connection, "CREATE DATABASE " + name + " TEMPLATE template0");
      Dialect.execute(
          connection, "DROP DATABASE IF EXISTS test_%d WITH (FORCE)".formatted(number - KEPT));
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    return url(name);
  }

  String url(String database) {
    return "postgresql://sekisho:%s@127.0.0.1:%d/%s".formatted(IN_URL, port, database);
  }

  int port() {
    return port;
  }

  /// A connection that is none of the product's.
  static Connection connect(String url) throws SQLException {
    PostgresUrl parsed = PostgresUrl.parse(url);
    return DriverManager.getConnection(
        parsed.jdbc(), parsed.user().orElseThrow(), parsed.password().orElseThrow());
  }

  private boolean answers() {
    for (int i = 0; i < 600 && server.isAlive(); i++) {
      try {
        connect(url("postgres")).close();
        return true;
      } catch (SQLException e) {
        pause();
      }
    }
    return false;
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  synchronized void end() {
    try {
      if (server != null) {
        // Its quickest way to stop by itself: what it has is thrown away.
        new ProcessBuilder("kill", "-QUIT", Long.toString(server.pid())).start().waitFor();
        if (!server.waitFor(10, TimeUnit.SECONDS)) {
          kill();
        }
      }
      if (Files.notExists(folder)) {
        return;
      }
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    } catch (IOException | InterruptedException e) {
      System.err.println("PostgreSQL's test folder stays: " + e);
    }
  }

  /// A process that is nobody, for PostgreSQL does not run as root, and that does not outlive us.
  private static ProcessBuilder as(String... command) {
    List<String> all = new ArrayList<>(List.of("setpriv", "--pdeathsig", "QUIT"));
    if (isRoot()) {
      all.addAll(List.of("--reuid", "" + NOBODY, "--regid", "" + NOBODY, "--clear-groups"));
    }
    all.addAll(List.of(command));
    return new ProcessBuilder(all)
        .directory(Path.of("/").toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static int join(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// Debian keeps the server's programs off the path, in a folder for each version.
  private static Path programs() {
    try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
      Optional<Path> newest =
          versions
              .map(version -> version.resolve("bin"))
              .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
              .max(Comparator.naturalOrder());
      return newest.orElseThrow(PostgresServer::missing);
    } catch (IOException e) {
      throw missing();
    }
  }

  private static AssertionError missing() {
    return new AssertionError("no PostgreSQL server here: ./dev test installs one");
  }
}
