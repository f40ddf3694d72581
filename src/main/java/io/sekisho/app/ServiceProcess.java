package io.sekisho.app;

import io.sekisho.client.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One process, told from all that ever have its number.
///
/// @param pid its number, which another gets when it is gone
/// @param began when it began, in ticks since this host did
record ServiceProcess(long pid, String began) {
  private static final Path PROC = Path.of("/proc");

  /// In `/proc/PID/stat`, counted from behind the program's name, which may be anything.
  private static final int BEGAN = 19;

  private static final String ENDED = "Z";

  /// The process that has this number now, if it has not ended: one that nobody has taken leave of
  /// yet has a number, and does nothing any more.
  static Optional<ServiceProcess> of(long pid) {
    try {
      String stat = Files.readString(PROC.resolve(pid + "/stat"));
      String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return Optional.of(new ServiceProcess(pid, words[BEGAN]))
          .filter(_ -> !words[0].equals(ENDED));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /// As [#toString] wrote it, if it is still there.
  static Optional<ServiceProcess> parse(String text) {
    String[] words = text.split(" ", -1);
    try {
      return Optional.of(new ServiceProcess(Long.parseLong(words[0]), words[1]))
          .filter(ServiceProcess::isThere);
    } catch (RuntimeException nonsense) {
      return Optional.empty();
    }
  }

  boolean isThere() {
    return of(pid).filter(this::equals).isPresent();
  }

  /// To be waited for and ended; empty if it is gone.
  Optional<ProcessHandle> handle() {
    return ProcessHandle.of(pid).filter(_ -> isThere());
  }

  @Override
  public String toString() {
    return pid + " " + began;
  }

  /// @param user whom the service becomes: whoever else is that user may do to it what he likes
  /// @param but the service that is there already
  /// @throws Failure if another process is that user
  static void expectNoOther(int user, Optional<ServiceProcess> but) throws IOException {
    try (Stream<Path> all = Files.list(PROC)) {
      Optional<Path> other =
          all.filter(it -> it.getFileName().toString().matches("\\d+"))
              .filter(it -> but.stream().noneMatch(one -> it.endsWith(Long.toString(one.pid))))
              .filter(it -> runsAs(it, user))
              .findFirst();
      if (other.isPresent()) {
        throw new Failure(
            "Process %s runs as user %d, whom nobody but the service may be: end it, or set SEKISHO_PREFIX to another one."
                .formatted(other.get().getFileName(), user));
      }
    }
  }

  private static boolean runsAs(Path process, int user) {
    try {
      List<String> status = Files.readAllLines(process.resolve("status"));
      return status.stream().noneMatch(line -> line.startsWith("State:\t" + ENDED))
          && status.stream()
              .filter(line -> line.startsWith("Uid:"))
              .flatMap(line -> Stream.of(line.split("\t", -1)))
              .anyMatch(Integer.toString(user)::equals);
    } catch (IOException gone) {
      return false;
    }
  }
}
