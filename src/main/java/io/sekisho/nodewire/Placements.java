package io.sekisho.nodewire;

import java.util.List;

/// The body of `POST /sekisho/v1/placements`: which guest is where from now on. Others stay where
/// they are.
public record Placements(List<Placed> placements) {
  /// How many there may be in one request.
  public static final int MOST = 5_000;

  public Placements {
    placements = List.copyOf(placements);
  }

  /// @param guest a server's id, name or `account/name`
  /// @param node a node's id or name
  public record Placed(String guest, String node) {}

  /// What came of it.
  ///
  /// @param totalCount how many were asked for
  /// @param changedCount how many of them were elsewhere, or nowhere, before
  public record Done(int totalCount, int changedCount) {}
}
