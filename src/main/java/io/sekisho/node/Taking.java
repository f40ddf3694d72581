package io.sekisho.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sekisho.fleet.Claimed;
import io.sekisho.fleet.FleetJson;
import io.sekisho.fleet.Paths;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.net.URLEncoder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// The guests that a node took by itself, at the wish of a hypervisor on its host. Those it may
/// give up by itself; whom an operator placed there stays.
public final class Taking {
  /// Ids of compute resources, one on a line.
  private static final String FILE = "taken";

  private static final int NOT_THERE = 404;

  private final Folder folder;
  private final Desk desk;

  /// Who is given up and comes again at once is not given up after it came.
  private final ReentrantLock turn = new ReentrantLock();

  private final Set<String> taken;

  /// Those of them that have not been here yet.
  private final Set<String> coming = new HashSet<>();

  /// The number of the take by which each guest came last.
  private final Map<String, Long> times = new HashMap<>();

  private long number;

  /// Where controllers are asked.
  interface Desk {
    Reply send(String method, String path, byte[] body);
  }

  Taking(Folder folder, Desk desk) {
    this.folder = folder;
    this.desk = desk;
    this.taken =
        new TreeSet<>(
            folder.read(FILE).map(it -> new String(it, UTF_8).lines().toList()).orElse(List.of()));
  }

  /// Asks a controller to let this node alone serve a guest.
  ///
  /// @param guest its name, `account/name`, or id
  /// @param nic an interface that it has to have, by name or MAC address
  public Outcome<Claimed> take(String guest, Optional<String> nic) {
    String query = nic.map(it -> "?interface=" + encoded(it)).orElse("");
    turn.lock();
    try {
      Outcome<Claimed> claimed =
          ask("PUT", encoded(guest) + query).map(body -> FleetJson.read(Claimed.class, body));
      if (claimed instanceof Outcome.Granted<Claimed>(Claimed it)) {
        took(it);
      }
      return claimed;
    } finally {
      turn.unlock();
    }
  }

  /// What was placed here before this node asked stays whose it was.
  private synchronized void took(Claimed claimed) {
    times.put(claimed.compute(), ++number);
    if (claimed.moved()) {
      coming.add(claimed.compute());
      taken.add(claimed.compute());
      keep();
    }
  }

  /// Says that a guest is not here any more, if this node took it by itself, and has not taken it
  /// again since this was called.
  ///
  /// @return what says so, and tells whether it did
  public Supplier<Outcome<Boolean>> releasing(String compute) {
    long time = time(compute);
    return () -> release(compute, time);
  }

  private synchronized long time(String compute) {
    return times.getOrDefault(compute, 0L);
  }

  private synchronized boolean isTaken(String compute) {
    return taken.contains(compute);
  }

  private Outcome<Boolean> release(String compute, long time) {
    turn.lock();
    try {
      if (!isTaken(compute) || time(compute) != time) {
        return Outcome.of(false);
      }
      if (ask("DELETE", encoded(compute)) instanceof Outcome.Refused<byte[]>(Problem problem)
          && problem.status() != NOT_THERE) {
        return Outcome.refuse(problem);
      }
      forget(compute::equals);
      return Outcome.of(true);
    } finally {
      turn.unlock();
    }
  }

  /// Only these are this node's now: if another comes back, an operator may have seen to it. Who
  /// was taken and has not come yet is waited for.
  synchronized void retain(Predicate<String> here) {
    coming.removeIf(here);
    forget(it -> !here.test(it) && !coming.contains(it));
  }

  private synchronized void forget(Predicate<String> which) {
    coming.removeIf(which);
    if (taken.removeIf(which)) {
      keep();
    }
    times.keySet().removeIf(which);
  }

  private void keep() {
    folder.replace(FILE, String.join("\n", taken).getBytes(UTF_8));
  }

  private Outcome<byte[]> ask(String method, String guest) {
    return switch (desk.send(method, Paths.GUESTS + guest, new byte[0])) {
      case Reply.Answered(byte[] body) -> Outcome.of(body);
      case Reply.Refused(Problem problem) -> Outcome.refuse(problem);
      case Reply.Away(String why) ->
          Outcome.refuse(
              Problem.of(Code.SERVICE_UNAVAILABLE, "No controller answers: " + why + "."));
    };
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
