package io.sekisho.node;

import io.sekisho.fleet.FleetJson;
import io.sekisho.fleet.Joining.Joined;
import java.util.Optional;

/// What a node knows of itself and of whom it belongs to; nothing of it is secret.
///
/// @param id the node's
/// @param ca root certificates of the controllers, in PEM
/// @param installation the audience of identity tokens
/// @param region in the name of the keys that sign them
record Membership(String id, String name, String ca, String installation, String region) {
  private static final String FILE = "membership.json";

  static Membership of(Joined joined) {
    return new Membership(
        joined.node().id(),
        joined.node().name(),
        joined.ca(),
        joined.installation(),
        joined.region());
  }

  static Optional<Membership> read(Folder folder) {
    return folder.read(FILE).map(bytes -> FleetJson.read(Membership.class, bytes));
  }

  void keep(Folder folder) {
    folder.replace(FILE, FleetJson.write(this));
  }
}
