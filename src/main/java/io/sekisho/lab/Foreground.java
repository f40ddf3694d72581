package io.sekisho.lab;

import io.sekisho.client.Failure;
import java.io.Console;
import java.io.IOException;
import java.util.Optional;

/// Runs a process in place of this one: same terminal, same input and output, same exit code.
final class Foreground {
  private Foreground() {}

  /// Returns the exit code, 128 and the signal's number if a signal ended it.
  static int run(ProcessBuilder builder) throws IOException {
    Process process = builder.inheritIO().start();
    Thread stay = new Thread(() -> outstay(process), "outstay");
    Runtime.getRuntime().addShutdownHook(stay);
    try {
      int code = process.waitFor();
      forget(stay);
      return code;
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new Failure("Interrupted; the command was told to end.", e);
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException endingAlready) {
      // Then the hook is at work, and ends this process with the command's exit code.
    }
  }

  /// A signal ends this process, but not before the other. On a terminal, Ctrl-C went to both, and
  /// the other may choose to go on; elsewhere nobody but us could pass the signal on.
  private static void outstay(Process process) {
    if (Optional.ofNullable(System.console()).filter(Console::isTerminal).isEmpty()) {
      process.destroy();
    }
    try {
      Runtime.getRuntime().halt(process.waitFor());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
