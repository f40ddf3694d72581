package io.sekisho.mint;

import io.sekisho.vpc.Hardware;
import io.sekisho.vpc.Hardware.Disk;
import io.sekisho.vpc.Hardware.Gpu;
import io.sekisho.vpc.Hardware.Vcpu;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a hardware profile's name says: `bx2d-4x16` is 4 virtual processors, 16 GiB and a disk of
/// the host (`d`; an `a` stands for AMD); `gx3-16x80x1l4` has one L4 besides.
///
/// @param memory in GiB
/// @param diskSize in GB
public record HardwareProfile(
    int vcpus, int memory, String manufacturer, Optional<Gpu> gpu, int disks, int diskSize) {
  private static final Pattern NAME =
      Pattern.compile(
          "[a-z]+(\\d+(?<traits>[a-z]*))?-(?<vcpus>\\d{1,4})x(?<memory>\\d{1,5})"
              + "(x(?<gpus>\\d{1,2})(?<model>[a-z][a-z0-9]*))?");

  private static final int MEGABITS_PER_VCPU = 2_000;
  private static final int MAX_MEGABITS = 200_000;
  private static final int TWO_DISKS_FROM_VCPUS = 32;
  private static final int VOLUME_SHARE = 4;

  /// GiB of one accelerator, and who makes it.
  private static final Map<String, Accelerator> ACCELERATORS =
      Map.of(
          "v100", new Accelerator(16, "nvidia"),
          "a100", new Accelerator(80, "nvidia"),
          "h100", new Accelerator(80, "nvidia"),
          "h200", new Accelerator(141, "nvidia"),
          "l4", new Accelerator(24, "nvidia"),
          "l40s", new Accelerator(48, "nvidia"),
          "a16", new Accelerator(64, "nvidia"),
          "mi300x", new Accelerator(192, "amd"),
          "gaudi3", new Accelerator(128, "intel"));

  private record Accelerator(int memory, String manufacturer) {}

  /// What the name says; empty if it is not of that form.
  public static Optional<HardwareProfile> parse(String name) {
    Matcher match = NAME.matcher(name);
    if (!match.matches()) {
      return Optional.empty();
    }
    int vcpus = Integer.parseInt(match.group("vcpus"));
    int memory = Integer.parseInt(match.group("memory"));
    if (vcpus == 0 || memory == 0) {
      return Optional.empty();
    }
    String traits = Optional.ofNullable(match.group("traits")).orElse("");
    int disks = !traits.contains("d") ? 0 : vcpus < TWO_DISKS_FROM_VCPUS ? 1 : 2;
    return Optional.of(
        new HardwareProfile(
            vcpus,
            memory,
            traits.contains("a") ? "amd" : "intel",
            Optional.ofNullable(match.group("model"))
                .flatMap(model -> gpu(Integer.parseInt(match.group("gpus")), model)),
            disks,
            disks == 0 ? 0 : vcpus * 75 / 2 / disks));
  }

  /// In Mbit/s, network and volumes together.
  public int bandwidth() {
    return Math.min(vcpus * MEGABITS_PER_VCPU, MAX_MEGABITS);
  }

  /// In Mbit/s, what volumes have of a bandwidth unless somebody says otherwise.
  public static int volumeBandwidth(int bandwidth) {
    return bandwidth / VOLUME_SHARE;
  }

  /// Its virtual processors.
  public Vcpu vcpu() {
    return new Vcpu("amd64", vcpus, manufacturer, 100, Optional.empty());
  }

  /// What an instance of this size is made of, where nothing else is said.
  ///
  /// @param name the profile's
  /// @param ids of the disks
  public Hardware hardware(String name, Supplier<String> ids, Instant now) {
    int volumes = volumeBandwidth(bandwidth());
    List<Disk> own = new ArrayList<>();
    for (int i = 1; i <= disks; i++) {
      own.add(new Disk(ids.get(), disk(i), "nvme", diskSize, now));
    }
    return new Hardware(
        name,
        memory,
        vcpu(),
        bandwidth(),
        bandwidth() - volumes,
        volumes,
        "pooled",
        1,
        2,
        false,
        "disabled",
        gpu,
        own);
  }

  /// What a disk is called unless somebody says otherwise.
  public static String disk(int number) {
    return "disk-" + number;
  }

  private static Optional<Gpu> gpu(int count, String model) {
    return Optional.ofNullable(ACCELERATORS.get(model))
        .map(each -> new Gpu(count, each.manufacturer, count * each.memory, model));
  }
}
