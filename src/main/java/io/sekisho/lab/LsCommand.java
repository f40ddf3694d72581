package io.sekisho.lab;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "ls",
    description = "Show the guests.",
    footer = {"", "Examples:", "  sekisho lab ls", "  sekisho lab ls -o json"})
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
    return guests.isEmpty()
        ? "There are no guests: `sekisho lab up` makes them.\n"
        : GuestTable.of(guests, guest -> lab.stands(guest) ? "up" : "gone");
  }
}
