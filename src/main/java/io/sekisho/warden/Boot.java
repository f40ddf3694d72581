package io.sekisho.warden;

import io.sekisho.guard.Engine;
import io.sekisho.guard.Policy;
import io.sekisho.guard.Script;
import io.sekisho.guard.Units;
import io.sekisho.kernel.Commands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What makes a machine hold its policy again after a restart.
record Boot(Places places, Commands commands) {
  /// Writes policy, script and units, and has systemd heed them.
  ///
  /// @param source the policy as its author wrote it
  /// @return what was done, a sentence each
  List<String> persist(Policy policy, String source, Engine engine) {
    Folders.write(places.policy(), source, "rw-------");
    Folders.write(places.script(), Script.of(policy, engine, Script.RUN_FOLDER), "rwx------");
    Folders.delete(places.known());
    Path known = places.run().resolve("known");
    if (Files.exists(known)) {
      Folders.copy(known, places.known());
    }
    deleteUnits();
    Units.files(policy)
        .forEach((path, text) -> Folders.write(places.root().resolve(path), text, "rw-r--r--"));
    List<String> said = new ArrayList<>();
    said.add("The policy stands in %s, its script beside it.".formatted(places.policy()));
    said.add(enabled());
    return said;
  }

  /// Takes units and script away; the policy's file stays.
  ///
  /// @return whether there was anything
  boolean forget() {
    boolean there = Files.exists(places.script());
    if (there) {
      systemctl("disable", Units.TIMER, Units.SERVICE);
      if (isRunning()) {
        systemctl("stop", Units.TIMER, Units.SERVICE);
      }
    }
    boolean units = deleteUnits();
    boolean script = Folders.delete(places.script());
    Folders.delete(places.known());
    if (units && isRunning()) {
      systemctl("daemon-reload");
      // One that was ended while it waited for its turn counts as failed.
      systemctl("reset-failed", Units.SERVICE);
    }
    return units || script;
  }

  /// Whether the script is run when the machine starts, as far as systemd can tell.
  boolean isKept() {
    return !systemctl("--version") || systemctl("is-enabled", "--quiet", Units.SERVICE);
  }

  private String enabled() {
    if (!systemctl("enable", Units.SERVICE, Units.TIMER)) {
      return "There is no systemd: have `/bin/sh /%s ensure` run when the machine starts, before the"
              .formatted(Units.SCRIPT)
          + " network is up.";
    }
    if (isRunning()) {
      systemctl("daemon-reload");
      systemctl("start", Units.TIMER);
    }
    return "systemd loads it before the network is up (%s), and puts back what somebody removes (%s)."
        .formatted(Units.SERVICE, Units.TIMER);
  }

  /// Whether this very machine was started by systemd, and it is its files that are changed.
  private boolean isRunning() {
    return places.root().equals(Path.of("/")) && Files.isDirectory(Path.of("/run/systemd/system"));
  }

  private boolean systemctl(String... argv) {
    List<String> all = new ArrayList<>(List.of("systemctl"));
    if (!isRunning()) {
      all.add("--root=" + places.root());
    }
    all.addAll(List.of(argv));
    try {
      commands.run(all.toArray(String[]::new));
      return true;
    } catch (Commands.Failed | UncheckedIOException noSystemd) {
      return false;
    }
  }

  private boolean deleteUnits() {
    Path folder = places.root().resolve(Units.FOLDER);
    boolean found = Folders.delete(folder.resolve(Units.SERVICE));
    found |= Folders.delete(folder.resolve(Units.TIMER));
    if (Files.isDirectory(folder)) {
      try (Stream<Path> units = Files.list(folder)) {
        for (Path each : units.filter(it -> it.toString().endsWith(".d")).toList()) {
          found |= Folders.deleteWithin(each, Units.DROP_IN);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return found;
  }
}
