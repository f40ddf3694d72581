package io.sekisho.sentry;

import io.sekisho.linux.SocketTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A process that runs.
///
/// @param name what the kernel calls it: the first 15 characters of its program
/// @param uid effective number of its user
/// @param gid effective number of its group
/// @param groups numbers of its further groups
/// @param rights the capabilities that it has, a bit each
/// @param cgroup below the root of control groups
record Program(
    long pid, String name, long uid, long gid, List<Long> groups, long rights, String cgroup) {
  private static final Path PROC = Path.of("/proc");
  private static final int NET_ADMIN = 12;
  private static final int NET_RAW = 13;

  /// All that run now.
  static List<Program> all() {
    Cgroups cgroups = Cgroups.here();
    List<Program> all = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path each : folders) {
        try {
          all.add(of(each, cgroups));
        } catch (IOException | UncheckedIOException ended) {
          // Then it has nothing any more.
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  private static Program of(Path folder, Cgroups cgroups) throws IOException {
    Map<String, String[]> status = new HashMap<>();
    for (String line : Files.readAllLines(folder.resolve("status"))) {
      String[] words = line.split("[:\\s]+");
      status.put(words[0], words);
    }
    String pid = folder.getFileName().toString();
    String[] none = {"", "0", "0"};
    List<Long> groups = new ArrayList<>();
    String[] further = status.getOrDefault("Groups", none);
    for (int i = 1; i < further.length; i++) {
      groups.add(Long.parseLong(further[i]));
    }
    return new Program(
        Long.parseLong(pid),
        Files.readString(folder.resolve("comm")).strip(),
        Long.parseLong(status.getOrDefault("Uid", none)[2]),
        Long.parseLong(status.getOrDefault("Gid", none)[2]),
        groups,
        Long.parseUnsignedLong(status.getOrDefault("CapEff", none)[1], 16),
        cgroups.of(pid));
  }

  /// Who has each of these sockets, by what the sockets are told by.
  static Map<Long, List<Program>> holding(Set<Long> inodes, List<Program> programs) {
    Map<Long, List<Program>> holders = new HashMap<>();
    for (Program each : programs) {
      for (long inode : SocketTable.heldBy(PROC.resolve(Long.toString(each.pid)))) {
        if (inodes.contains(inode)) {
          holders.computeIfAbsent(inode, _ -> new ArrayList<>()).add(each);
        }
      }
    }
    return holders;
  }

  /// Whether it may change rules, or write packets past them, without being root.
  boolean isBeyondRules() {
    return uid != 0 && (has(NET_ADMIN) || has(NET_RAW));
  }

  private boolean has(int right) {
    return ((rights >> right) & 1) == 1;
  }

  /// The unit of systemd that it runs in, such as `cron.service`; empty if it is none.
  String unit() {
    String[] parts = cgroup.split("/", -1);
    for (int i = parts.length - 1; i >= 0; i--) {
      if (parts[i].endsWith(".service")) {
        return parts[i];
      }
    }
    return "";
  }
}
