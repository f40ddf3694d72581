package io.sekisho.sentry;

import io.sekisho.cli.Format;
import io.sekisho.cli.Printer;
import io.sekisho.client.Documents;
import io.sekisho.client.Failure;
import io.sekisho.sentry.SentryCommands.Parts;
import io.sekisho.sentry.Watcher.Happening;
import io.sekisho.warden.Warden;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `sekisho guard watch`: puts rules back that somebody takes away.
@Command(
    name = "watch",
    description = {
      "Watches over what is in force until it is told to stop: puts rules back when somebody changes"
          + " or removes them, loads them anew when users, groups or control groups that the policy"
          + " names are not what they were, and says when the policy's file changes. That is not put"
          + " in force: `sekisho guard apply` does. Exits with 0 on SIGTERM. Needs root."
    },
    footer = {
      "",
      "Examples:",
      "  sekisho guard watch",
      "  sekisho guard watch -o json | logger -t sekisho-guard"
    })
final class WatchCommand implements Runnable {
  private final Parts parts;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "The policy's file; /etc/sekisho/guard/policy.yaml unless given.")
  private @Nullable Path file;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      description =
          "How often all is looked at, for a directory that lists users tells nothing; 60s unless"
              + " given.")
  private String every = "60s";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "table, a line each; or json, an object each. table unless given.")
  private Format format = Format.TABLE;

  WatchCommand(Parts parts) {
    this.parts = parts;
  }

  @Override
  public void run() {
    Duration time = SentryCommands.time("--every", every);
    if (format == Format.YAML) {
      throw Failure.mistyped("-o takes table or json here.");
    }
    Warden warden = parts.warden();
    Path watched =
        Optional.ofNullable(file)
            .map(parts.environment().directory()::resolve)
            .orElse(parts.places().policy());
    Watcher watcher = new Watcher(parts.places(), warden, watched, time, this::print);
    CountDownLatch ended = new CountDownLatch(1);
    Thread hook = new Thread(() -> end(watcher, ended), "stop watching");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      watcher.walk();
    } finally {
      ended.countDown();
      forget(hook);
    }
  }

  /// So that what fails by itself does not end as if it was told to.
  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException endingAlready) {
      // Then it is at work.
    }
  }

  /// A signal is how it is meant to end.
  private static void end(Watcher watcher, CountDownLatch ended) {
    watcher.stop();
    try {
      ended.await();
      Runtime.getRuntime().halt(0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void print(Happening happening) {
    PrintStream out = parts.environment().out();
    String at = happening.at().truncatedTo(ChronoUnit.MILLIS).toString();
    if (format == Format.JSON) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("at", at);
      line.put("event", happening.event());
      line.put("detail", happening.detail());
      out.println(new String(Documents.json(line), StandardCharsets.UTF_8));
    } else {
      new Printer(out).say("%s %s %s".formatted(at, happening.event(), happening.detail()).strip());
    }
  }
}
