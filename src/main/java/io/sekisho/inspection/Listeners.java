package io.sekisho.inspection;

import io.sekisho.address.Ip;
import io.sekisho.exposure.Machine.Listener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads who waits for TCP connections, from `/proc`.
record Listeners(Source source) {
  private static final String LISTENING = "0A";

  List<Listener> read() {
    String net = source.isHere() ? "proc/thread-self/net/" : "proc/net/";
    List<String[]> sockets = new ArrayList<>();
    for (String table : List.of("tcp", "tcp6")) {
      source
          .file(net + table)
          .orElse("")
          .lines()
          .skip(1)
          .map(it -> it.strip().split("\\s+", -1))
          .filter(it -> it.length > 9 && it[3].equals(LISTENING))
          .forEach(sockets::add);
    }
    Map<String, String> programs = sockets.isEmpty() || !source.isHere() ? Map.of() : programs();
    return sockets.stream()
        .map(
            it ->
                new Listener(
                    programs.getOrDefault(it[9], ""),
                    Long.parseLong(it[7]),
                    address(it[1].split(":", -1)[0]),
                    Integer.parseInt(it[1].split(":", -1)[1], 16)))
        .distinct()
        .toList();
  }

  /// Words of four bytes, the least first.
  private static Ip address(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    for (int i = 0; i < bytes.length; i += 4) {
      byte first = bytes[i];
      byte second = bytes[i + 1];
      bytes[i] = bytes[i + 3];
      bytes[i + 1] = bytes[i + 2];
      bytes[i + 2] = second;
      bytes[i + 3] = first;
    }
    return Ip.of(bytes);
  }

  /// Names of programs by the sockets that they have.
  private Map<String, String> programs() {
    Map<String, String> programs = new HashMap<>();
    try (Stream<Path> processes = Files.list(source.path("proc"))) {
      processes
          .filter(it -> it.getFileName().toString().matches("\\d+"))
          .forEach(it -> sockets(it).forEach(socket -> programs.put(socket, name(it))));
    } catch (IOException gone) {
      // Then names are not known.
    }
    return programs;
  }

  private static List<String> sockets(Path process) {
    List<String> sockets = new ArrayList<>();
    try (Stream<Path> open = Files.list(process.resolve("fd"))) {
      for (Path each : (Iterable<Path>) open::iterator) {
        link(each)
            .filter(it -> it.startsWith("socket:["))
            .ifPresent(it -> sockets.add(it.substring(8, it.length() - 1)));
      }
    } catch (IOException | UncheckedIOException gone) {
      // It ended, or belongs to somebody else.
    }
    return sockets;
  }

  private static Optional<String> link(Path path) {
    try {
      return Optional.of(Files.readSymbolicLink(path).toString());
    } catch (IOException closed) {
      return Optional.empty();
    }
  }

  private static String name(Path process) {
    try {
      return Files.readString(process.resolve("comm")).strip();
    } catch (IOException gone) {
      return "";
    }
  }
}
