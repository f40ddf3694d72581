package io.sekisho.station;

import io.sekisho.plug.Guests;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.wire.Attachment;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/// Whom a hypervisor may plug in here: the guests that are in force on this host, and those whom it
/// may take.
///
/// @param inForce where each interface meets this host, as far as the kernel and the listeners know
///   of it
/// @param fleet where guests can be taken and given up
public record HostGuests(Supplier<List<Attachment>> inForce, Fleet fleet) implements Guests {
  /// How long a guest that was taken may take to get here.
  private static final Duration COMING = Duration.ofSeconds(15);

  private static final Duration LOOKING = Duration.ofMillis(10);

  /// Who decides which host serves a guest.
  public interface Fleet {
    /// Lets this host alone serve a guest, if the host may have that.
    ///
    /// @param guest its name, `account/name`, or id
    /// @return whether it comes now, or was here
    Outcome<Boolean> take(String guest);

    /// A guest that was taken is in force here.
    void took(String compute);

    /// Gives a guest up, if it was taken.
    ///
    /// @return whether it was
    Outcome<Boolean> release(String compute);
  }

  @Override
  public Outcome<List<Attachment>> plug(String guest) {
    Outcome<List<Attachment>> before = find(guest);
    Outcome<Boolean> taken = fleet.take(guest);
    boolean here = before instanceof Outcome.Granted<List<Attachment>>(var it) && !it.isEmpty();
    return switch (taken) {
      // Who may not take it may still have it from an operator; so may who asks in vain.
      case Outcome.Refused<Boolean>(Problem problem) -> here ? before : Outcome.refuse(problem);
      case Outcome.Granted<Boolean> _ -> here ? before : come(guest);
    };
  }

  @Override
  public Outcome<List<Attachment>> find(String guest) {
    List<Attachment> all = inForce.get().stream().filter(it -> isCalled(it, guest)).toList();
    List<String> guests = all.stream().map(HostGuests::name).distinct().toList();
    return guests.size() > 1
        ? Outcome.refuse(
            Problem.of(
                Code.CONFLICT,
                "Several guests here are named %s: say which, as one of %s."
                    .formatted(guest, String.join(", ", guests))))
        : Outcome.of(all);
  }

  @Override
  public Outcome<Boolean> unplugged(String guest) {
    return find(guest)
        .then(all -> all.isEmpty() ? Outcome.of(false) : fleet.release(all.getFirst().computeId()));
  }

  /// An interface of a guest went from this host without a word. Who has none left is given up; how
  /// many of several are left, the kernel knows.
  public void left(String compute) {
    if (find(compute) instanceof Outcome.Granted<List<Attachment>>(var all) && all.size() == 1) {
      var _ = Thread.ofVirtual().start(() -> fleet.release(compute));
    }
  }

  private Outcome<List<Attachment>> come(String guest) {
    long end = System.nanoTime() + COMING.toNanos();
    while (System.nanoTime() - end < 0) {
      if (!(find(guest) instanceof Outcome.Granted<List<Attachment>>(var all))) {
        return find(guest);
      }
      if (!all.isEmpty()) {
        fleet.took(all.getFirst().computeId());
        return Outcome.of(all);
      }
      pause();
    }
    return Outcome.refuse(
        Problem.of(
            Code.SERVICE_UNAVAILABLE,
            "%s is this node's, and is not in force here after %d s: see its events."
                .formatted(guest, COMING.toSeconds())));
  }

  private static boolean isCalled(Attachment it, String guest) {
    return it.computeId().equals(guest) || it.compute().equals(guest) || name(it).equals(guest);
  }

  private static String name(Attachment it) {
    return it.account() + "/" + it.compute();
  }

  private static void pause() {
    try {
      Thread.sleep(LOOKING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
