package io.sekisho.warden;

import io.sekisho.cli.Format;
import io.sekisho.cli.Printer;
import io.sekisho.cli.Table;
import io.sekisho.guard.PolicyText;
import io.sekisho.warden.Warden.Kept;
import io.sekisho.warden.Warden.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `sekisho guard status`: what is in force, and what it counted.
@Command(
    name = "status",
    description = {
      "Shows what is in force and what it counted. Exits with 0 if the kernel has what was applied,"
          + " 3 if nothing is in force, 4 if something differs. Needs root."
    },
    footer = {
      "",
      "With nft, counters go on when rules are loaded again.",
      "",
      "Examples:",
      "  sekisho guard status",
      "  sekisho guard status -o json | jq .counters.refused"
    })
final class GuardStatusCommand implements Callable<Integer> {
  private static final int NOTHING = 3;
  private static final int DIFFERENT = 4;

  private final GuardParts parts;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "The policy to compare with; /etc/sekisho/guard/policy.yaml if it is there.")
  private @Nullable Path file;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; table unless given.")
  private Format format = Format.TABLE;

  GuardStatusCommand(GuardParts parts) {
    this.parts = parts;
  }

  @Override
  public Integer call() {
    Status status = parts.warden().status();
    Optional<Boolean> fileDiffers = fileDiffers(status);
    Printer printer = new Printer(parts.environment().out());
    switch (format) {
      case TABLE, WIDE -> table(status, fileDiffers, printer);
      case JSON, YAML -> printer.document(format, document(status, fileDiffers));
    }
    return switch (status.mark()) {
      case ABSENT -> NOTHING;
      case DIFFERENT, NOT_NOTED -> DIFFERENT;
      case IN_FORCE -> fileDiffers.orElse(false) || status.kept() == Kept.ANOTHER ? DIFFERENT : 0;
    };
  }

  /// Empty if there is no file to compare with.
  private Optional<Boolean> fileDiffers(Status status) {
    Path usual = parts.places().policy();
    // Without --persist, a file may be there from another time.
    boolean isKept = status.kept() != Kept.NOTHING && Files.exists(usual);
    if (status.state().isEmpty() || (file == null && !isKept)) {
      return Optional.empty();
    }
    Path compared =
        Optional.ofNullable(file).map(parts.environment().directory()::resolve).orElse(usual);
    String digest = PolicyText.digest(Warden.read(compared).policy());
    return Optional.of(!digest.equals(status.state().get().policy()));
  }

  private static void table(Status status, Optional<Boolean> fileDiffers, Printer printer) {
    switch (status.mark()) {
      case ABSENT -> printer.say("No guard is in force.");
      case DIFFERENT ->
          printer.say(
              "The kernel has not what was loaded: somebody changed or removed it. `sekisho guard"
                  + " apply` puts it back.");
      case NOT_NOTED ->
          printer.say(
              "The kernel has rules of a guard, and nothing is noted of them: they were loaded by"
                  + " hand, or /run was emptied. `sekisho guard apply` replaces them.");
      case IN_FORCE -> printer.say("In force, as it was loaded.");
    }
    status
        .state()
        .ifPresent(it -> printer.say("Loaded %s with %s.".formatted(it.loaded(), it.engine())));
    if (fileDiffers.orElse(false)) {
      printer.say(
          "What is in force is not what the policy's file says; `sekisho guard apply` would put the"
              + " file in force.");
    }
    if (status.pending()) {
      printer.say("It waits to be confirmed: `sekisho guard confirm`.");
    }
    if (status.mark() != Warden.Mark.ABSENT || status.kept() != Kept.NOTHING) {
      printer.say(afterwards(status));
    }
    if (!status.counts().isEmpty()) {
      printer.say("");
      printer.table(
          new Table(
              List.of("COUNTER", "PACKETS", "BYTES"),
              status.counts().entrySet().stream()
                  .map(
                      it ->
                          List.of(
                              it.getKey(),
                              "" + it.getValue().packets(),
                              "" + it.getValue().bytes()))
                  .toList()));
    }
  }

  private static String afterwards(Status status) {
    return switch (status.kept()) {
      case NOTHING -> "It is gone after a restart.";
      case KEPT ->
          status.state().isPresent()
              ? "It is there after a restart, too."
              : "After a restart, a policy is in force.";
      case ANOTHER ->
          "After a restart, another policy or engine is in force: `sekisho guard apply --persist`.";
    };
  }

  private static Map<String, Object> document(Status status, Optional<Boolean> fileDiffers) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("in_force", status.mark() == Warden.Mark.IN_FORCE);
    document.put(
        "differs",
        status.mark() == Warden.Mark.DIFFERENT || status.mark() == Warden.Mark.NOT_NOTED);
    status
        .state()
        .ifPresent(
            it -> {
              document.put("engine", it.engine());
              document.put("policy", it.policy());
              document.put("loaded_at", it.loaded());
            });
    fileDiffers.ifPresent(it -> document.put("file_differs", it));
    document.put("pending", status.pending());
    document.put("persisted", status.kept() != Kept.NOTHING);
    document.put("persisted_differs", status.kept() == Kept.ANOTHER);
    document.put("counters", status.counts());
    return document;
  }
}
