package io.sekisho.warden;

import io.sekisho.guard.Engine;
import io.sekisho.warden.Warden.Given;
import io.sekisho.warden.Warden.Status;
import io.sekisho.warden.Warden.Wish;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// What guards a machine of the tests.
///
/// @param folder where it keeps what it would keep in `/run` and `/etc`
record Ward(Machine machine, Path folder) {
  Warden warden() {
    return new Warden(new Places(folder.resolve("root"), folder.resolve("run")), machine.commands);
  }

  /// @param confirm how long it waits to be confirmed
  void apply(Engine engine, String policy, Optional<Duration> confirm) {
    apply(policy, new Wish(engine, Optional.empty(), confirm, false));
  }

  void apply(String policy, Wish wish) {
    Given given = Given.of(Cases.read("guard: 1\n" + policy + "\n"));
    machine.inside(() -> warden().apply(given, wish));
  }

  Status status() {
    return machine.inside(() -> warden().status());
  }
}
