package io.sekisho.nftables;

import io.sekisho.address.Ip;
import io.sekisho.address.Mac;
import io.sekisho.policy.Addresses;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The ports of one VPC on one host, and what each may do: all that its ruleset depends on.
///
/// @param ports in order of their marks
public record GuestPorts(List<Port> ports, Limits limits) {
  /// The metadata service's IPv4 address.
  public static final Ip METADATA = Addresses.METADATA;

  /// The metadata service's IPv6 address.
  public static final Ip METADATA_V6 = Addresses.METADATA_V6;

  private static final int MAX_HOP_LIMIT = 64;
  private static final Pattern DEVICE = Pattern.compile("tap\\d{1,10}");

  public GuestPorts {
    ports = ports.stream().sorted(Comparator.comparingInt(Port::mark)).toList();
    Set<Object> seen = new HashSet<>();
    for (Port port : ports) {
      unique(seen, port.device);
      unique(seen, port.mark);
      port.addresses.forEach(ip -> unique(seen, ip));
    }
  }

  private static void unique(Set<Object> seen, Object key) {
    if (!seen.add(key)) {
      throw new IllegalArgumentException("two ports share " + key + ": neither would be known");
    }
  }

  /// The host's end of one interface of a guest.
  ///
  /// @param device its name
  /// @param mac the guest's own
  /// @param addresses from which the guest may speak, of either family
  /// @param mark put on every packet from it
  /// @param hopLimit TTL or hop limit of what the service sends to it, 1 to 64
  public record Port(
      String device, Mac mac, List<Ip> addresses, int mark, int hopLimit, Service service) {
    public Port {
      addresses = List.copyOf(addresses);
      if (!DEVICE.matcher(device).matches()) {
        throw new IllegalArgumentException("\"" + device + "\" can't be a port's name");
      }
      if (mark < 1 || hopLimit < 1 || hopLimit > MAX_HOP_LIMIT) {
        throw new IllegalArgumentException("mark or hop limit out of range for " + device);
      }
      for (Ip ip : addresses) {
        if (Addresses.isNobodys(ip)) {
          throw new IllegalArgumentException(ip + " can't be the address of a guest");
        }
      }
    }

    /// The same with other addresses.
    public Port at(List<Ip> others) {
      return new Port(device, mac, others, mark, hopLimit, service);
    }

    /// Its name as nft wants it.
    String quoted() {
      return "\"" + device + "\"";
    }
  }

  /// How the metadata service is there for a port.
  public enum Service {
    /// No answer at all.
    OFF,
    /// Port 80 answers; port 443 is refused as any closed port.
    HTTP,
    /// Port 443 answers; port 80 is refused as any closed port.
    HTTPS
  }

  /// What each port may ask of the host, so that none can starve another.
  ///
  /// @param synsPerSecond new connections to the service
  /// @param synBurst how many may come at once
  public record Limits(int synsPerSecond, int synBurst) {
    /// Far above what a guest needs while it boots, far below what hurts its neighbours.
    public static final Limits DEFAULT = new Limits(100, 200);

    public Limits {
      if (synsPerSecond < 1 || synBurst < 1) {
        throw new IllegalArgumentException("a limit is a positive number");
      }
    }
  }
}
