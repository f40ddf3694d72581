package io.sekisho.host;

import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.Vpc;

/// How things are called in the kernel. Whatever carries the prefix is Sekisho's, to make and to
/// remove; two Sekishos on one host need two prefixes.
///
/// @param prefix 1 to 8 lower-case letters or digits, `sekisho` unless set otherwise
public record Names(String prefix) {
  public Names {
    if (!prefix.matches("[a-z0-9]{1,8}")) {
      throw new IllegalArgumentException("the prefix is 1 to 8 lower-case letters or digits");
    }
  }

  /// Whether this could be the namespace of a VPC, and carries our prefix.
  public boolean owns(String namespace) {
    return isVpc(namespace) && namespace.startsWith(prefix + "-vpc-");
  }

  /// @throws IllegalArgumentException unless this could be the namespace of a VPC
  public static void expectVpc(String namespace) {
    if (!isVpc(namespace)) {
      throw new IllegalArgumentException("\"" + namespace + "\" is not the namespace of a VPC");
    }
  }

  /// The network namespace of a VPC on this host.
  public String namespace(Vpc vpc) {
    return prefix + "-vpc-" + vpc.index();
  }

  /// The network namespace that stands for a guest in the lab.
  public String guest(NetworkInterface nic) {
    return guest(nic.mark());
  }

  /// The network namespace that stands for the guest whose first interface has this mark.
  public String guest(int mark) {
    return prefix + "-guest-" + mark;
  }

  /// The host's end of an interface, within the VPC's namespace; at most 15 characters.
  public static String tap(NetworkInterface nic) {
    return "tap" + nic.mark();
  }

  private static boolean isVpc(String namespace) {
    return namespace.matches("[a-z0-9]{1,8}-vpc-\\d{1,9}");
  }
}
