package io.sekisho.warden;

import io.sekisho.guard.Script;
import io.sekisho.guard.Units;
import java.nio.file.Path;

/// Where a machine keeps what belongs to its guard.
///
/// @param root below which `etc` is: `/`, or an image that is being made
/// @param run what is in force; gone with a restart of the machine
record Places(Path root, Path run) {
  /// Those of this machine.
  static final Places HERE = new Places(Path.of("/"), Path.of(Script.RUN_FOLDER));

  Path policy() {
    return root.resolve(Units.POLICY);
  }

  Path script() {
    return root.resolve(Units.SCRIPT);
  }

  Places below(Path otherRoot) {
    return new Places(otherRoot, run);
  }
}
