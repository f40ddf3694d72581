package io.sekisho.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// What `tcpdump` shows to somebody in a guest of the packets that come from the service.
final class Capture implements AutoCloseable {
  /// Of a packet's lines; those below it are details and what tcpdump makes of the data.
  private static final String FIRST = "\\d\\d:\\d\\d:\\d\\d\\.\\d+ IP6? \\(.*";

  private final Process process;
  private final CountDownLatch listening = new CountDownLatch(1);
  private final List<String> packets = new CopyOnWriteArrayList<>();

  /// Begins to look; returns when it does.
  Capture(Guest guest) throws Exception {
    process =
        guest
            .process(
                "tcpdump",
                "-i",
                "eth0",
                "-n",
                "-v",
                "-l",
                "--immediate-mode",
                "src 169.254.169.254 or src fd00:ec2::254")
            .redirectErrorStream(true)
            .start();
    Thread.ofPlatform().daemon().start(() -> read(process.inputReader()));
    if (!listening.await(10, TimeUnit.SECONDS)) {
      throw new IllegalStateException("tcpdump does not begin");
    }
  }

  /// Those with these TCP flags, as tcpdump writes them: `S.` is a SYN-ACK, `P.` has data.
  List<String> with(String flags) throws InterruptedException {
    return packets().stream().filter(it -> it.contains("Flags [" + flags + "]")).toList();
  }

  /// The packets so far, each with all of its lines in one.
  List<String> packets() throws InterruptedException {
    Thread.sleep(150);
    return List.copyOf(packets);
  }

  /// Whether a packet may travel this many hops.
  static Predicate<String> hops(int hops) {
    return packet ->
        packet.contains(", ttl " + hops + ",") || packet.contains("hlim " + hops + ",");
  }

  private void read(BufferedReader reader) {
    try {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.contains("listening on")) {
          listening.countDown();
        } else if (line.matches(FIRST)) {
          packets.add(line);
        } else if (!packets.isEmpty()) {
          packets.set(packets.size() - 1, packets.getLast() + line);
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
