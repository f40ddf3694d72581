package io.sekisho.plug;

import io.sekisho.client.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// Waits until a guest sends something through a device of this namespace: QEMU announces a guest
/// that was moved at once, and one whose memory is still on its way says nothing.
record FirstPacket(String device) {
  /// Longer than a guest is on its way.
  private static final Duration PATIENCE = Duration.ofHours(6);

  private static final Duration LOOKING = Duration.ofMillis(20);

  /// @throws Failure if the device goes away, or nothing comes for six hours
  void await() {
    long number = read("ifindex");
    long before = packets();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (packets() == before) {
      if (System.nanoTime() - end > 0) {
        throw new Failure("Nothing came from %s for six hours: not plugged in.".formatted(device));
      }
      Pause.of(LOOKING);
    }
    if (read("ifindex") != number) {
      throw new Failure(
          "%s is another device by now, and may be another guest's: not plugged in."
              .formatted(device));
    }
  }

  /// What the guest sends, the host receives.
  private long packets() {
    return read("statistics/rx_packets");
  }

  private long read(String what) {
    Path file = Path.of("/sys/class/net").resolve(device).resolve(what);
    try {
      return Long.parseLong(Files.readString(file).strip());
    } catch (IOException | NumberFormatException e) {
      throw new Failure("There is no device %s in this network namespace.".formatted(device), e);
    }
  }
}
