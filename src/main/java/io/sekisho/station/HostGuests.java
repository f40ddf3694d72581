package io.sekisho.station;

import io.sekisho.fleet.Claimed;
import io.sekisho.plug.Guests;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.wire.Attachment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Whom a hypervisor may plug in here: the guests that are in force on this host, and those whom it
/// may take.
public final class HostGuests implements Guests {
  /// How long a guest that was taken may take to get here.
  private static final Duration COMING = Duration.ofSeconds(15);

  private static final Duration LOOKING = Duration.ofMillis(10);

  private final Supplier<List<Attachment>> inForce;
  private final Fleet fleet;

  /// The ends that went since a guest was plugged in.
  private final Map<String, Set<String>> gone = new ConcurrentHashMap<>();

  /// @param inForce where each interface meets this host, as far as the kernel and the listeners
  ///   know of it
  /// @param fleet where guests can be taken and given up
  public HostGuests(Supplier<List<Attachment>> inForce, Fleet fleet) {
    this.inForce = inForce;
    this.fleet = fleet;
  }

  /// Who decides which host serves a guest.
  public interface Fleet {
    /// Lets this host alone serve a guest, if the host may have that. If it was not here, it comes,
    /// and can be released.
    ///
    /// @param guest its name, `account/name`, or id
    /// @param nic an interface that it has to have, by name or MAC address
    Outcome<Claimed> take(String guest, Optional<String> nic);

    /// Gives a guest up, if it was taken, and is not taken again after this was called.
    ///
    /// @return what does so, and tells whether it did
    Supplier<Outcome<Boolean>> releasing(String compute);
  }

  @Override
  public Outcome<Here> plug(String guest, Optional<String> nic) {
    if (!(find(guest) instanceof Outcome.Granted<List<Attachment>>(var before))) {
      return find(guest).map(HostGuests::stays);
    }
    Optional<String> unknown =
        nic.filter(it -> !before.isEmpty() && before.stream().noneMatch(has(it)));
    if (unknown.isPresent()) {
      return Outcome.refuse(
          Problem.of(Code.NOT_FOUND, "%s has no interface %s.".formatted(guest, unknown.get())));
    }
    before.forEach(it -> gone.remove(it.computeId()));
    return switch (fleet.take(guest, nic)) {
      // Who may not take it may still have it from an operator; so may who asks in vain.
      case Outcome.Refused<Claimed>(Problem problem) ->
          before.isEmpty() ? Outcome.refuse(problem) : Outcome.of(stays(before));
      case Outcome.Granted<Claimed>(Claimed it) ->
          before.isEmpty() ? come(it) : Outcome.of(new Here(before, it.moved()));
    };
  }

  private static Here stays(List<Attachment> places) {
    return new Here(places, false);
  }

  private static Predicate<Attachment> has(String nic) {
    return it -> it.networkInterface().equals(nic) || it.macAddress().equalsIgnoreCase(nic);
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
        .then(
            all ->
                all.isEmpty()
                    ? Outcome.of(false)
                    : fleet.releasing(all.getFirst().computeId()).get());
  }

  /// An interface of a guest went from this host without a word. Who has none left is given up.
  ///
  /// @param device the host's end that went
  public void left(String compute, String device) {
    if (find(compute) instanceof Outcome.Granted<List<Attachment>>(var all)) {
      Set<String> ends = all.stream().map(Attachment::device).collect(Collectors.toSet());
      Set<String> away =
          gone.merge(
              compute,
              Set.of(device),
              (more, one) ->
                  Stream.concat(more.stream(), one.stream()).collect(Collectors.toSet()));
      if (away.containsAll(ends) && !ends.isEmpty()) {
        gone.remove(compute);
        Supplier<Outcome<Boolean>> release = fleet.releasing(compute);
        var _ =
            Thread.ofVirtual()
                .start(
                    () -> {
                      var _ = release.get();
                    });
      }
    }
  }

  private Outcome<Here> come(Claimed guest) {
    Supplier<Outcome<Boolean>> release = fleet.releasing(guest.compute());
    long end = System.nanoTime() + COMING.toNanos();
    while (System.nanoTime() - end < 0) {
      if (find(guest.compute()) instanceof Outcome.Granted<List<Attachment>>(var all)
          && !all.isEmpty()) {
        return Outcome.of(new Here(all, guest.moved()));
      }
      pause();
    }
    if (guest.moved()) {
      var _ = release.get();
    }
    return Outcome.refuse(
        Problem.of(
            Code.SERVICE_UNAVAILABLE,
            "%s is not in force here after %d s: see this node's events."
                .formatted(guest.compute(), COMING.toSeconds())));
  }

  private static boolean isCalled(Attachment it, String guest) {
    return Guests.means(guest, it.account(), it.compute(), it.computeId());
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
