package io.sekisho.lab;

import io.sekisho.client.Failure;
import java.io.Console;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/// Runs a process in place of this one: same terminal, same input and output, same exit code.
final class Foreground {
  private Foreground() {}

  /// Returns the exit code, 128 and the signal's number if a signal ended it.
  static int run(ProcessBuilder builder) throws IOException {
    boolean terminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    CompletableFuture<Process> started = new CompletableFuture<>();
    // Before the start: a signal must not find the other process running and nobody waiting.
    Thread stay = new Thread(() -> outstay(started, terminal), "outstay");
    Runtime.getRuntime().addShutdownHook(stay);
    try {
      started.complete(builder.inheritIO().start());
      return waitFor(started.join());
    } finally {
      started.cancel(false);
      forget(stay);
    }
  }

  private static int waitFor(Process process) {
    try {
      return process.waitFor();
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
  private static void outstay(CompletableFuture<Process> started, boolean terminal) {
    try {
      Process process = started.join();
      if (!terminal) {
        process.destroy();
      }
      Runtime.getRuntime().halt(waitFor(process));
    } catch (CancellationException notStarted) {
      // There is nobody to wait for.
    }
  }
}
