package io.sekisho.node;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.sekisho.fleet.Applied;
import io.sekisho.fleet.Asking;
import io.sekisho.fleet.Deeds;
import io.sekisho.fleet.Document;
import io.sekisho.fleet.FleetJson;
import io.sekisho.fleet.JoinText;
import io.sekisho.fleet.Joining;
import io.sekisho.fleet.Line;
import io.sekisho.fleet.Paths;
import io.sekisho.fleet.Refusal;
import io.sekisho.fleet.Sort;
import io.sekisho.problem.Code;
import io.sekisho.problem.Problem;
import io.sekisho.snapshot.Contents;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;

/// A nodes' port that speaks the protocol over real TLS, and does what a test tells it to.
public final class FakeController implements AutoCloseable {
  private static final long REVISION = 7;

  /// What every controller of one installation shares.
  public static final class World {
    final Ca ca = new Ca();
    final Map<Document.Ref, Document> documents = new LinkedHashMap<>();
    long revision = REVISION;
    public final List<Deeds.Deed> deeds = new CopyOnWriteArrayList<>();
    public final List<String> heard = new CopyOnWriteArrayList<>();
    public final List<Joining.Renewal> renewals = new CopyOnWriteArrayList<>();
    public volatile Optional<Applied> applied = Optional.empty();
    public volatile Optional<Problem> refusal = Optional.empty();
    public volatile boolean revoked;
    public volatile boolean keepsRecords = true;
    volatile String lastSerial = "";
    private long kept;
    private int tokens;
  }

  public final World world;
  private final int port = free();
  private final List<BlockingQueue<byte[]>> watchers = new CopyOnWriteArrayList<>();
  private HttpsServer server;

  public FakeController(World world) {
    this.world = world;
    this.server = open();
  }

  public URI uri() {
    return URI.create("https://127.0.0.1:" + port);
  }

  public JoinText token() {
    return new JoinText("0123456789abcdef", "ab".repeat(32), world.ca.hash());
  }

  /// What a node needs from now on.
  public void publish(Contents contents) {
    List<Document> put = new ArrayList<>();
    Map<Document.Ref, Document> next = new LinkedHashMap<>();
    for (Object each : all(contents)) {
      Document document = Sort.document(each);
      next.put(document.ref(), document);
      if (!document.equals(world.documents.get(document.ref()))) {
        put.add(document);
      }
    }
    List<Document.Ref> gone = new ArrayList<>(world.documents.keySet());
    gone.removeAll(next.keySet());
    world.documents.clear();
    world.documents.putAll(next);
    world.revision++;
    send(new Line.Change(world.revision, put, gone));
  }

  public void send(Line line) {
    watchers.forEach(it -> it.add(FleetJson.line(line)));
  }

  /// As if it were killed.
  public void stop() {
    server.stop(0);
    watchers.clear();
  }

  public void startAgain() {
    server = open();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private static List<Object> all(Contents contents) {
    List<Object> all = new ArrayList<>(contents.accounts());
    all.addAll(contents.resources());
    all.addAll(contents.profiles());
    return all;
  }

  private HttpsServer open() {
    try {
      HttpsServer made =
          HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      made.setHttpsConfigurator(
          new HttpsConfigurator(world.ca.server()) {
            @Override
            public void configure(HttpsParameters parameters) {
              SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
              wanted.setWantClientAuth(true);
              parameters.setSSLParameters(wanted);
            }
          });
      made.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      made.createContext("/", this::answer);
      made.start();
      return made;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    world.heard.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (!path.equals(Paths.JOIN) && !isNode(exchange)) {
      refuse(exchange, Problem.of(Code.UNAUTHORIZED, "No node has this certificate."));
      return;
    }
    switch (path) {
      case Paths.JOIN -> reply(exchange, joined(FleetJson.read(Joining.Join.class, body)));
      case Paths.RENEW -> {
        Joining.Renewal renewal = FleetJson.read(Joining.Renewal.class, body);
        world.renewals.add(renewal);
        reply(exchange, joined(renewal.csr(), renewal.serverCsr(), "host-1"));
      }
      case Paths.WATCH -> watch(exchange);
      case Paths.APPLIED -> {
        world.applied = Optional.of(FleetJson.read(Applied.class, body));
        exchange.sendResponseHeaders(204, -1);
      }
      case Paths.IAM_TOKENS -> iamToken(exchange, FleetJson.read(Asking.ForToken.class, body));
      case Paths.RECORDS -> records(exchange, FleetJson.read(Deeds.class, body));
      default -> exchange.sendResponseHeaders(204, -1);
    }
    exchange.close();
  }

  private boolean isNode(HttpExchange exchange) {
    try {
      X509Certificate shown =
          (X509Certificate) ((HttpsExchange) exchange).getSSLSession().getPeerCertificates()[0];
      world.lastSerial = shown.getSerialNumber().toString(16);
      return !world.revoked;
    } catch (SSLPeerUnverifiedException e) {
      return false;
    }
  }

  private Joining.Joined joined(Joining.Join join) {
    return joined(join.csr(), join.serverCsr(), join.name());
  }

  private Joining.Joined joined(String csr, String serverCsr, String name) {
    return new Joining.Joined(
        new Joining.Who("node-1", name),
        world.ca.certify(csr, "spiffe://sekisho/node/node-1"),
        world.ca.certify(serverCsr, "localhost"),
        world.ca.pem(),
        Instant.now().plusSeconds(86_400),
        "installation-1",
        "us-south");
  }

  private void iamToken(HttpExchange exchange, Asking.ForToken asked) throws IOException {
    if (world.refusal.isPresent()) {
      refuse(exchange, world.refusal.get());
      return;
    }
    Instant now = Instant.now();
    world.tokens++;
    reply(
        exchange,
        new Asking.Token(
            "iam-token-" + world.tokens,
            now,
            now.plusSeconds(3_600),
            asked.profile().orElseThrow().id().orElseThrow(),
            "Link-1"));
  }

  private void records(HttpExchange exchange, Deeds sent) throws IOException {
    if (!world.keepsRecords) {
      refuse(exchange, Problem.of(Code.SERVICE_UNAVAILABLE, "The store is away."));
      return;
    }
    synchronized (world) {
      for (int i = 0; i < sent.deeds().size(); i++) {
        if (sent.first() + i > world.kept) {
          world.deeds.add(sent.deeds().get(i));
          world.kept = sent.first() + i;
        }
      }
      reply(exchange, new Deeds.Kept(world.kept));
    }
  }

  private void watch(HttpExchange exchange) throws IOException {
    String query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
    exchange.getResponseHeaders().add("Content-Type", Paths.LINES);
    exchange.sendResponseHeaders(200, 0);
    BlockingQueue<byte[]> queue = new LinkedBlockingQueue<>();
    queue.add(
        FleetJson.line(
            query.equals("after=" + world.revision)
                ? new Line.Resumed(world.revision)
                : new Line.Everything(world.revision, List.copyOf(world.documents.values()))));
    watchers.add(queue);
    try (OutputStream out = exchange.getResponseBody()) {
      while (true) {
        byte[] line = queue.poll(1, TimeUnit.SECONDS);
        out.write(line == null ? FleetJson.line(new Line.Alive(world.revision)) : line);
        out.flush();
      }
    } catch (InterruptedException | IOException e) {
      watchers.remove(queue);
    }
  }

  private static void reply(HttpExchange exchange, Object record) throws IOException {
    byte[] body = FleetJson.write(record);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }

  private static void refuse(HttpExchange exchange, Problem problem) throws IOException {
    byte[] body = FleetJson.write(Refusal.of(problem, "trace"));
    exchange.sendResponseHeaders(problem.status(), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static int free() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
