package io.sekisho.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.message.Corpus;
import io.sekisho.message.Screen;
import io.sekisho.telemetry.Event;
import io.sekisho.telemetry.Metrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;

/// A server on a free port with everything that a test may want to look at.
final class Rig implements AutoCloseable {
  static final String HOST = Corpus.HOST;

  final TestService service = new TestService();
  final Metrics metrics = new Metrics();
  final List<Event> events = new CopyOnWriteArrayList<>();
  final Server<String> server;

  Rig(Limits limits) {
    this(Transport.best(), limits);
  }

  Rig(Transport transport, Limits limits) {
    var names = Set.of(HOST, "127.0.0.1", "::1", "169.254.169.254", "fd00:ec2::254");
    var screen = new Screen(names, limits.size().body());
    var shares = new Shares(limits, metrics);
    server = new Server<>(transport, new Desk<>(service, limits, screen, shares, events::add));
  }

  static Rig standard() {
    return new Rig(Limits.DEFAULT);
  }

  Listener listen(String place) throws IOException {
    return listen(place, Optional.empty());
  }

  Listener listen(String place, Optional<KeyManagerFactory> keys) throws IOException {
    var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return server.listen(place, any, keys, Opener.HERE);
  }

  /// A connection to a new listener of that place.
  Guest guest(String place) throws IOException {
    return Guest.at(listen(place).address());
  }

  Guest guest() throws IOException {
    return guest("here");
  }

  double connections(String fate) {
    return metrics.connection(fate).get();
  }

  /// Waits until so many connections have ended this way.
  void awaitConnections(String fate, int count) throws InterruptedException {
    for (int i = 0; i < 1_000 && connections(fate) < count; i++) {
      Thread.sleep(10);
    }
    assertThat(connections(fate)).as(fate).isEqualTo(count);
  }

  @Override
  public void close() {
    server.close();
  }
}
