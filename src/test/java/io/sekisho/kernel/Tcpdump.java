package io.sekisho.kernel;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What `tcpdump -v` sees at a device, one line a packet.
final class Tcpdump implements AutoCloseable {
  private final Process process;
  private final CountDownLatch listening = new CountDownLatch(1);
  private final List<String> packets = new CopyOnWriteArrayList<>();

  private Tcpdump(String device, String filter) throws IOException {
    process =
        new ProcessBuilder("tcpdump", "-i", device, "-n", "-v", "-l", "--immediate-mode", filter)
            .redirectErrorStream(true)
            .start();
    Thread.ofPlatform().daemon().start(() -> read(process.inputReader()));
  }

  /// Begins to look at a guest's device; returns when it does.
  static Tcpdump at(Guest guest, String device, String filter) throws InterruptedException {
    Tcpdump capture = Lab.there(guest.name()).inside(() -> new Tcpdump(device, filter));
    if (!capture.listening.await(10, TimeUnit.SECONDS)) {
      throw new IllegalStateException("tcpdump does not begin");
    }
    return capture;
  }

  /// The packets so far, with all lines of a packet in one.
  List<String> packets() {
    Lab.pause(100);
    return List.copyOf(packets);
  }

  private void read(BufferedReader reader) {
    try {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.contains("listening on")) {
          listening.countDown();
        } else if (line.startsWith(" ") && !packets.isEmpty()) {
          packets.set(packets.size() - 1, packets.getLast() + line);
        } else {
          packets.add(line);
        }
      }
    } catch (IOException closed) {
      // The capture has ended.
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
