package io.sekisho.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A wire to a server that can be cut at a chosen moment: what was asked arrives, the answer does
/// not.
final class CutWire implements AutoCloseable {
  private final ServerSocket here = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final int there;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private volatile String last = "";
  private volatile boolean broken;

  private CutWire(int there) throws IOException {
    this.there = there;
  }

  static CutWire to(int port) throws IOException {
    CutWire wire = new CutWire(port);
    Thread.ofVirtual().start(wire::accept);
    return wire;
  }

  int port() {
    return here.getLocalPort();
  }

  /// Lets the next message that has these words through, and nothing after it, in neither
  /// direction.
  void cutAfter(String words) {
    last = words;
  }

  /// Ends all connections; new ones are possible.
  void cut() {
    open.forEach(CutWire::close);
    open.clear();
  }

  void mend() {
    cut();
    broken = false;
  }

  private void accept() {
    while (!here.isClosed()) {
      try {
        Socket client = here.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), there);
        open.addAll(List.of(client, server));
        Thread.ofVirtual().start(() -> pass(client, server, true));
        Thread.ofVirtual().start(() -> pass(server, client, false));
      } catch (IOException e) {
        // Closed, or the other side does not answer.
      }
    }
  }

  private void pass(Socket from, Socket to, boolean asks) {
    byte[] buffer = new byte[65_536];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n > 0 && !broken; n = in.read(buffer)) {
        boolean cuts =
            asks && !last.isEmpty() && new String(buffer, 0, n, ISO_8859_1).contains(last);
        if (cuts) {
          last = "";
          broken = true;
        }
        out.write(buffer, 0, n);
        out.flush();
        if (cuts) {
          Thread.sleep(300); // The server does what it was asked, and answers into the void.
          return;
        }
      }
    } catch (IOException | InterruptedException e) {
      // One of both ends is gone.
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed then.
    }
  }

  @Override
  public void close() throws IOException {
    here.close();
    cut();
  }
}
