package io.sekisho.guest;

import io.sekisho.address.Ip;
import io.sekisho.http.Arrival;
import io.sekisho.snapshot.Snapshot;
import io.sekisho.telemetry.Event;
import io.sekisho.telemetry.Journal;
import io.sekisho.vpc.MetadataService.Protocol;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Tells who has connected, or turns them away without a word.
///
/// The kernel has dropped every packet whose interface, MAC and address do not belong together, so
/// that the listener's VPC and the peer's address name the interface. The mark that the kernel put
/// on the packet by its interface has to say the same: two independent witnesses, or no answer.
final class Doorman {
  private final Supplier<Snapshot> current;
  private final Journal journal;
  private final InstantSource clock;
  private final Map<String, Place> places = new ConcurrentHashMap<>();
  private final Rarely strangers = new Rarely(Duration.ofMinutes(1));

  Doorman(Supplier<Snapshot> current, Journal journal, InstantSource clock) {
    this.current = current;
    this.journal = journal;
    this.clock = clock;
  }

  void knows(String label, Place place) {
    places.put(label, place);
  }

  void forgets(String label) {
    places.remove(label);
  }

  Optional<Caller> admit(Arrival arrival) {
    Place place = places.get(arrival.place());
    if (place == null) {
      return turnAway(Event.Kind.CALLER_UNKNOWN, arrival);
    }
    Snapshot now = current.get();
    Ip address = place.only().orElse(arrival.peer());
    Optional<Snapshot.Owner> owner = now.owner(place.vpc(), address);
    if (owner.isEmpty()) {
      return turnAway(Event.Kind.CALLER_UNKNOWN, arrival);
    }
    if (place.marked() && owner.get().nic().mark() != arrival.mark()) {
      return turnAway(Event.Kind.CALLER_CONTRADICTED, arrival);
    }
    Protocol protocol = arrival.tls() ? Protocol.HTTPS : Protocol.HTTP;
    Caller caller = new Caller(place.vpc(), address, owner.get(), protocol);
    return caller.subject(now).isPresent() ? Optional.of(caller) : Optional.empty();
  }

  private Optional<Caller> turnAway(Event.Kind why, Arrival arrival) {
    if (strangers.isTimeFor(why + " " + arrival.place(), clock.instant())) {
      journal.write(
          new Event.Notice(
              clock.instant(),
              why,
              Map.of(
                  "place", arrival.place(),
                  "peer", arrival.peer().toString(),
                  "mark", Integer.toString(arrival.mark()))));
    }
    return Optional.empty();
  }
}
