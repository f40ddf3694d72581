package io.sekisho.web;

import io.helidon.common.tls.Tls;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.sekisho.telemetry.Journal;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/// The operators' side of the house, listening: HTTPS and nothing else.
public final class Server implements AutoCloseable {
  /// Ours are the [Deadlines].
  private static final Duration NEVER = Duration.ofDays(365);

  private static final Duration STOP = Duration.ofSeconds(2);
  private static final String[] NEWEST = {"TLSv1.3"};
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  /// Forward secrecy and authenticated encryption, or no connection.
  private static final String[] SUITES = {
    "TLS_AES_128_GCM_SHA256",
    "TLS_AES_256_GCM_SHA384",
    "TLS_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"
  };

  private final Settings settings;
  private final Limits limits;
  private final Deadlines deadlines;
  private final SSLContext tls;
  private final WebServer server;
  private volatile Optional<Handler> door = Optional.empty();

  private Server(Settings settings, Limits limits) throws GeneralSecurityException {
    this.settings = settings;
    this.limits = limits;
    this.deadlines = new Deadlines(limits.crowd());
    this.tls = SSLContext.getInstance("TLS");
    tls.init(null, null, null);
    this.server =
        WebServer.builder()
            .bindAddress(settings.address())
            .shutdownHook(false)
            .featuresDiscoverServices(false)
            .maxTcpConnections(limits.connections())
            .idleConnectionTimeout(NEVER)
            .shutdownGracePeriod(STOP)
            .connectionOptions(
                new WatchedSockets(channel -> deadlines.accepted(channel, limits.arrival())))
            .protocolsDiscoverServices(false)
            .addProtocol(http(limits))
            .tls(tls(tls, settings.mutual()))
            .directHandlers(parseErrors())
            .routing(
                HttpRouting.builder()
                    .any((request, response) -> door.orElseThrow().handle(request, response)))
            .build();
  }

  /// Makes all that can be made before anything is known of keys and contents. Helidon looks for
  /// its parts, for which it opens jars anew: to be called while it can.
  public static Server at(Settings settings) {
    return at(settings, Limits.DEFAULT);
  }

  public static Server at(Settings settings, Limits limits) {
    try {
      return new Server(settings, limits);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  /// What it will answer, and as whom; before [#listen].
  ///
  /// @param identity the server's certificate and its key
  public Server serving(
      KeyManagerFactory identity,
      List<Route> routes,
      Callers callers,
      Journal journal,
      InstantSource clock) {
    // Callers show no certificate: nobody is trusted, and the JDK's list of authorities not read.
    return serving(identity, new TrustManager[0], new Counter(routes, callers), journal, clock);
  }

  /// What can be asked for, and who knows who may.
  public record Counter(List<Route> routes, Callers callers) {
    public Counter {
      routes = List.copyOf(routes);
    }
  }

  /// The same where callers show certificates.
  ///
  /// @param trust knows whose are good; who has another is refused at the handshake
  public Server serving(
      KeyManagerFactory identity,
      TrustManager[] trust,
      Counter counter,
      Journal journal,
      InstantSource clock) {
    Callers callers = counter.callers;
    Desk desk = new Desk(new Gate(settings.hosts(), callers), callers, counter.routes);
    door = Optional.of(new Door(desk, limits, deadlines, journal, clock));
    try {
      tls.init(identity.getKeyManagers(), trust, null);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("these keys can't be used for TLS", e);
    }
    return this;
  }

  /// Starts to listen; returns when requests are taken.
  ///
  /// @throws IllegalStateException if it can't, with what to do
  public Server listen() {
    server.start();
    // Where it can't listen, Helidon says so in the log and to nobody else.
    if (!server.isRunning()) {
      throw new IllegalStateException(
          "%s can't listen at %s:%d; is the port taken? Then choose another with %s HOST:PORT."
              .formatted(
                  settings.mutual() ? "the nodes' port" : "the API",
                  settings.address().getHostString(),
                  settings.address().getPort(),
                  settings.mutual() ? "--nodes" : "--api"));
    }
    return this;
  }

  /// The port it listens on.
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.stop();
    deadlines.close();
  }

  private static Http1Config http(Limits limits) {
    return Http1Config.builder()
        .maxPrologueLength(limits.requestLine())
        .maxHeadersSize(limits.headers())
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

  private static Tls tls(SSLContext context, boolean mutual) {
    SSLParameters parameters = new SSLParameters(SUITES, mutual ? NEWEST : PROTOCOLS);
    parameters.setWantClientAuth(mutual);
    return Tls.builder().sslContext(context).sslParameters(parameters).build();
  }
}
