package io.sekisho.warden;

import io.sekisho.client.Environment;
import io.sekisho.client.Failure;
import io.sekisho.kernel.Commands;

/// What the commands need of the process they run in.
///
/// @param root whether this is root
record GuardParts(Environment environment, Places places, boolean root) {
  /// For what changes the machine, or looks into its kernel.
  Warden warden() {
    if (!root) {
      throw new Failure("Who reaches the metadata service is root's business: use sudo.");
    }
    return new Warden(places, new Commands());
  }
}
