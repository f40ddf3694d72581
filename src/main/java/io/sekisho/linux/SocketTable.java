package io.sekisho.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;

/// What the kernel lists of sockets, in `/proc/net/tcp` and beside it, and of who has them.
public final class SocketTable {
  /// The state of one that waits for others.
  public static final String LISTENS = "0A";

  private static final String SOCKET = "socket:[";

  private SocketTable() {}

  /// The address in a column such as `0100007F:1F90`: words of 32 bits in the machine's order, in
  /// network order here.
  public static byte[] address(String column) {
    byte[] words = HexFormat.of().parseHex(column, 0, column.indexOf(':'));
    ByteBuffer network = ByteBuffer.allocate(words.length);
    ByteBuffer printed = ByteBuffer.wrap(words).order(ByteOrder.nativeOrder());
    while (printed.hasRemaining()) {
      network.putInt(printed.getInt());
    }
    return network.array();
  }

  /// The port in such a column.
  public static int port(String column) {
    return Integer.parseInt(column.substring(column.indexOf(':') + 1), 16);
  }

  /// What the sockets of a process are told by; those that were seen, if it ends meanwhile or is
  /// somebody else's.
  ///
  /// @param process its folder in `/proc`
  public static Set<Long> heldBy(Path process) {
    Set<Long> inodes = new HashSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path each : files) {
        String leads = leadsTo(each);
        if (leads.startsWith(SOCKET)) {
          inodes.add(Long.parseLong(leads.substring(SOCKET.length(), leads.length() - 1)));
        }
      }
    } catch (IOException | DirectoryIteratorException ended) {
      // What was seen until then counts.
    }
    return inodes;
  }

  private static String leadsTo(Path file) {
    try {
      return Files.readSymbolicLink(file).toString();
    } catch (IOException closed) {
      return "";
    }
  }
}
