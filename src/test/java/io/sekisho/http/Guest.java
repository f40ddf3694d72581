package io.sekisho.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// A client that sends exactly the bytes it is given and reads one answer at a time.
final class Guest implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  final Socket socket;
  private final InputStream in;

  /// An answer; the names of `headers` are in lower case.
  record Reply(int status, Map<String, String> headers, String body) {}

  Guest(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = socket.getInputStream();
  }

  static Guest at(InetSocketAddress address) throws IOException {
    return new Guest(new Socket(address.getAddress(), address.getPort()));
  }

  static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: " + Rig.HOST + "\r\n\r\n";
  }

  static String post(String path, String body) {
    return "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(path, Rig.HOST, body.length(), body);
  }

  Guest send(String bytes) throws IOException {
    return send(bytes.getBytes(ISO_8859_1));
  }

  Guest send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  Reply ask(String bytes) throws IOException {
    return send(bytes).reply();
  }

  Reply reply() throws IOException {
    return reply(true);
  }

  /// @param bodied false for the answer to HEAD, which announces a length and has no body
  Reply reply(boolean bodied) throws IOException {
    String[] first = line().split(" ", 3);
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      String[] field = line.split(": ", 2);
      headers.put(field[0].toLowerCase(Locale.ROOT), field[1]);
    }
    int length = bodied ? Integer.parseInt(headers.getOrDefault("content-length", "0")) : 0;
    return new Reply(
        Integer.parseInt(first[1]), headers, new String(in.readNBytes(length), ISO_8859_1));
  }

  String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("closed after \"" + line.toString(ISO_8859_1) + "\"");
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(ISO_8859_1);
  }

  /// How the connection ends: `closed` or `reset`, or the first byte that came instead.
  String end() throws IOException {
    try {
      int b = in.read();
      return b < 0 ? "closed" : "byte " + b;
    } catch (SocketException reset) {
      return "reset";
    }
  }

  @Override
  public void close() throws IOException {
    try {
      socket.close();
    } catch (SocketException reset) {
      // TLS could not say farewell: the server was faster.
    }
  }
}
