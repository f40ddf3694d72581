package io.sekisho.guest;

import io.sekisho.credential.Mint;
import io.sekisho.http.Limits;
import io.sekisho.http.Listener;
import io.sekisho.http.Server;
import io.sekisho.snapshot.Snapshot;
import io.sekisho.telemetry.Event;
import io.sekisho.telemetry.Journal;
import io.sekisho.telemetry.Metrics;
import io.sekisho.vpc.MetadataService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// Everything that stands between guests and their documents: listeners, the service behind them,
/// and the snapshot it answers from.
public final class GuestPlane implements AutoCloseable {
  private final Reception reception;
  private final Issuer issuer;
  private final Set<String> names;
  private final Journal journal;
  private final InstantSource clock;
  private final Doorman doorman;
  private final Shelf shelf = new Shelf();
  private final GuestService service;
  private final Server<Caller> server;
  private final Map<String, Listener> open = new HashMap<>();
  private volatile Snapshot current = Snapshot.EMPTY;

  /// What a guest plane is made of.
  ///
  /// @param mint signs and checks identity tokens
  /// @param issuer signs all else
  /// @param names under which guests may ask: the addresses, IBM's name, the operator's own
  /// @param onRecord whether what is given out can be put on record: if not, nothing is
  public record Parts(
      Mint mint,
      Issuer issuer,
      Reception reception,
      Set<String> names,
      Limits limits,
      Journal journal,
      Metrics metrics,
      InstantSource clock,
      BooleanSupplier onRecord) {
    public Parts {
      names = Set.copyOf(names);
    }
  }

  public GuestPlane(Parts parts) {
    this.reception = parts.reception;
    this.issuer = parts.issuer;
    this.names = parts.names;
    this.journal = parts.journal;
    this.clock = parts.clock;
    this.doorman = new Doorman(() -> current, parts.journal, parts.clock);
    Desk desk =
        new Desk(
            () -> current,
            new Bearer(parts.mint),
            new Desk.Issuing(
                new IdentityTokens(parts.mint),
                new IamTokens(parts.issuer),
                new IdentityCertificates(parts.issuer),
                parts.onRecord),
            shelf);
    this.service =
        new GuestService(() -> current, doorman, desk, parts.journal, parts.metrics, parts.clock);
    this.server = new Server<>(service, parts.limits, parts.names, parts.metrics, parts.journal);
  }

  /// Takes up a new snapshot. When this returns, no answer that the snapshot does not allow is
  /// still on its way: connections that are no longer served are reset, and every event loop has
  /// finished what it had decided before.
  ///
  /// @throws UncheckedIOException if a listener can't be opened; the snapshot is in force all the
  ///   same
  public synchronized void published(Snapshot now) {
    current = now;
    shelf.tidy(now);
    Map<String, Site> wanted = reception.sites(now);
    closeAllBut(wanted);
    server.cut(caller -> !service.serves(caller));
    openMissing(wanted);
  }

  /// Sees to it that the listeners stand where they have to, if that changed while the snapshot did
  /// not: a namespace that somebody removed was made anew.
  public synchronized void refresh() {
    published(current);
  }

  /// Says that an interface retries handshakes and never completes one: its hop limit stops the
  /// answers.
  ///
  /// @param retransmits how often one answer was sent again in vain
  public void handshakesStall(Snapshot.Owner owner, int retransmits) {
    if (owner.subject().served()) {
      journal.write(stalled(owner, retransmits));
    }
  }

  /// Says that an interface is not plugged in any more. When this returns, its connections are
  /// closed; whoever is plugged in there next may connect.
  ///
  /// @param tap the host's end
  public void unplugged(Snapshot.Owner owner, String tap) {
    server.cut(caller -> caller.networkInterface().equals(owner.nic().id()));
    journal.write(gone(owner, tap));
  }

  @Override
  public synchronized void close() {
    server.close();
  }

  private void closeAllBut(Map<String, Site> wanted) {
    var standing = open.entrySet().iterator();
    while (standing.hasNext()) {
      Map.Entry<String, Listener> entry = standing.next();
      if (!wanted.containsKey(entry.getKey())) {
        entry.getValue().close();
        doorman.forgets(entry.getKey());
        standing.remove();
      }
    }
  }

  private void openMissing(Map<String, Site> wanted) {
    List<String> failed = new ArrayList<>();
    wanted.forEach(
        (label, site) -> {
          if (!open.containsKey(label)) {
            doorman.knows(label, site.place());
            try {
              open.put(label, listen(label, site));
            } catch (IOException e) {
              failed.add(where(site) + " (" + reason(e) + ")");
            }
          }
        });
    if (!failed.isEmpty()) {
      String message = "can't listen for guests at " + String.join(", ", failed);
      throw new UncheckedIOException(message, new IOException(message));
    }
  }

  private static String where(Site site) {
    return site.at().getAddress().getHostAddress() + ":" + site.at().getPort();
  }

  private static String reason(IOException e) {
    Throwable cause = e.getCause();
    return String.valueOf((cause == null ? e : cause).getMessage());
  }

  private Listener listen(String label, Site site) throws IOException {
    return server.listen(
        label,
        site.at(),
        site.tls() ? Optional.of(issuer.serverKeys(names, clock)) : Optional.empty(),
        site.opener());
  }

  private Event gone(Snapshot.Owner owner, String tap) {
    return notice(
        Event.Kind.GUEST_UNPLUGGED, owner, Map.of("interface", owner.nic().name(), "tap", tap));
  }

  private Event stalled(Snapshot.Owner owner, int retransmits) {
    MetadataService service = owner.subject().compute().metadataService();
    return notice(
        Event.Kind.HOP_LIMIT_STOPS_ANSWERS,
        owner,
        Map.of(
            "retransmits", Integer.toString(retransmits),
            "response_hop_limit", Integer.toString(service.responseHopLimit()),
            "hint",
                "Handshakes from this interface are never completed. If a container or a nested guest"
                    + " is asking, its answers need a higher response_hop_limit."));
  }

  /// @param more what is told besides whose interface it is
  private Event notice(Event.Kind kind, Snapshot.Owner owner, Map<String, String> more) {
    Map<String, String> fields = new HashMap<>(more);
    fields.put("compute", owner.subject().compute().id());
    fields.put("name", owner.subject().compute().identity().name());
    fields.put("account", owner.subject().account().name());
    return new Event.Notice(clock.instant(), kind, fields);
  }
}
