package io.sekisho.guard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.stream.Collectors;

/// A policy as a shell script that needs nothing but the tools of its engine: it asks the machine
/// it runs on who is who, and puts the rules into the kernel.
public final class Script {
  /// Where it keeps what it loaded, unless told otherwise.
  public static final String RUN_FOLDER = "/run/sekisho-guard";

  /// The file there that a script locks while it is at work; it stays.
  public static final String LOCK = "lock";

  /// The exit code for: done, but somebody who is named is not there.
  public static final int SOMEBODY_MISSING = 3;

  private Script() {}

  /// The script for a policy.
  ///
  /// @param runFolder where it keeps what it loaded; only root may write there
  public static String of(Policy policy, Engine engine, String runFolder) {
    String tools =
        switch (engine) {
          case NFT -> part("nft.sh").replace("@RULES@", NftRules.of(policy));
          case IPTABLES ->
              part("iptables.sh")
                  .replace("@RULES@", IptablesRules.of(policy, false))
                  .replace("@RULES6@", IptablesRules.of(policy, true));
        };
    return part("guard.sh")
        .replace("@RUN@", runFolder)
        .replace("@ENGINE@", engine.toString())
        .replace("@POLICY@", PolicyText.digest(policy))
        .replace("@WAY@", policy.way().toString())
        .replace("@CHAINS@", String.join(" ", IptablesRules.CHAINS))
        .replace("@WHO@", who(policy))
        .replace("@TOOLS@", tools);
  }

  private static String part(String name) {
    try (InputStream in = Script.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String who(Policy policy) {
    if (policy.subjects().isEmpty()) {
      return "  :\n";
    }
    int[] number = {0};
    return policy.subjects().stream()
        .map(it -> "  %s %d '%s'\n".formatted(it.kind(), ++number[0], it.name()))
        .collect(Collectors.joining());
  }
}
