package io.sekisho.probe;

import io.sekisho.client.Failure;
import java.net.InetSocketAddress;
import java.net.URI;

/// Whom the attack is on.
///
/// @param url as the user gave it
/// @param host name or address, IPv6 without brackets
/// @param authority what an honest `Host` says
/// @param dial where connections really go
/// @param direct whether that is where the URL says
record Target(
    String url,
    boolean tls,
    String host,
    String authority,
    InetSocketAddress dial,
    boolean direct) {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /// @param connect an address and port to dial in place of the URL's own; empty for none
  static Target parse(String url, String connect) {
    URI uri = uri(url);
    boolean tls = "https".equalsIgnoreCase(uri.getScheme());
    if ((!tls && !"http".equalsIgnoreCase(uri.getScheme())) || uri.getHost() == null) {
      throw new Failure("Name a target such as http://169.254.169.254.");
    }
    if (!uri.getRawPath().matches("/?") || uri.getRawQuery() != null) {
      throw new Failure("Name a target without a path: which paths to attack is known here.");
    }
    String host = uri.getHost().replaceAll("[\\[\\]]", "");
    int port = uri.getPort() < 0 ? (tls ? HTTPS : HTTP) : uri.getPort();
    InetSocketAddress dial = connect.isEmpty() ? resolved(host, port) : elsewhere(connect);
    boolean direct = connect.isEmpty() && uri.getPort() < 0;
    return new Target(url, tls, host, uri.getRawAuthority(), dial, direct);
  }

  /// Where the other of the two protocols would be.
  InetSocketAddress other() {
    return new InetSocketAddress(dial.getAddress(), tls ? HTTP : HTTPS);
  }

  private static URI uri(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new Failure("Name a target such as http://169.254.169.254.", e);
    }
  }

  private static InetSocketAddress elsewhere(String text) {
    int colon = text.lastIndexOf(':');
    try {
      String host = text.substring(0, colon).replaceAll("[\\[\\]]", "");
      return resolved(host, Integer.parseInt(text.substring(colon + 1)));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new Failure("--connect takes a host and a port, such as 127.0.0.1:16901.", e);
    }
  }

  private static InetSocketAddress resolved(String host, int port) {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new Failure("The name " + host + " has no address here.");
    }
    return address;
  }
}
