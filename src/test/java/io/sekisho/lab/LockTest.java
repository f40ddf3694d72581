package io.sekisho.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockTest {
  @TempDir private Path folder;

  @Test
  void isHeldByOneAtATimeAlsoWhenHoldersDissolveIt() throws Exception {
    Path file = folder.resolve("sub/lock");
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Callable<Void> task =
        () -> {
          try (Lock lock = Lock.take(file)) {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            Thread.sleep(1);
            inside.decrementAndGet();
            lock.dissolve();
          }
          return null;
        };
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<Void> done : threads.invokeAll(Collections.nCopies(40, task))) {
        done.get();
      }
    }
    assertThat(most).hasValue(1);
    assertThat(file).doesNotExist();
  }

  @Test
  void keepsAnotherProcessOutUntilItEndsHoweverThatIs() throws Exception {
    Path file = folder.resolve("lock");
    Process holder = Java.start(Holder.class, file.toString());
    assertThat(holder.inputReader().readLine()).isEqualTo("held");
    var taken =
        CompletableFuture.supplyAsync(
            () -> {
              try (Lock lock = Lock.take(file)) {
                return lock;
              } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    Thread.sleep(300);
    assertThat(taken).isNotDone();
    holder.destroyForcibly();
    assertThat(taken.get(20, TimeUnit.SECONDS)).isNotNull();
  }

  /// Takes the lock and never lets go of it.
  static final class Holder {
    public static void main(String[] args) throws Exception {
      try (Lock _ = Lock.take(Path.of(args[0]))) {
        System.out.println("held");
        Thread.sleep(60_000);
      }
    }
  }
}
