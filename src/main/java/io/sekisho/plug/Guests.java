package io.sekisho.plug;

import io.sekisho.problem.Outcome;
import io.sekisho.wire.Attachment;
import java.util.List;
import java.util.Optional;

/// The guests of a host, for those who plug them in. A guest is named by its name, `account/name`,
/// or its id.
public interface Guests {
  /// Where a guest is.
  ///
  /// @param taken whether the host has taken it just now
  record Here(List<Attachment> places, boolean taken) {}

  /// Where each interface of a guest that runs here from now on is plugged in. Where the host may,
  /// it takes the guest first; returns when that is in force, after some seconds at most.
  ///
  /// @param nic an interface that it has to have, by name or MAC address: without, it is not taken
  Outcome<Here> plug(String guest, Optional<String> nic);

  /// Where each interface of a guest is plugged in; none if it is not one of this host's.
  Outcome<List<Attachment>> find(String guest);

  /// The guest does not run here any more: a host that took it by itself gives it up. Fine too if
  /// it is not this host's.
  ///
  /// @return whether it was given up
  Outcome<Boolean> unplugged(String guest);

  /// Whether somebody means this guest by a name, an account's name and a name, or an id.
  static boolean means(String which, String account, String name, String id) {
    return which.equals(id) || which.equals(name) || which.equals(account + "/" + name);
  }
}
