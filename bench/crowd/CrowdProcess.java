package io.sekisho.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A controller's process, looked at from outside.
record CrowdProcess(long pid) {
  private static final double TICKS = 100;
  private static final Pattern USED = Pattern.compile("used (\\d+)K");

  boolean isAlive() {
    return Files.exists(Path.of("/proc", Long.toString(pid)));
  }

  /// As with `kill -9`.
  boolean kill() {
    return ProcessHandle.of(pid).orElseThrow().destroyForcibly();
  }

  /// In MiB.
  long resident() throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
        .filter(line -> line.startsWith("VmRSS"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  /// What is left after a collection, in MiB.
  long heap() throws IOException, InterruptedException {
    jcmd("GC.run");
    // Of the generations, or of the whole heap: classes have a line of their own.
    Matcher used = USED.matcher(jcmd("GC.heap_info").replaceAll("(?m)^ *(Metaspace|class space).*", ""));
    long sum = 0;
    while (used.find()) {
      sum += Long.parseLong(used.group(1));
    }
    return sum / 1024;
  }

  private String jcmd(String command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/jcmd", Long.toString(pid), command)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  double processorSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
  }
}
