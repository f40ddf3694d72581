package io.sekisho.lab;

import java.io.PrintStream;
import picocli.CommandLine.Command;

@Command(
    name = "down",
    description = "Remove all guests, and end what runs in them.",
    footer = {"", "What was applied to the server stays.", "", "Example:", "  sekisho lab down"})
final class DownCommand implements Runnable {
  private final Lab lab;
  private final PrintStream out;

  DownCommand(Lab lab, PrintStream out) {
    this.lab = lab;
    this.out = out;
  }

  @Override
  public void run() {
    lab.down();
    out.println("No guest is left.");
  }
}
