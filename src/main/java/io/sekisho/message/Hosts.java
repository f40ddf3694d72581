package io.sekisho.message;

import io.sekisho.address.Ip;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// The names and addresses by which this service may be called. A page that was made to resolve to
/// our address by its own name server (DNS rebinding) still says its own name here.
final class Hosts {
  private final Set<String> allowed = new HashSet<>();

  /// @param names host names and addresses, IPv6 without brackets
  Hosts(Set<String> names) {
    for (String name : names) {
      String host = name.toLowerCase(Locale.ROOT);
      allowed.add(host.indexOf(':') < 0 ? host : "[" + Ip.parse(host) + "]");
    }
  }

  /// Whether a `Host` field names this service.
  ///
  /// @param listening the port of the listener, allowed beside 80 and 443
  boolean allow(String host, int listening) {
    if (allowed.contains(host)) {
      return true;
    }
    int colon = host.indexOf(':', host.startsWith("[") ? host.indexOf(']') + 1 : 0);
    boolean ported = colon >= 0;
    return (!ported || isOurs(host.substring(colon + 1), listening))
        && allowed.contains(canonical(ported ? host.substring(0, colon) : host));
  }

  private static boolean isOurs(String port, int listening) {
    return port.equals("80") || port.equals("443") || port.equals(Integer.toString(listening));
  }

  private static String canonical(String name) {
    if (!name.startsWith("[") || !name.endsWith("]")) {
      return name.toLowerCase(Locale.ROOT);
    }
    try {
      return "[" + Ip.parse(name.substring(1, name.length() - 1)) + "]";
    } catch (IllegalArgumentException notAnAddress) {
      return "";
    }
  }
}
