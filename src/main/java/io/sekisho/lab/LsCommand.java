package io.sekisho.lab;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "ls",
    description = "Show the guests.",
    footer = {
      "",
      "One that is cut off runs, but the server no longer has it, or has it at another",
      "address: `sekisho lab up` makes it what a file says.",
      "",
      "Examples:",
      "  sekisho lab ls",
      "  sekisho lab ls -o json"
    })
final class LsCommand implements Runnable {
  private final Lab lab;
  private final PrintStream out;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; table unless given.")
  private Format format = Format.TABLE;

  enum Format {
    TABLE,
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  LsCommand(Lab lab, PrintStream out) {
    this.lab = lab;
    this.out = out;
  }

  @Override
  public void run() {
    List<Guest> guests = lab.guests();
    switch (format) {
      case TABLE -> out.print(table(guests));
      case JSON ->
          out.println(Register.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(guests));
    }
  }

  private String table(List<Guest> guests) {
    Set<Guest> connected = lab.connected(guests);
    return guests.isEmpty()
        ? "There are no guests: `sekisho lab up` makes them.\n"
        : GuestTable.of(guests, guest -> state(guest, connected));
  }

  private String state(Guest guest, Set<Guest> connected) {
    if (!lab.stands(guest)) {
      return "gone";
    }
    return connected.contains(guest) ? "up" : "cut off";
  }
}
