package io.sekisho.compute;

import io.sekisho.vpc.Hardware.Disk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the name of a bare metal server's profile says: `bx2d-metal-96x384` has 96 threads on 48
/// cores, 384 GiB and disks (`d`) besides the one that it boots from. Sizes of disks and bandwidths
/// are those of IBM's two generations, as its documentation had them in 2026.
///
/// @param memory in GiB
/// @param bandwidth in Mbit/s
public record MetalProfile(
    int threads, int memory, int bandwidth, int bootDisk, int dataDisks, int dataDisk) {
  private static final Pattern NAME =
      Pattern.compile(
          "[a-z]+(?<generation>\\d)(?<traits>[a-z]*)-metal-"
              + "(?<threads>[1-9]\\d{0,3})x(?<memory>[1-9]\\d{0,4})(x[a-z0-9]+)?(-[a-z]+)?");

  private static final int THREADS_PER_CORE = 2;
  private static final int CORES_PER_SOCKET = 48;
  private static final int LARGE = 192;

  /// What the name says; empty if it is not of that form.
  public static Optional<MetalProfile> parse(String name) {
    Matcher match = NAME.matcher(name);
    if (!match.matches()) {
      return Optional.empty();
    }
    boolean newer = Integer.parseInt(match.group("generation")) > 2;
    int threads = Integer.parseInt(match.group("threads"));
    boolean disks = match.group("traits").contains("d");
    return Optional.of(
        new MetalProfile(
            threads,
            Integer.parseInt(match.group("memory")),
            newer ? 200_000 : 100_000,
            newer ? 480 : 960,
            disks ? (newer && threads < LARGE ? 4 : 8) : 0,
            newer ? 7_680 : 3_200));
  }

  /// The same of what is there already: as little as there can be, if the name says nothing.
  public static MetalProfile of(String name) {
    return parse(name).orElse(new MetalProfile(1, 1, 100_000, 960, 0, 0));
  }

  public int cores() {
    return Math.max(1, threads / THREADS_PER_CORE);
  }

  public int threadsPerCore() {
    return threads == 1 ? 1 : THREADS_PER_CORE;
  }

  public int sockets() {
    return Math.max(1, Math.ceilDiv(cores(), CORES_PER_SOCKET));
  }

  /// The disks of a new server, the one that it boots from first.
  ///
  /// @param ids for them
  List<Disk> disks(Supplier<String> ids, Instant now) {
    List<Disk> all = new ArrayList<>();
    all.add(new Disk(ids.get(), "boot", "sata", bootDisk, now));
    for (int i = 1; i <= dataDisks; i++) {
      all.add(new Disk(ids.get(), "data-" + i, "nvme", dataDisk, now));
    }
    return all;
  }
}
