package io.sekisho.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Another Java process with the same class path.
final class Java {
  private Java() {}

  static Process start(Class<?> main, String... args) throws IOException {
    return builder(main, args).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  static ProcessBuilder builder(Class<?> main, String... args) {
    List<String> argv =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    argv.addAll(List.of(args));
    return new ProcessBuilder(argv);
  }
}
