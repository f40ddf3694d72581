package io.sekisho.sentry;

import io.sekisho.address.Ip;
import io.sekisho.guard.Policy;
import io.sekisho.linux.SocketTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// A socket of TCP or UDP, as the kernel lists those of one namespace.
///
/// @param remote where it is connected to; an address of IPv4 that is mapped is one of IPv4
/// @param listens whether it waits for others
/// @param uid number of the user who made it; 0, too, if nobody has it any more
/// @param inode what it is told by; 0 if nobody has it any more
record Connection(Ip local, int localPort, Ip remote, boolean listens, long uid, long inode) {
  private static final Path FOLDER = Path.of("/proc/thread-self/net");

  /// Those of the calling thread's namespace that somebody has.
  static List<Connection> all() {
    return Stream.of("tcp", "tcp6", "udp", "udp6").flatMap(Connection::read).toList();
  }

  private static Stream<Connection> read(String table) {
    try {
      return Files.readAllLines(FOLDER.resolve(table)).stream()
          .skip(1)
          .map(it -> it.strip().split("\\s+"))
          .filter(it -> it.length > 9 && !it[9].equals("0"))
          .map(Connection::parse);
    } catch (IOException without) {
      return Stream.of();
    }
  }

  static Connection parse(String[] columns) {
    return new Connection(
        address(columns[1]),
        SocketTable.port(columns[1]),
        address(columns[2]),
        columns[3].equals(SocketTable.LISTENS),
        Long.parseLong(columns[7]),
        Long.parseLong(columns[9]));
  }

  private static Ip address(String column) {
    byte[] bytes = SocketTable.address(column);
    return isMapped(bytes) ? Ip.of(Arrays.copyOfRange(bytes, 12, 16)) : Ip.of(bytes);
  }

  private static boolean isMapped(byte[] bytes) {
    return bytes.length == 16
        && Arrays.equals(bytes, 0, 10, new byte[10], 0, 10)
        && bytes[10] == -1
        && bytes[11] == -1;
  }

  /// Whether it leads to what a policy guards.
  boolean isTo(Policy policy) {
    return isTo(policy, remote);
  }

  static boolean isTo(Policy policy, Ip remote) {
    return policy.targets().stream()
        .flatMap(it -> it.addresses().stream())
        .anyMatch(it -> it.contains(remote));
  }
}
