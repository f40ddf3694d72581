package io.sekisho.lab;

import io.sekisho.client.Failure;
import io.sekisho.kernel.Commands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What the lab needs of this machine.
final class Host {
  private static final List<List<String>> TOOLS =
      List.of(List.of("ip", "-V"), List.of("nft", "--version"), List.of("unshare", "--version"));

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

  /// @throws Failure unless the tools are installed that the lab uses
  static void expectTools(Commands commands) {
    for (List<String> tool : TOOLS) {
      try {
        commands.run(tool.toArray(String[]::new));
      } catch (UncheckedIOException absent) {
        throw new Failure(
            "The lab needs `%s`: install iproute2, nftables and util-linux."
                .formatted(tool.getFirst()),
            absent);
      }
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
}
