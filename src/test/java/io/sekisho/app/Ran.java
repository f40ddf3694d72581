package io.sekisho.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/// A command that was run, and how it ended.
record Ran(int code, String out, String err) {
  static Ran of(ProcessBuilder builder) {
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      CompletableFuture<String> err =
          CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
      String out = text(process.getInputStream());
      return new Ran(process.waitFor(), out, err.join());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// On this machine, outside of every guest.
  static Ran here(String... command) {
    return of(new ProcessBuilder(command));
  }

  /// What it printed.
  ///
  /// @throws AssertionError if it failed
  String good() {
    if (code != 0) {
      throw new AssertionError("exit code " + code + ": " + err + out);
    }
    return out;
  }

  private static String text(java.io.InputStream in) {
    try {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
