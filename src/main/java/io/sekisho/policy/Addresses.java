package io.sekisho.policy;

import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;
import java.util.List;

/// Addresses that are the same in every VPC, whatever is in it.
public final class Addresses {
  /// The metadata service's IPv4 address.
  public static final Ip METADATA = Ip.parse("169.254.169.254");

  /// The metadata service's IPv6 address.
  public static final Ip METADATA_V6 = Ip.parse("fd00:ec2::254");

  /// Where the host answers as every interface's IPv6 router.
  static final Ip ROUTER_V6 = Ip.parse("fe80::1");

  /// Those that can't be anybody's: unspecified, loopback, link-local, multicast, the service.
  public static final List<Prefix> NOBODYS =
      List.of(
          Prefix.parse("0.0.0.0/8"),
          Prefix.parse("127.0.0.0/8"),
          Prefix.parse("169.254.0.0/16"),
          Prefix.parse("224.0.0.0/3"),
          Prefix.parse("::/127"),
          Prefix.parse("fd00:ec2::/32"),
          Prefix.parse("fe80::/10"),
          Prefix.parse("ff00::/8"));

  /// Those that are nowhere on the internet (RFC 1918, RFC 6598, RFC 4193).
  public static final List<Prefix> PRIVATE =
      List.of(
          Prefix.parse("10.0.0.0/8"),
          Prefix.parse("172.16.0.0/12"),
          Prefix.parse("192.168.0.0/16"),
          Prefix.parse("100.64.0.0/10"),
          Prefix.parse("fc00::/7"));

  private Addresses() {}

  static boolean isService(Ip ip) {
    return ip.equals(METADATA) || ip.equals(METADATA_V6);
  }

  public static boolean isNobodys(Ip ip) {
    return within(NOBODYS, ip);
  }

  /// Whether an interface may have it on the internet: there are no floating IPs of the other
  /// version.
  public static boolean canBeOutside(Ip ip) {
    return !ip.v6() && !isNobodys(ip);
  }

  static boolean isPrivate(Ip ip) {
    return within(PRIVATE, ip);
  }

  private static boolean within(List<Prefix> blocks, Ip ip) {
    for (int i = 0; i < blocks.size(); i++) {
      if (blocks.get(i).contains(ip)) {
        return true;
      }
    }
    return false;
  }
}
