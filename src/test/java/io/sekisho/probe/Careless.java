package io.sekisho.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// A metadata service as it should not be: gives everything to everyone, believes every header, and
/// reads requests as generously as it can. What the probe does not find here it finds nowhere.
final class Careless implements AutoCloseable {
  static final String TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJleHAiOjEsImlhdCI6MH0.c2lnbmF0dXJl";

  private final ServerSocket socket;
  private final int patienceMillis;

  /// @param patienceMillis for the rest of a request
  Careless(ServerSocket socket, int patienceMillis) {
    this.socket = socket;
    this.patienceMillis = patienceMillis;
    Thread.ofPlatform().daemon().start(this::listen);
  }

  static Careless inTheClear() throws IOException {
    return new Careless(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), 150);
  }

  int port() {
    return socket.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void listen() {
    while (!socket.isClosed()) {
      try {
        Socket guest = socket.accept();
        Thread.ofVirtual().start(() -> serve(guest));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket guest) {
    try (guest) {
      guest.setSoTimeout(patienceMillis);
      InputStream in = new BufferedInputStream(guest.getInputStream());
      for (String first = line(in); !first.isEmpty(); first = line(in)) {
        Map<String, String> headers = headers(in);
        in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        answer(guest.getOutputStream(), first, headers);
      }
    } catch (IOException | RuntimeException _) {
      // As carelessly as everything else.
    }
  }

  private static Map<String, String> headers(InputStream in) throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      String[] parts = line.split(":", 2);
      headers.put(parts[0].strip().toLowerCase(Locale.ROOT), parts[parts.length - 1].strip());
    }
    return headers;
  }

  /// Ended by a line feed, whatever stands before it.
  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      line.append((char) b);
    }
    return line.toString().strip();
  }

  private static void answer(OutputStream out, String line, Map<String, String> headers)
      throws IOException {
    String target = line.split(" ", -1)[1];
    String body =
        line.startsWith("PUT")
            ? (target.startsWith("/latest") ? TOKEN : "{\"access_token\": \"" + TOKEN + "\"}")
            : "{\"name\": \"" + headers.getOrDefault("x-forwarded-for", "web-1") + "\"}";
    String path = URLDecoder.decode(target, ISO_8859_1);
    // It heard that chunks are dangerous, refuses them, and reads on where it takes them to end.
    boolean refuses = headers.containsKey("transfer-encoding");
    String head =
        "HTTP/1.1 %s\r\nX-Path: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(refuses ? "400 Bad Request" : "200 OK", path, refuses ? 0 : body.length());
    out.write((refuses ? head : head + body).getBytes(ISO_8859_1));
  }
}
