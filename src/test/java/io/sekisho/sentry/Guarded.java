package io.sekisho.sentry;

import io.sekisho.Scratch;
import io.sekisho.guard.Engine;
import io.sekisho.kernel.Commands;
import io.sekisho.warden.Cases;
import io.sekisho.warden.Machine;
import io.sekisho.warden.Places;
import io.sekisho.warden.Warden;
import io.sekisho.warden.Warden.Given;
import io.sekisho.warden.Warden.Wish;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A machine with a guard, whose folders only root may write to.
final class Guarded implements AutoCloseable {
  final Machine machine = new Machine();
  final Scratch home;
  final Places places;
  final Warden warden;

  Guarded() {
    try {
      home =
          new Scratch(Files.createTempDirectory(Path.of(System.getProperty("user.home")), "sgt"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    places = new Places(home.resolve("root"), home.resolve("run"));
    warden = new Warden(places, new Commands());
  }

  void apply(Engine engine, String policy) {
    Given given = Given.of(Cases.read("guard: 1\n" + policy + "\n"));
    machine.inside(
        () -> warden.apply(given, new Wish(engine, Optional.empty(), Optional.empty(), false)));
  }

  VerifyReport verify() {
    return machine.inside(() -> VerifyCommand.report(warden, places.run(), Optional.empty()));
  }

  /// A control group of version 2 that is made for the time of a test.
  static Path cgroup(String path) {
    try {
      return Files.createDirectories(Cgroups.here().root().resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    machine.close();
    home.close();
  }
}
