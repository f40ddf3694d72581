package io.sekisho.probe;

import io.sekisho.client.Failure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// What an honest guest has, and the attacker with it: the target, a token, the answer that the
/// token gets.
public final class Session {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int HONEST_PATIENCE_MILLIS = 5_000;

  /// Longer than a run takes.
  private static final int LIFE_SECONDS = 900;

  private final Assignment assignment;
  private final String token;
  private final String brief;
  private final long born = System.nanoTime();
  private final Reply honest;

  /// When the next connection may be made, so that a target's own limits do not answer in its
  /// place.
  private long turn = System.nanoTime();

  private Session(Assignment assignment, String token, String brief, Reply honest) {
    this.assignment = assignment;
    this.token = token;
    this.brief = brief;
    this.honest = honest;
  }

  /// Gets a token and an answer as every guest may.
  ///
  /// @throws Failure if there is none to be had
  static Session open(Assignment assignment) {
    Session stranger = new Session(assignment, "", "", Reply.of(""));
    String url = assignment.target().url();
    try {
      return stranger.settled();
    } catch (SSLException e) {
      throw new Failure("No TLS with " + url + " (is --ca right?): " + e.getMessage() + ".", e);
    } catch (IOException e) {
      throw new Failure("Nobody answers at " + url + ": " + e.getMessage() + ".", e);
    }
  }

  private Session settled() throws IOException {
    if (!dialect().hasTokens()) {
      return new Session(assignment, "", "", served(""));
    }
    String lasting = mint(LIFE_SECONDS).orElseThrow(() -> refused("a token"));
    Reply answer = served(lasting);
    String passing = mint(dialect().shortest()).orElseThrow(() -> refused("a short token"));
    return new Session(assignment, lasting, passing, answer);
  }

  private Reply served(String bearer) throws IOException {
    return ask(read(bearer))
        .filter(reply -> reply.status() == 200)
        .orElseThrow(() -> refused(dialect().read()));
  }

  Dialect dialect() {
    return assignment.dialect();
  }

  Target target() {
    return assignment.target();
  }

  /// Empty where there are none.
  String token() {
    return token;
  }

  /// A token of another guest, if one was given.
  Optional<String> foreign() {
    return assignment.foreign();
  }

  /// A token whose short life is over; waits for that if it has to.
  String expired() {
    long over = (dialect().shortest() + 2) * 1_000L - (System.nanoTime() - born) / 1_000_000;
    pause(Math.max(0, over));
    return brief;
  }

  /// The answer to [#read] with a good token.
  Reply honest() {
    return honest;
  }

  /// A request for the protected document.
  String read(String bearer) {
    return read() + dialect().bearing(bearer) + "\r\n";
  }

  /// An honest request that is the last of its connection.
  String lastRead() {
    return read() + dialect().bearing(token) + "Connection: close\r\n\r\n";
  }

  /// Such a request up to where the token would stand.
  String read() {
    return "GET " + dialect().read() + " HTTP/1.1\r\n" + host();
  }

  /// A request for a token.
  String minting(int seconds) {
    return "PUT " + dialect().mint() + " HTTP/1.1\r\n" + host() + dialect().life(seconds);
  }

  /// A request that may have a body, with these last headers and that body, whole or not.
  String upload(String rest) {
    return dialect().upload() + " HTTP/1.1\r\n" + host() + dialect().flavor() + rest;
  }

  String host() {
    return "Host: " + target().authority() + "\r\n";
  }

  Optional<String> mint(int seconds) throws IOException {
    return ask(minting(seconds)).flatMap(dialect()::token);
  }

  /// Whether an honest guest is served at this moment, and need not wait long for it.
  boolean serves() throws IOException {
    try (Wire wire = dial()) {
      wire.patience(HONEST_PATIENCE_MILLIS);
      wire.send(read(token));
      return wire.reply(false).filter(honest::sameAs).isPresent();
    }
  }

  /// One request on a connection of its own.
  Optional<Reply> ask(String request) throws IOException {
    try (Wire wire = dial()) {
      wire.send(request);
      return wire.reply(request.startsWith("HEAD "));
    }
  }

  /// A connection as an honest guest makes it, with TLS if the target has it.
  Wire dial() throws IOException {
    Socket plain = connect(target().dial());
    if (!target().tls()) {
      return new Wire(plain);
    }
    SSLSocket socket = secure(plain);
    socket.startHandshake();
    return new Wire(socket);
  }

  /// The target's certificate is checked, and its name.
  SSLSocket secure(Socket plain) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            assignment
                .trust()
                .createSocket(plain, target().host(), target().dial().getPort(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    return socket;
  }

  /// A connection without TLS, whatever the target has.
  Wire bare() throws IOException {
    return new Wire(connect(target().dial()));
  }

  Socket connect(InetSocketAddress address) throws IOException {
    awaitTurn();
    Socket socket = new Socket(Proxy.NO_PROXY);
    socket.setSoTimeout(Wire.PATIENCE_MILLIS);
    socket.connect(address, CONNECT_MILLIS);
    return socket;
  }

  private void awaitTurn() {
    long now = System.nanoTime();
    long mine;
    synchronized (this) {
      mine = turn - now > 0 ? turn : now;
      turn = mine + TimeUnit.SECONDS.toNanos(1) / assignment.rate();
    }
    pause(TimeUnit.NANOSECONDS.toMillis(mine - now));
  }

  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Failure refused(String what) {
    return new Failure(
        "%s does not serve %s to an honest guest, so an attack would prove nothing: check --dialect."
            .formatted(target().url(), what));
  }
}
