package io.sekisho.lab;

import io.sekisho.client.Failure;
import io.sekisho.kernel.Commands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// What guests with interfaces need of this machine.
public final class Host {
  private static final List<Tool> TOOLS =
      List.of(
          new Tool("iproute2", "ip", "-V"),
          new Tool("nftables", "nft", "--version"),
          new Tool("util-linux", "unshare", "--version"));

  private Host() {}

  /// @throws Failure unless this is root
  static void expectRoot() {
    try {
      if (!Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
        throw new Failure("The lab makes network namespaces, which needs root: use sudo.");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @throws Failure unless the tools are installed that guests with interfaces need
  public static void expectTools(Commands commands) {
    String missing =
        TOOLS.stream()
            .filter(tool -> !tool.runs(commands))
            .map(Tool::debianPackage)
            .collect(Collectors.joining(" "));
    if (!missing.isEmpty()) {
      throw new Failure(
          "Guests with interfaces of their own need tools that are not installed; on Debian: apt-get"
              + " install "
              + missing);
    }
  }

  /// Waits for others.
  static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("Interrupted; `sekisho lab down` removes what is left.", e);
    }
  }

  private record Tool(String debianPackage, String program, String askVersion) {
    boolean runs(Commands commands) {
      try {
        commands.run(program, askVersion);
        return true;
      } catch (UncheckedIOException absent) {
        return false;
      }
    }
  }
}
