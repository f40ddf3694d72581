package io.sekisho.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Guests as a table for people.
final class GuestTable {
  private static final List<String> HEADINGS =
      List.of("NAME", "ACCOUNT", "VPC", "ADDRESSES", "CONTAINERS", "STATE", "NAMESPACE");

  private static final String GAP = "   ";

  private GuestTable() {}

  /// @param state whether a guest is there, in a word
  static String of(List<Guest> guests, Function<Guest, String> state) {
    List<List<String>> rows = new ArrayList<>(List.of(HEADINGS));
    guests.forEach(guest -> rows.add(row(guest, state.apply(guest))));
    return rows.stream().map(row -> line(row, rows)).collect(Collectors.joining());
  }

  private static List<String> row(Guest guest, String state) {
    return List.of(
        guest.name(),
        guest.account(),
        guest.interfaces().getFirst().vpc(),
        guest.addresses().collect(Collectors.joining(" ")),
        guest.containers().isEmpty()
            ? "-"
            : guest.containers().stream()
                .map(Guest.Container::name)
                .collect(Collectors.joining(" ")),
        state,
        guest.namespace());
  }

  private static String line(List<String> cells, List<List<String>> rows) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      int column = i;
      int width = rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
      line.append(cells.get(i)).repeat(' ', width - cells.get(i).length()).append(GAP);
    }
    return line.toString().stripTrailing() + "\n";
  }
}
