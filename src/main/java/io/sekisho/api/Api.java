package io.sekisho.api;

import io.helidon.common.tls.Tls;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// The operator's API, listening: HTTPS and nothing else.
public final class Api implements AutoCloseable {
  private static final int MAX_CONNECTIONS = 256;
  private static final int MAX_REQUEST_LINE = 4 * 1024;
  private static final int MAX_HEADERS = 16 * 1024;
  private static final Duration READ = Duration.ofSeconds(15);
  private static final Duration IDLE = Duration.ofMinutes(1);
  private static final Duration STOP = Duration.ofSeconds(2);
  private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

  /// Forward secrecy and authenticated encryption, or no connection.
  private static final List<String> SUITES =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");

  private final WebServer server;

  private Api(WebServer server) {
    this.server = server;
  }

  /// Starts to listen; returns when requests are taken.
  ///
  /// @param identity the server's certificate and its key
  public static Api open(Settings settings, KeyManagerFactory identity, Backing backing) {
    List<Route> routes = new ArrayList<>(new HouseRoutes(backing).table());
    routes.addAll(new Routes(backing.control()).table());
    Desk desk = new Desk(new Gate(settings.hosts(), backing.keys()), routes);
    Door door = new Door(desk, backing.journal(), backing.clock());
    WebServer server =
        WebServer.builder()
            .bindAddress(settings.address())
            .shutdownHook(false)
            .featuresDiscoverServices(false)
            .maxTcpConnections(MAX_CONNECTIONS)
            .idleConnectionTimeout(IDLE)
            .shutdownGracePeriod(STOP)
            .useNio(false) // a channel knows no read timeout
            .connectionOptions(options -> options.readTimeout(READ))
            .protocolsDiscoverServices(false)
            .addProtocol(http())
            .tls(tls(identity))
            .directHandlers(parseErrors())
            .routing(HttpRouting.builder().any(door))
            .build()
            .start();
    return new Api(server);
  }

  /// The port it listens on.
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.stop();
  }

  private static Http1Config http() {
    return Http1Config.builder()
        .maxPrologueLength(MAX_REQUEST_LINE)
        .maxHeadersSize(MAX_HEADERS)
        .build();
  }

  /// What Helidon refuses before our door gets the same body as everything else.
  private static DirectHandlers parseErrors() {
    DirectHandlers.Builder handlers = DirectHandlers.builder();
    for (EventType type : EventType.values()) {
      handlers.addHandler(type, new ParseErrors());
    }
    return handlers.build();
  }

  private static Tls tls(KeyManagerFactory identity) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(identity.getKeyManagers(), null, null);
      return Tls.builder()
          .sslContext(context)
          .enabledProtocols(PROTOCOLS)
          .enabledCipherSuites(SUITES)
          .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }
}
