package io.sekisho.lab;

import java.io.PrintStream;
import picocli.CommandLine.Command;

@Command(
    name = "down",
    description = "Remove all guests, and end what runs in them.",
    footer = {
      "",
      "What was applied to the server stays. If no server runs any more, what it left",
      "in the kernel is removed too.",
      "",
      "Example:",
      "  sekisho lab down"
    })
final class DownCommand implements Runnable {
  private final Lab lab;
  private final Server server;
  private final PrintStream out;

  DownCommand(Lab lab, Server server, PrintStream out) {
    this.lab = lab;
    this.server = server;
    this.out = out;
  }

  @Override
  public void run() {
    lab.down();
    if (server.forsaken()) {
      server.removeHostHalf();
    }
    out.println("No guest is left.");
  }
}
