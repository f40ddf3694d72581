package io.sekisho.inspection;

import io.sekisho.client.Failure;
import io.sekisho.exposure.Rulebook;
import io.sekisho.kernel.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads a machine's rules.
final class Rules {
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

  private final Source source;
  private boolean refused;

  Rules(Source source) {
    this.source = source;
  }

  /// Empty if none could be read.
  Optional<Rulebook> read() {
    Optional<String> nft = listing("nft.json", "nft", "-j", "list", "ruleset");
    List<String> v4 = saved("iptables");
    List<String> v6 = saved("ip6tables");
    boolean nothing = nft.isEmpty() && v4.isEmpty() && v6.isEmpty();
    if (source.isHere()) {
      completeness(nft, v4, v6);
    } else if (nothing) {
      source.miss("rules: there is neither nft.json nor iptables-save in the folder");
      return Optional.empty();
    }
    if (nothing && (refused || inUse())) {
      return Optional.empty();
    }
    try {
      return Optional.of(Rulebook.of(nft.map(Rules::json), v4, v6, cgroups()));
    } catch (IllegalArgumentException e) {
      throw new Failure("nft.json: " + e.getMessage());
    }
  }

  private void completeness(Optional<String> nft, List<String> v4, List<String> v6) {
    if (nft.isEmpty() && !refused && inUse()) {
      source.miss("rules of nftables: nft is not installed, and the kernel has nf_tables");
    }
    boolean legacy =
        source.file("proc/net/ip_tables_names").filter(it -> !it.isBlank()).isPresent()
            || source.file("proc/net/ip6_tables_names").filter(it -> !it.isBlank()).isPresent();
    if (legacy && v4.isEmpty() && v6.isEmpty() && !refused) {
      source.miss("rules of iptables: iptables-save is not installed, and the kernel has tables");
    }
  }

  private boolean inUse() {
    return Files.exists(source.path("sys/module/nf_tables"));
  }

  /// Of both variants, if there are two.
  private List<String> saved(String tool) {
    List<String> all = new ArrayList<>();
    listing(tool + "-save", tool + "-save")
        .filter(it -> isWhole(tool + "-save", it))
        .ifPresent(all::add);
    String legacy = tool + "-legacy-save";
    Optional<String> other = source.quietly(legacy, legacy);
    if (all.isEmpty() || all.getFirst().contains("(nf_tables)")) {
      other.filter(it -> it.contains("*")).ifPresent(all::add);
    }
    if (!all.isEmpty() && !all.getFirst().contains("(nf_tables)")) {
      String nft = tool + "-nft-save";
      source.quietly(nft, nft).filter(it -> it.contains("(nf_tables)")).ifPresent(all::add);
    }
    return all;
  }

  /// Each table begins with a star and ends with COMMIT. What does not is of something else, or cut
  /// off, and nobody is to think that there are no more rules.
  private boolean isWhole(String name, String saved) {
    boolean within = false;
    for (String line : saved.lines().filter(it -> !it.isBlank() && !it.startsWith("#")).toList()) {
      boolean begins = line.startsWith("*");
      if (begins == within) {
        refused = true;
        source.miss("rules: %s is not what that tool prints, or cut off".formatted(name));
        return false;
      }
      within = begins || !line.equals("COMMIT");
    }
    if (within) {
      refused = true;
      source.miss("rules: %s is cut off".formatted(name));
    }
    return !within;
  }

  private Optional<String> listing(String name, String... argv) {
    try {
      return source.listing(name, argv);
    } catch (Commands.Failed failed) {
      refused = true;
      source.miss("rules: " + String.valueOf(failed.getMessage()).lines().findFirst().orElse(name));
      return Optional.empty();
    }
  }

  /// A tool may warn before it lists.
  private static String json(String printed) {
    int start = printed.indexOf('{');
    return start < 0 ? printed : printed.substring(start);
  }

  /// Paths of control groups by number: nft lists numbers. Where they are mounted beside those of
  /// version 1, they are one folder further down.
  private Map<String, String> cgroups() {
    if (!source.isHere()) {
      return Map.of();
    }
    Path unified = CGROUPS.resolve("unified");
    Path mount = Files.isDirectory(unified) ? unified : CGROUPS;
    Map<String, String> paths = new HashMap<>();
    try (var folders = Files.walk(mount)) {
      for (Path each : (Iterable<Path>) folders.filter(Files::isDirectory)::iterator) {
        paths.put(
            Files.getAttribute(each, "unix:ino").toString(), mount.relativize(each).toString());
      }
    } catch (IOException | java.io.UncheckedIOException gone) {
      // One that ends meanwhile is none that a rule still matches.
    }
    return paths;
  }
}
