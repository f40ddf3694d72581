package io.sekisho.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Optional;

/// One connection to the target, byte for byte. What it reads is bounded, in size and in time.
final class Wire implements AutoCloseable {
  /// Longer than any server should let a guest take for a request.
  static final int PATIENCE_MILLIS = 15_000;

  private static final int MOST = 1_048_576;
  private static final int LONGEST_CHUNK_LINE = 16;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  Wire(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  Socket socket() {
    return socket;
  }

  /// Sends as much as the target takes; whether that was all. A target may answer and hang up in
  /// the middle of it.
  boolean send(String bytes) {
    return send(bytes.getBytes(ISO_8859_1));
  }

  boolean send(byte[] bytes) {
    try {
      out.write(bytes);
      out.flush();
      return true;
    } catch (IOException hungUp) {
      return false;
    }
  }

  /// The next answer; empty if the connection ends, or nothing comes for long, before it begins.
  Optional<Reply> reply(boolean bodiless) {
    try {
      String head = head();
      if (head.isEmpty()) {
        return Optional.empty();
      }
      Reply reply = Reply.of(head);
      boolean empty = bodiless || reply.isInterim() || reply.status() == 204;
      return Optional.of(empty ? reply : reply.with(body(reply)));
    } catch (IOException ended) {
      return Optional.empty();
    }
  }

  /// How it goes on when nothing more is sent: what comes, until the end.
  ///
  /// @return empty if the end does not come
  Optional<String> rest() {
    StringBuilder all = new StringBuilder();
    try {
      for (int b = in.read(); b >= 0 && all.length() < MOST; b = in.read()) {
        all.append((char) b);
      }
    } catch (SocketTimeoutException stillOpen) {
      return Optional.empty();
    } catch (IOException _) {
      // A reset is an end as well.
    }
    return Optional.of(all.toString());
  }

  /// The first bytes of whatever comes; fewer if the end comes first.
  byte[] some(int count) {
    byte[] bytes = new byte[count];
    int length = 0;
    try {
      for (int b = in.read(); b >= 0; b = in.read()) {
        bytes[length++] = (byte) b;
        if (length == count) {
          break;
        }
      }
    } catch (IOException _) {
      // An end too.
    }
    return Arrays.copyOf(bytes, length);
  }

  void patience(int millis) throws IOException {
    socket.setSoTimeout(millis);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException _) {
      // It was closed already.
    }
  }

  private String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < MOST && !endsHead(head)) {
      int b = in.read();
      if (b < 0) {
        break;
      }
      head.append((char) b);
    }
    return head.toString();
  }

  private static boolean endsHead(StringBuilder head) {
    int length = head.length();
    return length >= 4 && head.substring(length - 4).equals("\r\n\r\n");
  }

  private String body(Reply reply) throws IOException {
    Optional<String> length = reply.header("Content-Length");
    if (length.isPresent() && length.get().matches("\\d{1,7}")) {
      return exactly(Integer.parseInt(length.get()));
    }
    return reply.header("Transfer-Encoding").isPresent() ? chunks() : rest().orElse("");
  }

  private String exactly(int count) throws IOException {
    return new String(in.readNBytes(Math.min(count, MOST)), ISO_8859_1);
  }

  private String chunks() throws IOException {
    StringBuilder all = new StringBuilder();
    while (all.length() < MOST) {
      int size = size(line().strip());
      all.append(exactly(size));
      line();
      if (size == 0) {
        break;
      }
    }
    return all.toString();
  }

  private static int size(String line) throws IOException {
    if (!line.matches("[0-9a-fA-F]{1,6}")) {
      throw new IOException("not a chunk's size: " + line);
    }
    return Integer.parseInt(line, 16);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read();
        b >= 0 && b != '\n' && line.length() < LONGEST_CHUNK_LINE;
        b = in.read()) {
      line.append((char) b);
    }
    return line.toString();
  }
}
