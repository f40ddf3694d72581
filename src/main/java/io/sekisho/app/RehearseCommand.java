package io.sekisho.app;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sekisho.client.Environment;
import io.sekisho.control.Store.Retention;
import io.sekisho.host.Names;
import io.sekisho.network.FloatingPool;
import io.sekisho.station.GuestLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/// Two short lives, of which the second is a whole `up` with a few requests, for the JVM to learn
/// from: what it loads and links here goes into the cache that later starts begin with.
@Command(
    name = "rehearse",
    hidden = true,
    description = "Lives twice, briefly, to warm the JVM's cache.")
final class RehearseCommand implements Callable<Integer> {
  private static final int ROUNDS = 200;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /// @param home where everything is kept
  /// @param basePort the simulated guest's port is one more
  private record Stage(Path home, int basePort) {
    Environment environment() {
      PrintStream nobody = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
      return new Environment(
          Map.of("SEKISHO_HOME", home.toString()),
          InputStream.nullInputStream(),
          nobody,
          nobody,
          home);
    }

    InetSocketAddress guest() {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), basePort + 1);
    }
  }

  @Override
  public Integer call() throws IOException {
    Stage stage = new Stage(Files.createTempDirectory("sekisho-rehearsal"), freePort() - 1);
    try {
      begin(stage);
      Thread guest = Thread.ofPlatform().daemon().start(() -> live(stage));
      int code = up(stage);
      guest.interrupt();
      return code;
    } finally {
      remove(stage.home());
    }
  }

  /// Makes keys and the first inventory, so that the second life finds them, as most starts do.
  private static void begin(Stage stage) throws IOException {
    Settings settings =
        new Settings(
            stage.home(),
            Optional.empty(),
            Optional.empty(),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Settings.Guests.SIMULATED,
            "sekisho",
            stage.basePort(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            GuestLimits.of(Map.of()),
            Retention.DEFAULT,
            FloatingPool.NONE,
            Optional.empty());
    try (House house = House.open(settings)) {
      new Welcome(house, stage.environment()).give();
    }
  }

  private static int up(Stage stage) {
    String[] words = {
      "up",
      "--guests",
      "simulated",
      "--api",
      "127.0.0.1:0",
      "--set",
      "connections=64",
      "--loopback-port",
      Integer.toString(stage.basePort())
    };
    return Main.up(stage.environment(), new Names("sekisho")).execute(words);
  }

  private static void live(Stage stage) {
    try {
      InetSocketAddress guest = stage.guest();
      String token = token(patiently(guest));
      String bearer = "Authorization: Bearer " + token;
      for (int round = 0; round < ROUNDS; round++) {
        ask(guest, "GET /metadata/v1/instance?version=2025-08-26", bearer);
      }
      ask(guest, "POST /identity/v1/iam_tokens?version=2025-08-26", bearer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      Stop.ask();
    }
  }

  /// As soon as somebody answers.
  private static String patiently(InetSocketAddress guest) throws IOException {
    Instant end = Instant.now().plus(PATIENCE);
    while (true) {
      try {
        return ask(guest, "PUT /identity/v1/token?version=2025-08-26", "Metadata-Flavor: ibm");
      } catch (ConnectException e) {
        if (Instant.now().isAfter(end)) {
          throw e;
        }
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String ask(InetSocketAddress guest, String line, String header)
      throws IOException {
    try (Socket socket = new Socket(guest.getAddress(), guest.getPort())) {
      String request =
          String.join(
              "\r\n",
              line + " HTTP/1.1",
              "Host: 127.0.0.1:" + guest.getPort(),
              header,
              "Connection: close",
              "",
              "");
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  private static String token(String answer) {
    List<String> parts = List.of(answer.split("\"", -1));
    return parts.get(parts.indexOf("access_token") + 2);
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
