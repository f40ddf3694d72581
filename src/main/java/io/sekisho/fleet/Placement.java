package io.sekisho.fleet;

import io.sekisho.iam.AccountId;
import io.sekisho.iam.Crn;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Resource;
import java.time.Instant;

/// Which node serves a guest. There is one for each compute resource at most, so that none is
/// served twice; who has none is served by the controller's own process, if that serves guests.
///
/// @param compute the compute resource's id
/// @param node the node's id
public record Placement(Identity identity, String compute, String node) implements Resource {
  /// That a guest is on a node.
  public static Placement of(String compute, String node, Instant since) {
    String id = id(compute);
    Crn crn = new Crn("sekisho", "", AccountId.HOUSE, "placement", id);
    return new Placement(new Identity(id, crn, id, AccountId.HOUSE, "", since), compute, node);
  }

  /// The id of the one placement that a compute resource may have.
  public static String id(String compute) {
    return "placement-" + compute;
  }
}
