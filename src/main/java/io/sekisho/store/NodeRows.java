package io.sekisho.store;

import io.sekisho.control.Store.Audit;
import io.sekisho.control.Store.Reached;
import io.sekisho.control.Store.Sheaf;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Up to where nodes' records are in the trail.
final class NodeRows {
  private static final String INSERT =
      "INSERT INTO node_records (stream, last, node) VALUES (?, ?, ?) ON CONFLICT (node) DO NOTHING";
  private static final String UPDATE =
      "UPDATE node_records SET stream = ?, last = ? WHERE node = ? AND stream = ? AND last = ?";

  private NodeRows() {}

  static Reached reached(Connection connection, String node) throws SQLException {
    return Sql.one(
            connection,
            row -> new Reached(row.getString(1), row.getLong(2)),
            "SELECT stream, last FROM node_records WHERE node = ?",
            node)
        .orElse(Reached.NOTHING);
  }

  /// As part of a write: the records of those whose place is as it was thought, with their next
  /// place.
  ///
  /// @return the nodes that are left out
  static Set<String> append(Connection connection, Trail trail, Collection<Sheaf> sheaves)
      throws SQLException {
    Set<String> others = new HashSet<>();
    List<Audit> records = new ArrayList<>();
    // Always in the same order: controllers that hold rows of each other's would wait for ever.
    List<Sheaf> ordered = sheaves.stream().sorted(Comparator.comparing(Sheaf::node)).toList();
    for (Sheaf sheaf : ordered) {
      if (moved(connection, sheaf)) {
        records.addAll(sheaf.records());
      } else {
        others.add(sheaf.node());
      }
    }
    trail.append(connection, records);
    return others;
  }

  private static boolean moved(Connection connection, Sheaf sheaf) throws SQLException {
    Reached before = sheaf.before();
    Reached after = sheaf.after();
    return (before.equals(Reached.NOTHING)
            ? Sql.update(connection, INSERT, after.stream(), after.last(), sheaf.node())
            : Sql.update(
                connection,
                UPDATE,
                after.stream(),
                after.last(),
                sheaf.node(),
                before.stream(),
                before.last()))
        == 1;
  }

  /// A node that is none any more sends nothing.
  static void forget(Connection connection, String node) throws SQLException {
    Sql.update(connection, "DELETE FROM node_records WHERE node = ?", node);
  }
}
