package io.sekisho.sentry;

import io.sekisho.kernel.Commands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the guard's lines from the kernel's own log, each once.
final class KernelLog {
  private static final Pattern SINCE_BOOT = Pattern.compile("\\[ *(\\d+)\\.(\\d{6})\\].*");

  /// What others log may have our words in it, but not where a line begins.
  private static final Pattern OURS =
      Pattern.compile("\\[ *\\d+\\.\\d{6}\\](\\[ *[CT]\\d+\\])? sekisho-guard: .*");

  private final Commands commands;
  private Set<String> seen = new HashSet<>();

  KernelLog(Commands commands) {
    this.commands = commands;
  }

  /// What has come since the last time, as far as the kernel still has it.
  List<LogLine> next() {
    List<String> ours =
        commands.run("dmesg").lines().filter(it -> OURS.matcher(it).matches()).toList();
    List<String> fresh = ours.stream().filter(it -> !seen.contains(it)).toList();
    seen = new HashSet<>(ours);
    return fresh.stream().flatMap(it -> LogLine.parse(it).stream()).toList();
  }

  /// When it was written; empty if it does not say so as the kernel does.
  static Optional<Instant> time(LogLine line) {
    Matcher matcher = SINCE_BOOT.matcher(line.before());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Duration after =
        Duration.ofSeconds(Long.parseLong(matcher.group(1)))
            .plusNanos(Long.parseLong(matcher.group(2)) * 1_000);
    return Optional.of(started().plus(after));
  }

  private static Instant started() {
    try {
      String up = Files.readString(Path.of("/proc/uptime"));
      double seconds = Double.parseDouble(up.substring(0, up.indexOf(' ')));
      return Instant.now().minusMillis((long) (seconds * 1_000));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
