package io.sekisho.fleetapi;

import io.sekisho.audit.Activity;
import io.sekisho.audit.Detail;
import io.sekisho.control.Edition;
import io.sekisho.control.Initiator;
import io.sekisho.control.Ledger;
import io.sekisho.fleet.Deeds;
import io.sekisho.fleet.Deeds.Deed;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.roster.Roster;
import io.sekisho.telemetry.Event;
import io.sekisho.witness.GuestRecords;
import io.sekisho.witness.Tally;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Puts on record what guests were given on their nodes. A node tells of its own guests: what it
/// says of others stands in no account's trail.
final class NodeRecords {
  private final Ledger ledger;
  private final Tally tally;

  /// Up to where each node's records were taken by this controller.
  private final Map<String, Place> places = new ConcurrentHashMap<>();

  private record Place(String stream, long last) {}

  NodeRecords(Ledger ledger, Tally tally) {
    this.ledger = ledger;
    this.tally = tally;
  }

  Outcome<Deeds.Kept> keep(Initiator node, Deeds sent) {
    if (sent.deeds().size() > Deeds.MOST || sent.first() < 1) {
      return Outcome.refuse(
          Problem.of(
              Code.INVALID_VALUE,
              "Send up to %d records, the first of which has a number from 1 on."
                  .formatted(Deeds.MOST)));
    }
    long last = sent.first() + sent.deeds().size() - 1;
    Place known = places.getOrDefault(node.id(), new Place(sent.stream(), 0));
    long from =
        known.stream.equals(sent.stream()) ? Math.max(sent.first(), known.last + 1) : sent.first();
    List<Activity> fresh =
        sent.deeds().stream()
            .skip(from - sent.first())
            .flatMap(deed -> activity(node, deed).stream())
            .toList();
    Optional<Problem> problem = kept(fresh);
    if (problem.isPresent()) {
      return Outcome.refuse(problem.get());
    }
    places.put(node.id(), new Place(sent.stream(), Math.max(last, from - 1)));
    return Outcome.of(new Deeds.Kept(Math.max(last, from - 1)));
  }

  /// They are written in their order: once the last one is, all are.
  private Optional<Problem> kept(List<Activity> all) {
    for (Activity each : all.subList(0, Math.max(0, all.size() - 1))) {
      tally.take(each);
    }
    return all.isEmpty() ? Optional.empty() : tally.record(all.getLast());
  }

  private Optional<Activity> activity(Initiator node, Deed deed) {
    boolean own = isOn(ledger.edition(), node.id(), deed);
    Event.Activity event =
        new Event.Activity(
            deed.at(),
            deed.trace(),
            deed.action(),
            deed.success(),
            deed.reason(),
            deed.code(),
            own ? deed.account() : "",
            deed.initiator(),
            deed.target(),
            deed.detail());
    return GuestRecords.record(event)
        .map(
            it -> {
              Map<Detail, String> told = new EnumMap<>(Detail.class);
              told.putAll(it.details());
              told.put(Detail.NODE_ID, node.id());
              return it.telling(it.differences(), told);
            });
  }

  private static boolean isOn(Edition now, String node, Deed deed) {
    String compute = deed.initiator().substring(deed.initiator().lastIndexOf(':') + 1);
    return Roster.at(now, compute).filter(it -> it.node().equals(node)).isPresent()
        && now.snapshot()
            .subject(compute)
            .map(it -> it.compute().identity())
            .filter(it -> it.crn().toString().equals(deed.initiator()))
            .filter(it -> it.account().value().equals(deed.account()))
            .isPresent();
  }
}
