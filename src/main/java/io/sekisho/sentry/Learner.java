package io.sekisho.sentry;

import io.sekisho.address.Ip;
import io.sekisho.guard.Policy;
import io.sekisho.kernel.Commands;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Watches who is on the way to the targets of a policy: the kernel's log tells who would have been
/// refused, the kernel's list of sockets tells which program and unit it is.
final class Learner {
  private static final Duration SHORTEST = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofMillis(300);
  private static final Duration LOG = Duration.ofSeconds(2);

  /// How much longer than looking it rests, within these bounds.
  private static final int REST = 10;

  private final Policy policy;
  private final Instant since;
  private final KernelLog log;
  private final Tally tally = new Tally();

  /// @param policy the one in force
  /// @param since when it was loaded: what was logged before is about another one
  Learner(Policy policy, Instant since, Commands commands) {
    this.policy = policy;
    this.since = since;
    this.log = new KernelLog(commands);
  }

  Tally tally() {
    return tally;
  }

  /// What the kernel's log has.
  void readLog() {
    log.next().stream().filter(this::isAboutPolicy).forEach(tally::add);
  }

  /// Who was refused by an earlier policy is not who would be by this one.
  private boolean isAboutPolicy(LogLine line) {
    return line.refused() == (policy.mode() == Policy.Mode.ENFORCE)
        && KernelLog.time(line).filter(it -> it.isBefore(since)).isEmpty()
        && leadsToTarget(line.destination());
  }

  private boolean leadsToTarget(String destination) {
    try {
      return Connection.isTo(policy, Ip.parse(destination));
    } catch (IllegalArgumentException none) {
      return false;
    }
  }

  /// Watches for this long; what was in the log before does not count.
  ///
  /// @param begun called once it does
  void watch(Duration time, Runnable begun) {
    log.next();
    begun.run();
    long end = System.nanoTime() + time.toNanos();
    long nextLog = System.nanoTime() + LOG.toNanos();
    while (System.nanoTime() - end < 0) {
      long began = System.nanoTime();
      meet();
      if (System.nanoTime() - nextLog > 0) {
        readLog();
        nextLog = System.nanoTime() + LOG.toNanos();
      }
      rest(Duration.ofNanos(System.nanoTime() - began));
    }
    readLog();
  }

  private static void rest(Duration looking) {
    long millis = looking.multipliedBy(REST).toMillis();
    try {
      Thread.sleep(Math.clamp(millis, SHORTEST.toMillis(), LONGEST.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private void meet() {
    List<Connection> there =
        Connection.all().stream()
            .filter(it -> it.isTo(policy) && !tally.knows(it.inode()))
            .toList();
    if (there.isEmpty()) {
      return;
    }
    Set<Long> inodes = there.stream().map(Connection::inode).collect(Collectors.toSet());
    Map<Long, List<Program>> holders = Program.holding(inodes, Program.all());
    there.forEach(it -> tally.add(it, holders.getOrDefault(it.inode(), List.of()), Instant.now()));
  }
}
