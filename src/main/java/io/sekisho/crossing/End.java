package io.sekisho.crossing;

import io.sekisho.address.Ip;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.Subject;
import java.util.Optional;

/// What somebody means by an end of a packet's way.
sealed interface End {
  /// An interface of a server.
  ///
  /// @param address the one of its addresses that was named, if one was
  record Inside(Subject subject, NetworkInterface nic, Optional<Ip> address) implements End {
    /// The server's name; with the interface's, if it has several.
    String name() {
      return subject.compute().name()
          + (subject.compute().interfaces().size() == 1 ? "" : " (" + nic.name() + ")");
    }

    /// Its VPC, as no other one is called: two accounts may have VPCs of one name.
    String vpc() {
      return subject.account().name() + "/" + subject.vpc().name();
    }
  }

  /// An address of which it is yet to be seen whose it is.
  record Address(Ip ip) implements End {}

  /// Any address that is outside.
  record Internet() implements End {}
}
