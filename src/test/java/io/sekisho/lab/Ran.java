package io.sekisho.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// A command that was run in a guest, and how it ended.
record Ran(int code, String out) {
  static Ran in(Lab lab, String guest, String... command) {
    return in(lab, guest, Optional.empty(), "", command);
  }

  static Ran in(Lab lab, String guest, Optional<String> container, String in, String... command) {
    return of(lab.process(guest, container, List.of(command)), in);
  }

  static Ran of(ProcessBuilder builder, String in) {
    try {
      Process process = builder.redirectErrorStream(true).start();
      try (var stdin = process.getOutputStream()) {
        stdin.write(in.getBytes(StandardCharsets.UTF_8));
      }
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ran(process.waitFor(), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
