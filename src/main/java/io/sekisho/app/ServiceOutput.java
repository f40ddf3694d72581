package io.sekisho.app;

import io.sekisho.kernel.Commands;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What the service says, passed on to this process's own output without what a terminal obeys.
///
/// The service does not get the terminal itself: from it, it could read what root types. A named
/// pipe, for it is still there for the next overseer, and the service writes on into it.
final class ServiceOutput implements AutoCloseable {
  private static final int PIECE = 4_096;

  /// Written behind all that was said, it says that all of it came through.
  private static final char END = 0;

  private final Path pipe;
  private final RandomAccessFile ends;
  private final PrintStream to;
  private volatile boolean closing;
  private volatile CountDownLatch settled = new CountDownLatch(1);

  private ServiceOutput(Path pipe, RandomAccessFile ends, PrintStream to) {
    this.pipe = pipe;
    this.ends = ends;
    this.to = to;
  }

  /// @param pipe where it is, or is made, in a folder that is root's
  /// @param to where what comes through it goes, until this process ends
  static ServiceOutput open(Path pipe, PrintStream to) throws IOException {
    if (!Files.exists(pipe)) {
      new Commands().run("mkfifo", "-m", "600", pipe.toString());
    }
    // Open for both, it waits for nobody and does not end with a service.
    RandomAccessFile ends = new RandomAccessFile(pipe.toFile(), "rw");
    ServiceOutput output = new ServiceOutput(pipe, ends, to);
    Thread.ofPlatform().daemon().name("service-output").start(output::passOn);
    return output;
  }

  /// Where a process that is to be started has to write.
  Redirect redirect() {
    return Redirect.to(pipe.toFile());
  }

  /// Returns when all that was written is passed on, or after a second.
  void settle() throws IOException {
    CountDownLatch all = new CountDownLatch(1);
    settled = all;
    ends.write(END);
    try {
      var _ = all.await(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// What is said from now on waits for the next to listen, or is lost.
  @Override
  public void close() throws IOException {
    closing = true;
    settle();
    ends.close();
  }

  /// What a terminal only shows.
  static String harmless(String text) {
    StringBuilder shown = new StringBuilder(text);
    for (int i = 0; i < shown.length(); i++) {
      char c = shown.charAt(i);
      boolean obeyed = Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
      if (obeyed && c != '\n' && c != '\t') {
        shown.setCharAt(i, '?');
      }
    }
    return shown.toString();
  }

  private void passOn() {
    try (var reader =
        new InputStreamReader(new FileInputStream(ends.getFD()), StandardCharsets.UTF_8)) {
      char[] piece = new char[PIECE];
      for (int n = reader.read(piece); n > 0; n = reader.read(piece)) {
        String text = new String(piece, 0, n);
        print(text);
        if (text.indexOf(END) >= 0) {
          settled.countDown();
          if (closing) {
            return;
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What there is no memory for is lost: if nobody listened any more, the next service could not
  /// be started, for to open a pipe waits for who reads it.
  private void print(String text) {
    try {
      to.print(harmless(text.replace(Character.toString(END), "")));
      to.flush();
    } catch (OutOfMemoryError _) {
      // It is the helper's work that took it.
    }
  }
}
