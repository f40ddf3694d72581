package io.sekisho.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sekisho.client.Failure;
import io.sekisho.control.Store.Retention;
import io.sekisho.credential.NodeKeys;
import io.sekisho.network.FloatingPool;
import io.sekisho.station.GuestLimits;
import io.sekisho.store.StateDirectory.Place;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/// What tests of a fleet have in common.
final class FleetScene {
  private FleetScene() {}

  static String refused(Callable<?> deed) throws Exception {
    try {
      deed.call();
      return "";
    } catch (Failure e) {
      return e.getMessage();
    }
  }

  static String refused(Runnable deed) throws Exception {
    return refused(
        () -> {
          deed.run();
          return "";
        });
  }

  static Settings settings(
      Path state, Settings.Guests guests, int port, Optional<Settings.NodesPort> nodes) {
    return settings(new Place(state, Optional.empty(), Optional.empty()), guests, port, nodes);
  }

  static Settings settings(
      Place place, Settings.Guests guests, int port, Optional<Settings.NodesPort> nodes) {
    return new Settings(
        place.path(),
        place.database(),
        place.keyFile(),
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        guests,
        "ft",
        port,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        GuestLimits.of(Map.of()),
        Retention.DEFAULT,
        FloatingPool.of(List.of("us-south-1=203.0.113.0/28")),
        nodes);
  }

  /// Trusts a controller, and shows nothing.
  static SSLContext tls(House controller) throws Exception {
    java.security.KeyStore store = java.security.KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("root", controller.authority().roots().getFirst());
    var trust =
        javax.net.ssl.TrustManagerFactory.getInstance(
            javax.net.ssl.TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    TrustManager[] managers = trust.getTrustManagers();
    return NodeKeys.stranger(managers);
  }

  static <T> Optional<T> eventually(Callable<Optional<T>> asked) throws Exception {
    long deadline = System.nanoTime() + FleetTest.SOON.toNanos();
    Optional<T> found = asked.call();
    while (found.isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(50);
      found = asked.call();
    }
    return found;
  }

  /// Whether something that may still be so for a moment is so no more.
  static boolean never(Callable<Optional<String>> asked) throws Exception {
    long deadline = System.nanoTime() + FleetTest.SOON.toNanos();
    while (System.nanoTime() < deadline) {
      if (asked.call().isEmpty()) {
        return true;
      }
      Thread.sleep(50);
    }
    return false;
  }

  static int freePort() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] inventory(boolean enabled) {
    return """
    accounts:
      - name: acme
        vpcs:
          - name: prod
            region: us-south
            subnets:
              - {name: front, zone: us-south-1, ipv4_cidr_block: 10.0.0.0/24}
        trusted_profiles:
          - name: web
        instances:
          - name: one
            vpc: prod
            metadata_service: {enabled: %s}
            default_trusted_profile: {target: web}
          - name: other
            vpc: prod
            metadata_service: {enabled: true}
    """
        .formatted(enabled)
        .getBytes(UTF_8);
  }
}
