package io.sekisho.lab;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// Stands for the metadata service: a process that tells each caller its address. Ends when its
/// standard input does.
final class Beacon {
  private Beacon() {}

  /// @param args a word to answer with, and the server's key store
  public static void main(String[] args) throws Exception {
    HttpServer http = HttpServer.create(new InetSocketAddress(80), 0);
    HttpsServer https = HttpsServer.create(new InetSocketAddress(443), 0);
    https.setHttpsConfigurator(new HttpsConfigurator(context(Path.of(args[1]))));
    for (HttpServer server : new HttpServer[] {http, https}) {
      server.createContext("/", exchange -> answer(exchange, args[0]));
      server.start();
    }
    System.out.println("ready");
    while (System.in.read() >= 0) {}
    System.exit(0);
  }

  private static void answer(HttpExchange exchange, String word) throws IOException {
    String peer = exchange.getRemoteAddress().getAddress().getHostAddress();
    byte[] body = (word + " " + peer + "\n").getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    try (var out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private static SSLContext context(Path file) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, Pki.PASSWORD.toCharArray());
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, Pki.PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }
}
