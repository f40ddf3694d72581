package io.sekisho.lab;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

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
  private final Server server;
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

  LsCommand(Lab lab, Server server, PrintStream out) {
    this.lab = lab;
    this.server = server;
    this.out = out;
  }

  @Override
  public void run() {
    List<Guest> guests = lab.guests();
    Set<Guest> connected = lab.connected(guests);
    Function<Guest, String> state = guest -> state(guest, connected);
    switch (format) {
      case TABLE -> out.print(table(guests, state, server.forsaken()));
      case JSON -> out.println(json(guests, state));
    }
  }

  /// @param forsaken whether no server answers what guests ask
  static String table(List<Guest> guests, Function<Guest, String> state, boolean forsaken) {
    if (guests.isEmpty()) {
      return "There are no guests: `sekisho lab up` makes them.\n";
    }
    String nobody = "No Sekisho answers these guests: start one with `sekisho up`.\n";
    return GuestTable.of(guests, state) + (forsaken ? nobody : "");
  }

  static String json(List<Guest> guests, Function<Guest, String> state) {
    ArrayNode all = Register.JSON.createArrayNode();
    for (Guest guest : guests) {
      all.add(Register.JSON.<ObjectNode>valueToTree(guest).put("state", state.apply(guest)));
    }
    return Register.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all);
  }

  private String state(Guest guest, Set<Guest> connected) {
    if (!lab.stands(guest)) {
      return "gone";
    }
    return connected.contains(guest) ? "up" : "cut off";
  }
}
