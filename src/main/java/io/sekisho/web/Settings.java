package io.sekisho.web;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;

/// Where the API listens and as what it is addressed.
///
/// @param address where it listens; port 0 takes any free one
/// @param hosts the names and addresses, without port, that a request's `Host` may carry. Anything
///   else is a browser that was led here by a foreign name.
/// @param mutual whether callers are asked for a certificate, and TLS 1.3 is all that is spoken
public record Settings(InetSocketAddress address, Set<String> hosts, boolean mutual) {
  /// Reachable from this machine alone.
  public static final Settings LOCAL = local(8443);

  public Settings {
    hosts = Set.copyOf(hosts);
  }

  /// Callers show no certificate.
  public Settings(InetSocketAddress address, Set<String> hosts) {
    this(address, hosts, false);
  }

  /// Reachable from this machine alone, at another port.
  public static Settings local(int port) {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    return new Settings(
        new InetSocketAddress(loopback, port), Set.of("localhost", "127.0.0.1", "::1"));
  }
}
