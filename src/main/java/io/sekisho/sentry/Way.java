package io.sekisho.sentry;

import io.sekisho.address.Ip;
import io.sekisho.guard.Policy;
import io.sekisho.guard.Target;
import io.sekisho.guard.Target.Scope;
import io.sekisho.linux.Knock;
import io.sekisho.linux.Knock.Kind;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// One way in which a policy judges what goes to a target.
///
/// @param port 0 for ICMP
/// @param mapped whether an address of IPv4 is asked for through a socket of IPv6
/// @param device the number of the interface that a link-local address of IPv6 is on; else 0
record Way(Ip address, Kind kind, int port, boolean mapped, int device) {
  private static final int HTTP = 80;
  private static final int DEVICES = 4;

  /// Every way of a policy, each once. Of a block of addresses, the first stands for all.
  static List<Way> of(Policy policy) {
    Set<Way> ways = new LinkedHashSet<>();
    List<Integer> devices = devices();
    for (Target target : policy.targets()) {
      for (Ip address : target.addresses().stream().map(it -> it.first()).toList()) {
        for (int device : isLinkLocal(address) ? devices : List.of(0)) {
          ways.addAll(to(address, target.scope(), device));
        }
      }
    }
    return List.copyOf(ways);
  }

  private static List<Way> to(Ip address, Scope scope, int device) {
    List<Way> ways = new ArrayList<>();
    List<Integer> ports = scope instanceof Scope.TcpPorts only ? only.ports() : List.of(HTTP);
    for (int port : ports) {
      ways.add(new Way(address, Kind.TCP, port, false, device));
      if (!address.v6()) {
        ways.add(new Way(address, Kind.TCP, port, true, device));
      }
    }
    if (!(scope instanceof Scope.TcpPorts)) {
      ways.add(new Way(address, Kind.UDP, HTTP, false, device));
      ways.add(new Way(address, Kind.ICMP, 0, false, device));
    }
    return ways;
  }

  private static boolean isLinkLocal(Ip address) {
    return address.v6() && address.toInetAddress().isLinkLocalAddress();
  }

  /// Interfaces of which the link may have a target.
  private static List<Integer> devices() {
    try {
      return NetworkInterface.networkInterfaces()
          .filter(Way::mayLeadThere)
          .map(NetworkInterface::getIndex)
          .limit(DEVICES)
          .toList();
    } catch (SocketException none) {
      return List.of();
    }
  }

  private static boolean mayLeadThere(NetworkInterface device) {
    try {
      return device.isUp() && !device.isLoopback();
    } catch (SocketException gone) {
      return false;
    }
  }

  /// The socket for it: the calling thread's.
  Knock knock() {
    return Knock.open(kind, address.v6() || mapped);
  }

  /// As a person writes it, such as `TCP [::ffff:169.254.169.254]:80`.
  @Override
  public String toString() {
    String text = (mapped ? "::ffff:" : "") + address + (device == 0 ? "" : "%" + device);
    String host = address.v6() || mapped ? "[" + text + "]" : text;
    return switch (kind) {
      case TCP, UDP -> "%s %s:%d".formatted(kind, host, port);
      case ICMP -> "ICMP " + text;
    };
  }
}
