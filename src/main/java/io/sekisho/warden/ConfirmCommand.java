package io.sekisho.warden;

import io.sekisho.cli.Printer;
import picocli.CommandLine.Command;

/// `sekisho guard confirm`: keeps what was applied with `--confirm`.
@Command(
    name = "confirm",
    description = "Keeps the policy that was applied with --confirm. Needs root.",
    footer = {"", "Example:", "  sekisho guard confirm"})
final class ConfirmCommand implements Runnable {
  private final GuardParts parts;

  ConfirmCommand(GuardParts parts) {
    this.parts = parts;
  }

  @Override
  public void run() {
    Printer printer = new Printer(parts.environment().out());
    parts.warden().confirm().forEach(printer::say);
    printer.say("Kept.");
  }
}
