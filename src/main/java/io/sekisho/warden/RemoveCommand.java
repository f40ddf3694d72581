package io.sekisho.warden;

import io.sekisho.cli.Printer;
import picocli.CommandLine.Command;

/// `sekisho guard remove`: as if there had never been a guard.
@Command(
    name = "remove",
    description = {
      "Takes the guard away: rules of either engine, units, what is noted. Everybody reaches the"
          + " metadata service then. The policy's file stays. Needs root."
    },
    footer = {"", "Example:", "  sekisho guard remove"})
final class RemoveCommand implements Runnable {
  private final GuardParts parts;

  RemoveCommand(GuardParts parts) {
    this.parts = parts;
  }

  @Override
  public void run() {
    boolean there = parts.warden().remove();
    new Printer(parts.environment().out()).say(there ? "Removed." : "There was nothing to remove.");
  }
}
