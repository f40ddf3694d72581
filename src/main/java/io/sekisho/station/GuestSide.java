package io.sekisho.station;

import io.sekisho.control.SnapshotListener;
import io.sekisho.credential.Mint;
import io.sekisho.guest.GuestPlane;
import io.sekisho.guest.Issuer;
import io.sekisho.guest.Reception;
import io.sekisho.helper.HelperClient;
import io.sekisho.host.Attachment;
import io.sekisho.host.HostPlans;
import io.sekisho.host.Names;
import io.sekisho.nodewire.HostView;
import io.sekisho.snapshot.Snapshot;
import io.sekisho.telemetry.Journal;
import io.sekisho.telemetry.Metrics;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/// The half of the house that serves guests on this host, from snapshots that somebody hands to it.
public final class GuestSide implements SnapshotListener, AutoCloseable {
  /// What every guest may call the service.
  public static final Set<String> GUEST_NAMES =
      Set.of("169.254.169.254", "fd00:ec2::254", "api.metadata.cloud.ibm.com");

  public static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "::1");

  private final Front front;
  private final Optional<HelperClient> helper;
  private final Names names;
  private final GuestPlane guests;
  private final DataPlane plane;
  private final Journal journal;
  private final Optional<HostSurvey> survey;
  private volatile Snapshot current = Snapshot.EMPTY;

  /// As current, from when the kernel enforces it and it is listened for.
  private volatile Snapshot inForce = Snapshot.EMPTY;

  /// What answers guests need of others.
  ///
  /// @param mint signs and checks identity tokens
  /// @param issuer signs all else
  /// @param records the journal that keeps what guests were given
  /// @param onRecord whether what is given out can be put on record: if not, nothing is
  public record Needs(Mint mint, Issuer issuer, Journal records, BooleanSupplier onRecord) {}

  public GuestSide(
      Front front,
      Optional<HelperClient> helper,
      Needs needs,
      Journal journal,
      Metrics metrics,
      InstantSource clock) {
    this.front = front;
    this.helper = helper;
    this.names = new Names(front.prefix());
    this.journal = journal;
    this.guests =
        new GuestPlane(
            new GuestPlane.Parts(
                needs.mint,
                needs.issuer,
                helper
                    .<Reception>map(it -> new NamespaceReception(it, names))
                    .orElseGet(this::loopback),
                guestNames(front, helper.isPresent()),
                front.limits().http(),
                needs.records,
                metrics,
                clock,
                needs.onRecord));
    this.survey = helper.map(it -> new HostSurvey(() -> counted(it), names, () -> inForce, clock));
    this.plane =
        new DataPlane(helper, new HostPlans(names, DataPlane.HANDSHAKES), guests, journal, clock);
  }

  /// The names under which guests may ask.
  ///
  /// @param kernel whether they ask through interfaces of their own
  public static Set<String> guestNames(Front front, boolean kernel) {
    Set<String> all = new TreeSet<>(GUEST_NAMES);
    front.serviceName().ifPresent(all::add);
    if (!kernel) {
      all.addAll(LOCAL_NAMES);
    }
    return all;
  }

  @Override
  public void published(Snapshot before, Snapshot after) {
    current = after;
    plane.published(before, after);
    inForce = after;
  }

  /// Listens to what the helper has to say, from when guests are served.
  ///
  /// @param forsaken called where there is no helper any more: better no answer than one that was
  ///   forbidden
  /// @param left told the id of each compute resource of which an interface went from this host and
  ///   has not come back, and its tap: its connections are closed by then
  public void follow(Runnable forsaken, BiConsumer<String, String> left) {
    helper.ifPresent(
        it -> it.follow(new KernelNews(() -> current, names, guests, journal, forsaken, left)));
  }

  /// To be called once a minute.
  public void refresh() {
    guests.refresh();
  }

  public LoopbackReception loopback() {
    return new LoopbackReception(front.loopbackPort());
  }

  /// Where each interface meets this host, for whoever plugs guests in; or the port in its stead.
  public List<io.sekisho.wire.Attachment> attachments() {
    return attachments(current);
  }

  /// The same of what is in force.
  public List<io.sekisho.wire.Attachment> attachmentsInForce() {
    return attachments(inForce);
  }

  /// What is in force on this host, and what the kernel counted of it at most a second ago. Where
  /// guests are simulated there is no such thing.
  ///
  /// @throws RuntimeException if the helper is away, or can't tell
  public HostView survey() {
    return survey
        .map(HostSurvey::view)
        .orElseGet(() -> new HostView(List.of(), List.of(), List.of()));
  }

  private static Map<String, Tally> counted(HelperClient helper) {
    Map<String, Tally> all = new HashMap<>();
    helper.counted().forEach((namespace, counts) -> all.put(namespace, Tally.of(counts)));
    return all;
  }

  private List<io.sekisho.wire.Attachment> attachments(Snapshot now) {
    List<Attachment> all =
        helper.isPresent() ? Attachment.all(now, names) : loopback().attachments(now);
    return all.stream().map(Attachments::wire).toList();
  }

  @Override
  public void close() {
    guests.close();
  }
}
