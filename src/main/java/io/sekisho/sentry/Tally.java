package io.sekisho.sentry;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Who was seen on the way to a target, how often and when.
final class Tally {
  private final Map<Long, Seen> users = new TreeMap<>();
  private final Map<String, Seen> devices = new TreeMap<>();
  private final Set<Long> inodes = new HashSet<>();
  private int ownerless;

  /// What was seen of somebody.
  static final class Seen {
    private int logged;
    private int connections;
    private Optional<Instant> first = Optional.empty();
    private Optional<Instant> last = Optional.empty();
    private final Set<String> programs = new TreeSet<>();
    private final Map<String, Integer> units = new TreeMap<>();
    private int elsewhere;

    /// How many packets of them the log has.
    int logged() {
      return logged;
    }

    /// How many connections of them were met.
    int connections() {
      return connections;
    }

    Optional<Instant> first() {
      return first;
    }

    Optional<Instant> last() {
      return last;
    }

    /// What their programs are called, or where what was forwarded came from.
    Set<String> programs() {
      return programs;
    }

    /// How many connections each unit of systemd had.
    Map<String, Integer> units() {
      return units;
    }

    /// How many connections were made outside of any unit that has a lasting name.
    int elsewhere() {
      return elsewhere;
    }

    private void at(Instant time) {
      first = first.filter(it -> it.isBefore(time)).or(() -> Optional.of(time));
      last = last.filter(it -> it.isAfter(time)).or(() -> Optional.of(time));
    }
  }

  void add(LogLine line) {
    if (line.uid().isEmpty() && !line.forwarded()) {
      ownerless++;
      return;
    }
    Seen seen =
        line.forwarded()
            ? devices.computeIfAbsent(line.device(), _ -> new Seen())
            : users.computeIfAbsent(line.uid().orElseThrow(), _ -> new Seen());
    seen.logged++;
    if (line.forwarded()) {
      seen.programs.add(line.source());
    }
    KernelLog.time(line).ifPresent(seen::at);
  }

  /// Counts a connection once, however often it is met.
  ///
  /// @param holders who has it
  void add(Connection connection, Collection<Program> holders, Instant now) {
    Seen seen = users.computeIfAbsent(connection.uid(), _ -> new Seen());
    seen.at(now);
    if (holders.isEmpty() || !inodes.add(connection.inode())) {
      return;
    }
    seen.connections++;
    Set<String> units = new TreeSet<>();
    for (Program each : holders) {
      seen.programs.add(each.name());
      units.add(each.unit());
    }
    // A socket that several have is attributed only if they are of one unit.
    if (units.size() == 1 && !units.contains("")) {
      units.forEach(it -> seen.units.merge(it, 1, Integer::sum));
    } else {
      seen.elsewhere++;
    }
  }

  boolean knows(long inode) {
    return inodes.contains(inode);
  }

  /// By the number of the user.
  Map<Long, Seen> users() {
    return users;
  }

  /// By the interface through which it came in.
  Map<String, Seen> devices() {
    return devices;
  }

  /// How many packets the log had.
  int logged() {
    return ownerless
        + users.values().stream().mapToInt(Seen::logged).sum()
        + devices.values().stream().mapToInt(Seen::logged).sum();
  }

  /// How many packets had no owner.
  int ownerless() {
    return ownerless;
  }
}
