package io.sekisho.clerk;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.cli.Shell;
import io.sekisho.control.Store.Retention;
import io.sekisho.office.LiveOffice;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `sekisho watch` against the whole server, on a line that can be cut.
class WatchTest {
  @TempDir Path directory;

  private LiveOffice office;
  private Line line;
  private Shell shell;

  @BeforeEach
  void open() throws IOException {
    office = new LiveOffice();
    office.apply(Files.readString(Path.of("src/test/resources/api/fleet.yaml")));
    line = new Line(URI.create(office.url()).getPort());
    shell = new Shell(directory);
    Files.writeString(shell.path("ca.pem"), office.ca());
    run(
        "login",
        "--url",
        line.url(),
        "--ca",
        "ca.pem",
        "--account",
        "acme",
        "--key",
        office.operator);
  }

  @AfterEach
  void close() throws IOException {
    line.close();
    office.close();
  }

  private String run(String... typed) {
    Shell.Outcome outcome = shell.run(typed);
    assertThat(outcome.err()).isEmpty();
    return outcome.out();
  }

  /// By another way than the line.
  private void direct(String... typed) {
    shell.set("SEKISHO_URL", office.url());
    run(typed);
    shell.set("SEKISHO_URL", "");
  }

  /// What is printed until somebody stops it.
  private Shell.Outcome watched(Duration most, String expected, Runnable work, String... typed)
      throws Exception {
    CompletableFuture<Shell.Outcome> done = new CompletableFuture<>();
    Shell.Watched watched = shell.watched();
    Thread thread = Thread.ofPlatform().start(() -> done.complete(watched.run(typed)));
    // Before anything is cut.
    Thread.sleep(Duration.ofSeconds(1));
    work.run();
    long end = System.nanoTime() + most.toNanos();
    while (!watched.out().contains(expected) && System.nanoTime() < end) {
      Thread.sleep(20);
    }
    thread.interrupt();
    return done.get(10, TimeUnit.SECONDS);
  }

  @Test
  void printsWhatChangesAndNothingElse() throws Exception {
    long now = office.office.ledger().edition().revision();
    run("create", "service-id", "early");
    Shell.Outcome outcome =
        watched(
            Duration.ofSeconds(20),
            "late",
            () -> {
              run("create", "access-group", "ops");
              run("create", "service-id", "late");
            },
            "watch",
            "service-ids",
            "--from",
            Long.toString(now));

    assertThat(outcome.code()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out().lines().map(each -> each.replaceFirst(".*Z +", "")))
        .containsExactly("written  service-id/early", "written  service-id/late");
  }

  @Test
  void goesOnWhereItWasWhenTheConnectionBreaks() throws Exception {
    long now = office.office.ledger().edition().revision();
    Shell.Outcome outcome =
        watched(
            Duration.ofSeconds(30),
            "after",
            () -> {
              run("create", "service-id", "before");
              line.cut();
              direct("create", "service-id", "meanwhile");
              line.mend();
              run("create", "service-id", "after");
            },
            "watch",
            "--from",
            Long.toString(now),
            "-o",
            "name");

    assertThat(outcome.out().lines())
        .containsExactly("service-id/before", "service-id/meanwhile", "service-id/after");
    assertThat(outcome.err()).contains("It is tried again.");
  }

  @Test
  void saysFromWhereToGoOnIfItCantFromThere() {
    run("create", "service-id", "one");
    office.office.chores(new Retention(Duration.ofDays(1), 1)).forEach(Runnable::run);
    Shell.Outcome outcome = shell.run("watch", "--from", "0");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .contains("go on after revision " + office.office.ledger().edition().revision());
  }

  @Test
  void saysWhatIsWrongWithItsKeyInPlaceOfTryingForever() {
    shell.set("SEKISHO_KEY", "sekisho_nobodys");
    Shell.Outcome outcome = shell.run("watch", "--from", "1");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("sekisho login");
  }

  /// Bytes to and from a port, as long as it is not cut.
  private static final class Line implements AutoCloseable {
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ServerSocket door;
    private volatile boolean cut;

    Line(int target) throws IOException {
      this.target = target;
      this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      Thread.ofVirtual().start(this::listen);
    }

    String url() {
      return "https://127.0.0.1:" + door.getLocalPort();
    }

    void cut() {
      cut = true;
      open.forEach(Line::end);
      open.clear();
    }

    void mend() {
      cut = false;
    }

    private void listen() {
      try {
        while (true) {
          Socket in = door.accept();
          if (cut) {
            end(in);
            continue;
          }
          Socket out = new Socket(InetAddress.getLoopbackAddress(), target);
          open.addAll(List.of(in, out));
          pump(in, out);
          pump(out, in);
        }
      } catch (IOException _) {
        // Closed.
      }
    }

    private static void end(Socket socket) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void pump(Socket from, Socket to) {
      Thread.ofVirtual()
          .start(
              () -> {
                try (from;
                    to;
                    InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                  in.transferTo(out);
                } catch (IOException _) {
                  // Cut.
                }
              });
    }

    @Override
    public void close() throws IOException {
      door.close();
      cut();
    }
  }
}
