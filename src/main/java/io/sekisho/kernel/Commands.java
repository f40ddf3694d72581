package io.sekisho.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/// Runs the host's own tools (`ip`, `nft`) and waits for them. They run in the network namespace of
/// the calling thread.
public final class Commands {
  private static final Duration USUAL = Duration.ofSeconds(30);

  /// No virtual thread: its carrier would be born in the network namespace of the calling thread,
  /// and later run there what has no business in it.
  private static final Executor READER =
      work -> Thread.ofPlatform().daemon().name("reads a command").start(work);

  private final Duration longest;

  public Commands() {
    this(USUAL);
  }

  private Commands(Duration longest) {
    this.longest = longest;
  }

  /// The same for commands that may take longer than others.
  public Commands within(Duration time) {
    return new Commands(time);
  }

  /// Runs a command and returns what it printed.
  ///
  /// @throws Failed with what it said if it does not exit with 0 within 30 seconds
  public String run(String... argv) {
    return feed("", argv);
  }

  /// Runs a command with this text on its standard input and returns what it printed.
  ///
  /// @throws Failed with what it said if it does not exit with 0 within 30 seconds
  public String feed(String input, String... argv) {
    try {
      Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
      var output = CompletableFuture.supplyAsync(() -> read(process.getInputStream()), READER);
      write(process, input);
      if (!process.waitFor(longest)) {
        process.destroyForcibly();
        throw new Failed(List.of(argv), "no end after " + longest.toSeconds() + " s");
      }
      if (process.exitValue() != 0) {
        throw new Failed(List.of(argv), output.join().strip());
      }
      return output.join();
    } catch (IOException e) {
      throw new UncheckedIOException("can't run " + argv[0] + "; is it installed?", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failed(List.of(argv), "interrupted");
    }
  }

  private static void write(Process process, String input) {
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException ended) {
      // It did not wait for the rest of its input: its exit value tells the story.
    }
  }

  private static String read(InputStream stream) {
    try {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A command that did not do what it was asked to.
  public static final class Failed extends RuntimeException {
    Failed(List<String> argv, String output) {
      super(String.join(" ", argv) + ": " + output);
    }
  }
}
