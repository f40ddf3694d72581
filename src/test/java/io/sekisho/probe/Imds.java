package io.sekisho.probe;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/// Amazon's metadata service, version 2, as far as its tokens go; or one without any.
final class Imds implements AutoCloseable {
  private static final int LONGEST = 21_600;

  private final Map<String, Instant> tokens = new ConcurrentHashMap<>();
  private final boolean hasTokens;
  private final HttpServer server;

  Imds() throws IOException {
    this(true);
  }

  Imds(boolean hasTokens) throws IOException {
    this.hasTokens = hasTokens;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    Set<String> sent = exchange.getRequestHeaders().keySet();
    if (Stream.of("X-forwarded-for", "Via", "Origin").anyMatch(sent::contains)) {
      reply(exchange, 403, "");
    } else if (hasTokens && path.equals("/latest/api/token")) {
      mint(exchange);
    } else if (hasTokens && !isGood(exchange)) {
      reply(exchange, 401, "");
    } else if (!exchange.getRequestMethod().equals("GET")) {
      reply(exchange, 405, "");
    } else {
      boolean known = path.matches("/latest/(meta-data/instance-id|user-data)");
      reply(exchange, known ? 200 : 404, known ? "i-0123456789" : "");
    }
  }

  private void mint(HttpExchange exchange) throws IOException {
    Optional<String> asked =
        Optional.ofNullable(
                exchange.getRequestHeaders().getFirst("X-aws-ec2-metadata-token-ttl-seconds"))
            .filter(text -> text.matches("[1-9]\\d{0,4}"))
            .filter(text -> Integer.parseInt(text) <= LONGEST);
    if (asked.isEmpty() || !exchange.getRequestMethod().equals("PUT")) {
      reply(exchange, asked.isEmpty() ? 400 : 405, "");
      return;
    }
    String token = UUID.randomUUID() + "==";
    tokens.put(token, Instant.now().plusSeconds(Integer.parseInt(asked.get())));
    reply(exchange, 200, token);
  }

  private boolean isGood(HttpExchange exchange) {
    String token = exchange.getRequestHeaders().getFirst("X-aws-ec2-metadata-token");
    return token != null && tokens.getOrDefault(token, Instant.MIN).isAfter(Instant.now());
  }

  private static void reply(HttpExchange exchange, int status, String body) throws IOException {
    exchange.sendResponseHeaders(status, body.isEmpty() ? -1 : body.length());
    if (!exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseBody().write(body.getBytes(US_ASCII));
    }
    exchange.close();
  }
}
