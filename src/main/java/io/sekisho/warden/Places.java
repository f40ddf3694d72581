package io.sekisho.warden;

import io.sekisho.guard.Script;
import io.sekisho.guard.Units;
import java.nio.file.Path;

/// Where a machine keeps what belongs to its guard.
///
/// @param root below which `etc` is: `/`, or an image that is being made
/// @param run what is in force; gone with a restart of the machine
public record Places(Path root, Path run) {
  /// Those of this machine.
  public static final Places HERE = new Places(Path.of("/"), Path.of(Script.RUN_FOLDER));

  /// The policy that survives a restart.
  public Path policy() {
    return root.resolve(Units.POLICY);
  }

  /// The script that loads it then.
  public Path script() {
    return root.resolve(Units.SCRIPT);
  }

  /// What is known of names, for when the name service is away then.
  Path known() {
    return script().resolveSibling("known");
  }

  Places below(Path otherRoot) {
    return new Places(otherRoot, run);
  }
}
