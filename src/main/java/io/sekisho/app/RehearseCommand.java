package io.sekisho.app;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sekisho.control.Initiator;
import io.sekisho.vpc.Subject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/// A short life from start to stop, with a few requests, for the JVM to learn from: what it loads
/// and links here goes into the cache that later starts begin with.
@Command(
    name = "rehearse",
    hidden = true,
    description = "Lives once, briefly, to warm the JVM's cache.")
final class RehearseCommand implements Callable<Integer> {
  private static final int ROUNDS = 200;

  @Override
  public Integer call() throws IOException {
    Path state = Files.createTempDirectory("sekisho-rehearsal");
    try (House house = House.open(settings(state))) {
      house.controller().apply(Welcome.first(), false, false, new Initiator("rehearsal", "0"));
      for (Subject subject : house.controller().snapshot().subjects()) {
        InetSocketAddress guest = house.loopback().address(subject);
        String token =
            token(ask(guest, "PUT /identity/v1/token?version=2025-08-26", "Metadata-Flavor: ibm"));
        for (int round = 0; round < ROUNDS; round++) {
          ask(
              guest,
              "GET /metadata/v1/instance?version=2025-08-26",
              "Authorization: Bearer " + token);
        }
        ask(
            guest,
            "POST /identity/v1/iam_tokens?version=2025-08-26",
            "Authorization: Bearer " + token);
      }
    } finally {
      remove(state);
    }
    return 0;
  }

  private static Settings settings(Path state) throws IOException {
    return new Settings(
        state,
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        Settings.Guests.SIMULATED,
        "sekisho",
        freePort() - 1,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        GuestLimits.of(Map.of()));
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
