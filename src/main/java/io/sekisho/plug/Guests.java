package io.sekisho.plug;

import io.sekisho.problem.Outcome;
import io.sekisho.wire.Attachment;
import java.util.List;

/// The guests of a host, for those who plug them in. A guest is named by its name, `account/name`,
/// or its id.
public interface Guests {
  /// Where each interface of a guest that runs here from now on is plugged in. Where the host may,
  /// it takes the guest first; returns when that is in force, after some seconds at most.
  Outcome<List<Attachment>> plug(String guest);

  /// Where each interface of a guest is plugged in; none if it is not one of this host's.
  Outcome<List<Attachment>> find(String guest);

  /// The guest does not run here any more: a host that took it by itself gives it up. Fine too if
  /// it is not this host's.
  ///
  /// @return whether it was given up
  Outcome<Boolean> unplugged(String guest);
}
