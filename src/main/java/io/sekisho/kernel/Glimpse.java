package io.sekisho.kernel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/// A cheap look at whether a tap was plugged in that is not configured yet. Two files of `/proc`
/// stay those of the namespace in which they were opened, and are written anew for each reading.
/// Made by a thread within the namespace, used by any.
final class Glimpse implements AutoCloseable {
  private static final int MOST_AT_ONCE = 1 << 16;

  private final RandomAccessFile devices;
  private final RandomAccessFile addresses;

  Glimpse() throws IOException {
    devices = new RandomAccessFile(Proc.file("dev").toFile(), "r");
    addresses = new RandomAccessFile(Proc.file("if_inet6").toFile(), "r");
  }

  /// Whether each of these devices is absent or configured: being fe80::1 comes last.
  boolean allConfigured(Set<String> wanted) {
    try {
      Set<String> unconfigured = devices(wanted);
      read(addresses)
          .lines()
          .filter(line -> line.startsWith(Links.FE80_1))
          .map(line -> line.substring(line.lastIndexOf(' ') + 1))
          .forEach(unconfigured::remove);
      return unconfigured.isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Those of these devices that are there.
  Set<String> present(Set<String> wanted) {
    try {
      return devices(wanted);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Set<String> devices(Set<String> wanted) throws IOException {
    Set<String> there = new HashSet<>();
    read(devices)
        .lines()
        .map(line -> line.substring(0, Math.max(0, line.indexOf(':'))).strip())
        .filter(wanted::contains)
        .forEach(there::add);
    return there;
  }

  private static String read(RandomAccessFile file) throws IOException {
    file.seek(0);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] part = new byte[MOST_AT_ONCE];
    for (int n = file.read(part); n > 0; n = file.read(part)) {
      all.write(part, 0, n);
    }
    return all.toString(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() {
    try {
      devices.close();
      addresses.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
