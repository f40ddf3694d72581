package io.sekisho.inspection;

import io.sekisho.address.Ip;
import io.sekisho.exposure.Machine.Listener;
import io.sekisho.linux.SocketTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Reads who waits for TCP connections, from `/proc`.
record Listeners(Source source) {
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
          .filter(it -> it.length > 9 && it[3].equals(SocketTable.LISTENS))
          .forEach(sockets::add);
    }
    Map<Long, String> programs = sockets.isEmpty() || !source.isHere() ? Map.of() : programs();
    return sockets.stream()
        .map(
            it ->
                new Listener(
                    programs.getOrDefault(Long.valueOf(it[9]), ""),
                    Long.parseLong(it[7]),
                    Ip.of(SocketTable.address(it[1])),
                    SocketTable.port(it[1])))
        .distinct()
        .toList();
  }

  /// Names of programs by the sockets that they have.
  private Map<Long, String> programs() {
    Map<Long, String> programs = new HashMap<>();
    try (Stream<Path> processes = Files.list(source.path("proc"))) {
      processes
          .filter(it -> it.getFileName().toString().matches("\\d+"))
          .forEach(it -> SocketTable.heldBy(it).forEach(socket -> programs.put(socket, name(it))));
    } catch (IOException gone) {
      // Then names are not known.
    }
    return programs;
  }

  private static String name(Path process) {
    try {
      return Files.readString(process.resolve("comm")).strip();
    } catch (IOException gone) {
      return "";
    }
  }
}
