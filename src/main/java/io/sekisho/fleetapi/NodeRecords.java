package io.sekisho.fleetapi;

import io.sekisho.audit.Activity;
import io.sekisho.audit.Detail;
import io.sekisho.control.AuditRecords;
import io.sekisho.control.Edition;
import io.sekisho.control.Initiator;
import io.sekisho.control.Ledger;
import io.sekisho.control.Store.Audit;
import io.sekisho.control.Store.Reached;
import io.sekisho.control.Store.Sheaf;
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
import java.util.stream.Stream;

/// Puts on record what guests were given on their nodes. A node tells of its own guests: what it
/// says of others stands in no account's trail, and in the node's own name: it could make up as
/// many as it likes.
final class NodeRecords {
  private static final int TRIES = 3;
  private static final int LONGEST_STREAM = 64;
  private static final int LONGEST = 512;

  private final Ledger ledger;
  private final Tally tally;
  private final Keeping keeping;

  private final Map<String, Place> places = new ConcurrentHashMap<>();

  /// Up to where a node's records are in the trail, as far as this controller knows: one request at
  /// a time looks, and writes.
  private static final class Place {
    Optional<Reached> known = Optional.empty();
  }

  NodeRecords(Ledger ledger, Tally tally) {
    this.ledger = ledger;
    this.tally = tally;
    this.keeping = new Keeping(ledger::keep);
  }

  Outcome<Deeds.Kept> keep(Initiator node, Deeds sent) {
    if (sent.deeds().size() > Deeds.MOST || sent.first() < 1 || sent.stream().isEmpty()) {
      return Outcome.refuse(
          Problem.of(
              Code.INVALID_VALUE,
              "Send up to %d records of a stream, the first of which has a number from 1 on."
                  .formatted(Deeds.MOST)));
    }
    if (!isPlain(sent.stream(), LONGEST_STREAM)
        || !sent.deeds().stream().allMatch(NodeRecords::isPlain)) {
      return Outcome.refuse(
          Problem.of(
              Code.INVALID_VALUE,
              "Send texts of up to %d characters, the stream's name of up to %d, none of them with control characters."
                  .formatted(LONGEST, LONGEST_STREAM)));
    }
    Place place = places.computeIfAbsent(node.id(), _ -> new Place());
    synchronized (place) {
      for (int i = 0; i < TRIES; i++) {
        Reached known = place.known.orElseGet(() -> ledger.reached(node.id()));
        long done = known.stream().equals(sent.stream()) ? known.last() : 0;
        long last = sent.first() + sent.deeds().size() - 1;
        if (last <= done) {
          return Outcome.of(new Deeds.Kept(done));
        }
        // Whatever comes of it: what is known is looked up again, unless this is it.
        place.known = Optional.empty();
        Reached after = new Reached(sent.stream(), last);
        if (kept(node, known, after, fresh(node, sent, done))) {
          place.known = Optional.of(after);
          return Outcome.of(new Deeds.Kept(last));
        }
      }
    }
    return Outcome.refuse(
        Problem.of(
            Code.SERVICE_UNAVAILABLE,
            "Another controller takes records of this node: send them again."));
  }

  private List<Activity> fresh(Initiator node, Deeds sent, long done) {
    return sent.deeds().stream()
        .skip(Math.max(0, done + 1 - sent.first()))
        .flatMap(deed -> activity(node, deed).stream())
        .toList();
  }

  private boolean kept(Initiator node, Reached before, Reached after, List<Activity> all) {
    Tally.Sifted sifted = tally.sift(all);
    boolean done = false;
    try {
      List<Audit> records = sifted.told().stream().map(AuditRecords::of).toList();
      done = keeping.keep(new Sheaf(node.id(), before, after, records));
      return done;
    } finally {
      sifted.settle(done);
    }
  }

  /// No node has a reason to send anything else, and what a database does not take must not come to
  /// one. In a detail may be what a guest said: that is cut.
  private static boolean isPlain(Deed deed) {
    return Stream.of(
            deed.trace(),
            deed.action(),
            deed.code(),
            deed.account(),
            deed.initiator(),
            deed.target())
        .allMatch(it -> isPlain(it, LONGEST));
  }

  private static boolean isPlain(String text, int most) {
    return text.length() <= most
        && text.chars()
            .noneMatch(it -> Character.isISOControl(it) || Character.isSurrogate((char) it));
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
            deed.detail().substring(0, Math.min(deed.detail().length(), LONGEST)));
    return GuestRecords.record(event)
        .map(
            it -> {
              Map<Detail, String> told = new EnumMap<>(Detail.class);
              told.putAll(it.details());
              told.put(Detail.NODE_ID, node.id());
              Activity one = it.telling(it.differences(), told);
              return own ? one : one.by(AuditRecords.initiator(node));
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
