package io.sekisho.plug;

import io.sekisho.client.Environment;
import io.sekisho.client.Failure;
import io.sekisho.host.Names;
import io.sekisho.kernel.Commands;
import java.nio.file.Path;
import java.time.Duration;

/// What the commands need of the process they run in.
///
/// @param names what the namespaces of this host's Sekisho are called
/// @param folder where that Sekisho has its door
/// @param root whether this is root
public record Parts(Environment environment, Names names, Path folder, boolean root) {
  /// A service that was killed is there again in some two seconds.
  private static final Duration ABSENCE = Duration.ofSeconds(10);

  Plug plug() {
    if (!root) {
      throw new Failure("Plugging guests in and out is root's business: use sudo.");
    }
    return new Plug(names, caller(), new Commands());
  }

  Caller caller() {
    if (!root) {
      throw new Failure("What is in force on a host is root's business: use sudo.");
    }
    return new Caller(Door.in(folder), names, ABSENCE);
  }
}
