package io.sekisho.fleetapi;

import io.sekisho.control.Edition;
import io.sekisho.control.Kind;
import io.sekisho.control.Ledger;
import io.sekisho.control.Store.Changed;
import io.sekisho.control.Store.Entry;
import io.sekisho.control.Store.Feed;
import io.sekisho.control.Store.Label;
import io.sekisho.control.StoreGap;
import io.sekisho.fleet.Document.Ref;
import io.sekisho.fleet.FleetJson;
import io.sekisho.fleet.Line;
import io.sekisho.fleet.Paths;
import io.sekisho.fleet.Placement;
import io.sekisho.roster.Roster;
import io.sekisho.vpc.Subnet;
import io.sekisho.web.Reply;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Tells nodes of what concerns them, each in a thread of its own. A write costs what it changes:
/// it wakes the nodes that it concerns, and they find out for themselves what they have to be sent.
/// A node that is slow has one thing waiting for it, however much happens meanwhile.
public final class Watches implements AutoCloseable {
  private static final int MOST_PAGES = 10;
  private static final String DELETED =
      "The node was deleted: it serves nobody from now on. Have it join again with a new token.";

  private final Ledger ledger;
  private final Attendance attendance;
  private final Whereabouts whereabouts = new Whereabouts();
  private final Share.Profiles profiles = new Share.Profiles();
  private final Map<String, Watch> open = new ConcurrentHashMap<>();
  private final Map<Ref, Set<Watch>> users = new HashMap<>();
  private volatile long settled;
  private volatile boolean closed;

  public Watches(Ledger ledger, Attendance attendance) {
    this.ledger = ledger;
    this.attendance = attendance;
    ledger.watch(this::written, this::anew);
    anew();
  }

  /// Ends when the node goes, is deleted, or watches from elsewhere.
  ///
  /// @param after the revision that the node has
  Reply.Stream stream(String node, Optional<Long> after) {
    return out -> {
      Watch watch = new Watch(node);
      Optional.ofNullable(open.put(node, watch)).ifPresent(Watch::over);
      attendance.watches(node, true, ledger.clock().instant());
      try {
        if (!closed && Roster.node(ledger.edition(), node).isPresent()) {
          tell(watch, after, out);
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      } finally {
        use(watch, Share.NOTHING);
        if (open.remove(node, watch)) {
          attendance.watches(node, false, ledger.clock().instant());
        }
      }
    };
  }

  private void tell(Watch watch, Optional<Long> after, Reply.Sink out)
      throws IOException, InterruptedException {
    out.write(FleetJson.line(first(watch, after)));
    while (!watch.isOver()) {
      watch.await(Paths.ALIVE_SECONDS * 1_000L);
      if (watch.ended().isPresent()) {
        out.write(FleetJson.line(new Line.End(watch.ended().get())));
        return;
      }
      if (!watch.isOver()) {
        // In this order: what was written up to then has woken whom it concerns.
        long at = settled;
        Optional<Line> change = watch.takeDue() ? change(watch, at) : Optional.empty();
        out.write(FleetJson.line(change.orElseGet(() -> new Line.Alive(at))));
        attendance.seen(watch.node(), ledger.clock().instant());
      }
    }
  }

  private Line first(Watch watch, Optional<Long> after) {
    ledger.catchUp();
    long at = settled;
    Share share = renew(watch);
    boolean same = after.isPresent() && after.get() <= at && unconcerned(share, after.get(), at);
    return same ? new Line.Resumed(at) : new Line.Everything(at, share.besides(Share.NOTHING));
  }

  private Optional<Line> change(Watch watch, long at) {
    Share before = watch.sent();
    Share share = renew(watch);
    Line.Change change = new Line.Change(at, share.besides(before), share.without(before));
    return change.put().isEmpty() && change.delete().isEmpty()
        ? Optional.empty()
        : Optional.of(change);
  }

  /// What the node needs now. What is written before it is known what concerns the node, wakes it
  /// here.
  private Share renew(Watch watch) {
    Edition now = ledger.edition();
    Share share = Share.of(now, whereabouts.guests(watch.node()), profiles);
    use(watch, share);
    if (ledger.edition().revision() != now.revision()) {
      watch.wake();
    }
    return share;
  }

  /// From now on, the node is concerned by what is in this.
  private void use(Watch watch, Share share) {
    synchronized (users) {
      for (Ref gone : share.without(watch.sent())) {
        Set<Watch> rest = users.getOrDefault(gone, new HashSet<>());
        rest.remove(watch);
        if (rest.isEmpty()) {
          users.remove(gone);
        }
      }
      share.values().keySet().stream()
          .filter(ref -> !watch.sent().values().containsKey(ref))
          .forEach(ref -> users.computeIfAbsent(ref, _ -> new HashSet<>()).add(watch));
    }
    watch.sent(share);
  }

  /// Whether nothing that was written since can have been of the node's. Of what is gone it is not
  /// known whose it was: then something may have been.
  private boolean unconcerned(Share share, long after, long until) {
    try {
      long from = after;
      for (int page = 0; page < MOST_PAGES && from < until; page++) {
        Feed feed = ledger.changes(Optional.empty(), from);
        for (Changed changed : feed.changes()) {
          if (mayConcern(share, changed.entry())) {
            return false;
          }
        }
        from = feed.changes().isEmpty() ? until : feed.changes().getLast().revision();
      }
      return from >= until;
    } catch (StoreGap _) {
      return false;
    }
  }

  private static boolean mayConcern(Share share, Entry entry) {
    Label label = entry.label();
    return switch (label.kind()) {
      case PLACEMENT -> true;
      case NODE -> false;
      case INSTANCE, BARE_METAL_SERVER ->
          entry instanceof Entry.Delete || share.values().containsKey(ref(label));
      case TRUSTED_PROFILE, RESOURCE_GROUP -> share.values().containsKey(account(label));
      // Of one that is gone it is not known in which VPC it was.
      case SUBNET ->
          share.values().containsKey(entry instanceof Entry.Put put ? vpc(put) : account(label));
      default -> share.values().containsKey(ref(label));
    };
  }

  private static Ref ref(Label label) {
    return new Ref(label.kind().singular(), label.id());
  }

  private static Ref account(Label label) {
    return new Ref(Kind.ACCOUNT.singular(), label.account().value());
  }

  /// Who is in a VPC is told of all its subnets.
  private static Ref vpc(Entry.Put subnet) {
    return new Ref(Kind.VPC.singular(), ((Subnet) subnet.value()).vpc());
  }

  private void written(List<Entry> entries) {
    entries.forEach(this::wake);
    settled = ledger.edition().revision();
  }

  private void wake(Entry entry) {
    Label label = entry.label();
    switch (label.kind()) {
      case PLACEMENT -> placed(entry);
      case NODE -> {
        if (entry instanceof Entry.Delete) {
          attendance.forget(label.id());
          Optional.ofNullable(open.get(label.id())).ifPresent(watch -> watch.end(DELETED));
        }
      }
      case INSTANCE, BARE_METAL_SERVER -> {
        wake(whereabouts.node(label.id()));
        wake(ref(label));
      }
      case TRUSTED_PROFILE, RESOURCE_GROUP -> {
        wake(ref(label));
        wake(account(label));
      }
      case SUBNET -> {
        wake(ref(label));
        if (entry instanceof Entry.Put put) {
          wake(vpc(put));
        }
      }
      default -> wake(ref(label));
    }
  }

  private void placed(Entry entry) {
    switch (entry) {
      case Entry.Put(_, Object value) -> {
        Placement placement = (Placement) value;
        wake(whereabouts.put(placement));
        wake(Optional.of(placement.node()));
      }
      case Entry.Delete(Label label) ->
          wake(whereabouts.remove(label.id().substring(Placement.id("").length())));
    }
  }

  private void wake(Optional<String> node) {
    node.map(open::get).ifPresent(Watch::wake);
  }

  private void wake(Ref ref) {
    synchronized (users) {
      users.getOrDefault(ref, Set.of()).forEach(Watch::wake);
    }
  }

  private void anew() {
    Edition now = ledger.edition();
    whereabouts.begin(now);
    open.values()
        .forEach(
            watch -> {
              if (Roster.node(now, watch.node()).isEmpty()) {
                watch.end(DELETED);
              }
              watch.wake();
            });
    settled = now.revision();
  }

  /// Lets go of all nodes.
  @Override
  public void close() {
    closed = true;
    open.values().forEach(Watch::over);
  }
}
