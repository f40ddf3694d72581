package io.sekisho.guest;

import io.sekisho.credential.Authority;
import io.sekisho.credential.Mint;
import io.sekisho.credential.Vault;
import io.sekisho.http.Limits;
import io.sekisho.http.Opener;
import io.sekisho.snapshot.Contents;
import io.sekisho.snapshot.Snapshot;
import io.sekisho.telemetry.Event;
import io.sekisho.telemetry.Metrics;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.MetadataService.Protocol;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.Subject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/// A guest plane on loopback ports, one for each interface, with a clock that a test can move.
final class Plane implements AutoCloseable {
  /// Making keys takes long: one set serves all tests.
  private static final Vault VAULT = new Memory();

  final List<Event> events = new CopyOnWriteArrayList<>();
  final AtomicReference<Instant> time = new AtomicReference<>(Instant.now());
  final Metrics metrics = new Metrics();
  final Mint mint;
  final Authority authority;

  /// Whether what is given out can be put on record.
  final AtomicBoolean recordable = new AtomicBoolean(true);

  private final GuestPlane plane;
  private final Map<String, Integer> ports = new HashMap<>();
  private Snapshot current = Snapshot.EMPTY;

  Plane() {
    InstantSource clock = time::get;
    mint = Mint.open(VAULT, Mint.Settings.of("us-south"), clock.instant());
    authority = Authority.open(VAULT, clock.instant());
    plane =
        new GuestPlane(
            new GuestPlane.Parts(
                mint,
                Issuer.of(mint, authority),
                this::sites,
                Set.of("localhost", "127.0.0.1", "169.254.169.254"),
                Limits.DEFAULT,
                events::add,
                metrics,
                clock,
                recordable::get));
  }

  void publish(Contents contents) {
    current = current.next(current.revision() + 1, contents);
    plane.published(current);
  }

  void publish(Compute... computes) {
    publish(World.contents(computes));
  }

  GuestPlane guests() {
    return plane;
  }

  Guest guest(Compute compute) {
    return new Guest(port(compute));
  }

  int port(Compute compute) {
    return ports.computeIfAbsent(compute.interfaces().getFirst().id(), id -> free());
  }

  List<Event.Activity> activities() {
    return events.stream()
        .filter(Event.Activity.class::isInstance)
        .map(Event.Activity.class::cast)
        .toList();
  }

  List<Event.Access> accesses() {
    return events.stream()
        .filter(Event.Access.class::isInstance)
        .map(Event.Access.class::cast)
        .toList();
  }

  @Override
  public void close() {
    plane.close();
  }

  private Map<String, Site> sites(Snapshot now) {
    Map<String, Site> sites = new LinkedHashMap<>();
    for (Subject subject : now.subjects()) {
      NetworkInterface nic = subject.compute().interfaces().getFirst();
      boolean tls = subject.compute().metadataService().protocol() == Protocol.HTTPS;
      Place place = Place.standIn(subject.vpc().id(), nic.primaryIp().address());
      InetSocketAddress at =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port(subject.compute()));
      sites.put(nic.id() + tls, new Site(place, at, tls, Opener.HERE));
    }
    return sites;
  }

  private static int free() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Secrets in memory.
  static final class Memory implements Vault {
    private final Map<String, byte[]> secrets = new ConcurrentHashMap<>();

    @Override
    public Set<String> names() {
      return Set.copyOf(secrets.keySet());
    }

    @Override
    public Optional<byte[]> read(String name) {
      return Optional.ofNullable(secrets.get(name)).map(byte[]::clone);
    }

    @Override
    public boolean write(String name, byte[] secret) {
      return secrets.putIfAbsent(name, secret.clone()) == null;
    }

    @Override
    public void erase(String name) {
      secrets.remove(name);
    }
  }
}
