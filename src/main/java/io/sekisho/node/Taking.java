package io.sekisho.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sekisho.fleet.Paths;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.net.URLEncoder;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/// The guests that a node took by itself, at the wish of a hypervisor on its host. Those it may
/// give up by itself; whom an operator placed there stays.
public final class Taking {
  /// Ids of compute resources, one on a line.
  private static final String FILE = "taken";

  private static final int NOT_THERE = 404;

  private final Folder folder;
  private final Controllers controllers;
  private final ReentrantLock turn = new ReentrantLock();
  private final Set<String> taken;

  Taking(Folder folder, Controllers controllers) {
    this.folder = folder;
    this.controllers = controllers;
    this.taken =
        new TreeSet<>(
            folder.read(FILE).map(it -> new String(it, UTF_8).lines().toList()).orElse(List.of()));
  }

  /// Asks a controller to let this node alone serve a guest.
  ///
  /// @param guest its name, `account/name`, or id
  public Outcome<Boolean> take(String guest) {
    return inTurn("PUT", guest);
  }

  /// A guest is here that was not before [#take].
  public synchronized void took(String compute) {
    if (taken.add(compute)) {
      keep();
    }
  }

  /// Says that a guest is not here any more, if this node took it by itself.
  ///
  /// @return whether it did
  public Outcome<Boolean> release(String compute) {
    synchronized (this) {
      if (!taken.contains(compute)) {
        return Outcome.of(false);
      }
    }
    Outcome<Boolean> released =
        inTurn("DELETE", compute) instanceof Outcome.Refused<Boolean>(Problem problem)
                && problem.status() != NOT_THERE
            ? Outcome.refuse(problem)
            : Outcome.of(true);
    if (released instanceof Outcome.Granted<Boolean>) {
      forget(compute::equals);
    }
    return released;
  }

  /// Only these are this node's now: if another comes back, an operator may have seen to it.
  void retain(Predicate<String> here) {
    forget(here.negate());
  }

  private synchronized void forget(Predicate<String> which) {
    if (taken.removeIf(which)) {
      keep();
    }
  }

  private void keep() {
    folder.replace(FILE, String.join("\n", taken).getBytes(UTF_8));
  }

  /// Who is given up and comes again at once is not given up after it came.
  private Outcome<Boolean> inTurn(String method, String guest) {
    turn.lock();
    try {
      return ask(method, guest);
    } finally {
      turn.unlock();
    }
  }

  private Outcome<Boolean> ask(String method, String guest) {
    String path = Paths.GUESTS + URLEncoder.encode(guest, UTF_8).replace("+", "%20");
    return switch (controllers.send(method, path, new byte[0])) {
      case Reply.Answered _ -> Outcome.of(true);
      case Reply.Refused(Problem problem) -> Outcome.refuse(problem);
      case Reply.Away(String why) ->
          Outcome.refuse(
              Problem.of(Code.SERVICE_UNAVAILABLE, "No controller answers: " + why + "."));
    };
  }
}
