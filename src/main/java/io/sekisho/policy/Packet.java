package io.sekisho.policy;

import io.sekisho.address.Ip;
import java.util.Optional;
import java.util.OptionalInt;

/// A packet on its way into a VPC's network.
///
/// @param sender the mark of the interface that sends it; empty if it comes from outside the VPC,
///   by the host's uplink
/// @param source as the sender says
/// @param destination as the sender says. From outside that is a floating IP; only what answers
///   goes to the private address that began, for it is translated back before anything is asked
/// @param sourceRouted whether it says itself which way it takes (IPv4 options LSRR and SSRR, IPv6
///   routing header)
public record Packet(
    OptionalInt sender,
    Ip source,
    Ip destination,
    Content content,
    Stage stage,
    boolean sourceRouted) {
  private static final int LAST_PORT = 65_535;
  private static final int LAST_BYTE = 255;

  public Packet {
    if (source.v6() != destination.v6()) {
      throw new IllegalArgumentException("a packet's source and destination are of one IP version");
    }
  }

  /// One that an interface sends to begin something.
  public static Packet from(int sender, Ip source, Ip destination, Content content) {
    return new Packet(OptionalInt.of(sender), source, destination, content, Stage.BEGINS, false);
  }

  /// One that comes from outside and begins something.
  public static Packet fromOutside(Ip source, Ip destination, Content content) {
    return new Packet(OptionalInt.empty(), source, destination, content, Stage.BEGINS, false);
  }

  /// The same at another stage.
  public Packet at(Stage other) {
    return new Packet(sender, source, destination, content, other, sourceRouted);
  }

  /// What it is for whoever follows connections.
  public enum Stage {
    /// The first one of a connection: with TCP, a SYN.
    BEGINS,
    /// One of a connection that was let begin, in either direction.
    CONTINUES,
    /// With TCP, none that begins, and of no connection. With all else it is one that begins.
    STRAYS
  }

  /// What is in it, as far as rules look.
  ///
  /// @param protocol as in the IP header, 0 to 255
  /// @param first with TCP and UDP the source port, with ICMP the type; or else 0
  /// @param second with TCP and UDP the destination port, with ICMP the code; or else 0
  public record Content(int protocol, int first, int second) {
    /// ICMP's types that ask, each before the one that answers.
    private static final int[] ASKING = {8, 0, 13, 14, 15, 16, 17, 18};

    private static final int[] ASKING_V6 = {128, 129};

    public Content {
      boolean ports = protocol == Traffic.TCP || protocol == Traffic.UDP;
      boolean icmp = protocol == Traffic.ICMP || protocol == Traffic.ICMPV6;
      int most = ports ? LAST_PORT : icmp ? LAST_BYTE : 0;
      if (protocol < 0 || protocol > LAST_BYTE) {
        throw new IllegalArgumentException("a protocol's number is between 0 and " + LAST_BYTE);
      }
      if (first < 0 || first > most || second < 0 || second > most) {
        throw new IllegalArgumentException(
            ports
                ? "a port is between 0 and " + LAST_PORT
                : "an ICMP type or code is between 0 and " + LAST_BYTE);
      }
    }

    public static Content tcp(int source, int destination) {
      return new Content(Traffic.TCP, source, destination);
    }

    public static Content udp(int source, int destination) {
      return new Content(Traffic.UDP, source, destination);
    }

    public static Content icmp(int type, int code) {
      return new Content(Traffic.ICMP, type, code);
    }

    public static Content icmpv6(int type, int code) {
      return new Content(Traffic.ICMPV6, type, code);
    }

    public static Content of(int protocol) {
      return new Content(protocol, 0, 0);
    }

    /// What answers it, if anything does.
    public Optional<Content> answer() {
      return switch (protocol) {
        case Traffic.TCP, Traffic.UDP -> Optional.of(turned());
        case Traffic.ICMP -> answer(ASKING);
        case Traffic.ICMPV6 -> answer(ASKING_V6);
        default -> Optional.of(this);
      };
    }

    private Content turned() {
      return new Content(protocol, /* first= */ second, /* second= */ first);
    }

    private Optional<Content> answer(int[] types) {
      for (int i = 0; i < types.length; i += 2) {
        if (types[i] == first) {
          return Optional.of(new Content(protocol, types[i + 1], 0));
        }
      }
      return Optional.empty();
    }
  }
}
