package io.sekisho.warden;

import io.sekisho.client.Failure;
import io.sekisho.guard.Engine;
import io.sekisho.guard.Presets;
import io.sekisho.guard.Subject.Kind;
import io.sekisho.warden.Warden.Given;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which policy a command is about, and what is to hold it.
final class Choice {
  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "The policy; /etc/sekisho/guard/policy.yaml unless given.")
  private @Nullable Path file;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description = "In place of a file: ${COMPLETION-CANDIDATES}.")
  private @Nullable Presets preset;

  @Option(
      names = "--user",
      paramLabel = "USER",
      description = "Whom a preset is about, in place of apache or trustworthy-user.")
  private @Nullable String user;

  @Option(
      names = "--group",
      paramLabel = "GROUP",
      description = "Whom ibm-group is about, in place of metadata.")
  private @Nullable String group;

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      description = "${COMPLETION-CANDIDATES}; nft unless given.")
  private Engine engine = Engine.NFT;

  Engine engine() {
    return engine;
  }

  Given policy(Path directory, Places places) {
    if (preset == null) {
      if (user != null || group != null) {
        throw Failure.mistyped("--user and --group go with a --preset.");
      }
      return Warden.read(Optional.ofNullable(file).map(directory::resolve).orElse(places.policy()));
    }
    if (file != null) {
      throw Failure.mistyped("--preset goes in place of --file.");
    }
    boolean asksUser = preset.kind() == Kind.USER;
    if ((asksUser ? group : user) != null) {
      throw Failure.mistyped(
          "--preset %s is about a %s: --%s.".formatted(preset, preset.kind(), preset.kind()));
    }
    String name = Optional.ofNullable(asksUser ? user : group).orElse(preset.usual());
    try {
      return Given.of(preset.policy(name));
    } catch (IllegalArgumentException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    }
  }
}
