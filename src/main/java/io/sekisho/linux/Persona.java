package io.sekisho.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Somebody as whom one thread does something. Linux keeps users for each thread; what the thread
/// opens belongs to them, and nothing else of the process is changed.
///
/// @param user number of the user, real, effective and saved
/// @param group number of the group, likewise
/// @param groups numbers of further groups
public record Persona(long user, long group, List<Long> groups) {
  private static final int[] X86_64 = {116, 119, 117};
  private static final int[] AARCH64 = {159, 149, 147};

  public Persona {
    groups = List.copyOf(groups);
  }

  /// Does the work as this user, on a thread of its own, which ends with it. That thread has no
  /// right of root's, unless root is who this is: it can't load a class that only root may read.
  ///
  /// @throws UncheckedIOException if this process may not become them, or the work throws one
  public <T> T does(Callable<T> work) {
    FutureTask<T> task =
        new FutureTask<>(
            () -> {
              become();
              return work.call();
            });
    Thread.ofPlatform().name("as user " + user).start(task);
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw switch (e.getCause()) {
        case RuntimeException unchecked -> unchecked;
        case Error error -> throw error;
        case IOException io -> new UncheckedIOException(io);
        case null, default -> new IllegalStateException(e.getCause());
      };
    }
  }

  private void become() throws IOException {
    int[] all = groups.stream().mapToInt(Long::intValue).toArray();
    Libc.setThread(numbers(), (int) user, (int) group, all);
  }

  private static int[] numbers() throws IOException {
    return switch (System.getProperty("os.arch")) {
      case "amd64" -> X86_64;
      case "aarch64" -> AARCH64;
      default -> throw new IOException("it is not known here how a thread becomes another user's");
    };
  }
}
