package io.sekisho.gateway;

import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A tunnel from a VPN gateway to a peer, or one from each of its members.
///
/// @param up whether it is to be up
/// @param psk the name under which the key that both sides share is kept; it stands nowhere else
/// @param localIdentities one for each member that is at work
/// @param ikePolicy its id; whatever both sides can, if empty
/// @param ipsecPolicy the same
public record VpnConnection(
    String id,
    String name,
    Instant createdAt,
    boolean up,
    String psk,
    EstablishMode establishMode,
    DeadPeerDetection deadPeerDetection,
    Peer peer,
    List<IkeIdentity> localIdentities,
    Optional<String> ikePolicy,
    Optional<String> ipsecPolicy,
    Traffic traffic) {
  public VpnConnection {
    localIdentities = List.copyOf(localIdentities);
  }

  /// Who begins.
  public enum EstablishMode {
    BIDIRECTIONAL,
    PEER_ONLY
  }

  /// What is done when the peer does not answer any more.
  ///
  /// @param interval in seconds, between two questions
  /// @param timeout in seconds, for an answer
  public record DeadPeerDetection(Action action, int interval, int timeout) {
    /// What is done.
    public enum Action {
      CLEAR,
      HOLD,
      NONE,
      RESTART
    }
  }

  /// Who is at the other end.
  ///
  /// @param at an address or a domain name
  /// @param named whether it is a domain name
  public record Peer(String at, boolean named, IkeIdentity identity) {}

  /// As whom a side presents itself.
  ///
  /// @param value of a key id, in base64
  public record IkeIdentity(Type type, String value) {
    /// Of what kind a name is.
    public enum Type {
      FQDN,
      HOSTNAME,
      IPV4_ADDRESS,
      KEY_ID
    }
  }

  /// What goes through it.
  public sealed interface Traffic {
    /// What is between these blocks: of a gateway in policy mode.
    record Blocks(List<Prefix> local, List<Prefix> peer) implements Traffic {
      public Blocks {
        local = List.copyOf(local);
        peer = List.copyOf(peer);
      }
    }

    /// What routes of the VPC send there.
    ///
    /// @param distributed whether through all tunnels, or through the first one that is up
    record Routed(boolean distributed) implements Traffic {}

    /// What the two sides tell each other by BGP, besides.
    ///
    /// @param distributed as for [Routed]
    /// @param peerAsn the peer's number as an autonomous system
    /// @param tunnels one for each member
    record Announced(boolean distributed, long peerAsn, List<Tunnel> tunnels) implements Traffic {
      public Announced {
        tunnels = List.copyOf(tunnels);
      }
    }
  }

  /// The addresses inside of a tunnel.
  public record Tunnel(Ip interfaceIp, Ip neighborIp) {}
}
