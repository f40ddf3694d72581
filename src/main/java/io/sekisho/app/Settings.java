package io.sekisho.app;

import io.sekisho.client.Failure;
import io.sekisho.control.Store.Retention;
import io.sekisho.network.FloatingPool;
import io.sekisho.station.Front;
import io.sekisho.station.GuestLimits;
import io.sekisho.station.GuestSide;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What `sekisho up` or `sekisho controller` was started with.
///
/// @param state folder of everything that has to survive: database, keys, event log
/// @param database URL of a PostgreSQL database, in place of one in the folder
/// @param keyFile what secrets are sealed under, in place of one in the folder
/// @param api where the operator's API listens
/// @param guests how guests reach the service
/// @param prefix begins the name of everything we make in the kernel
/// @param loopbackPort a simulated guest's port is this plus its interface's number
/// @param serviceName a further name under which guests may ask, besides IBM's and the address
/// @param helper the socket of the process that does what needs root; present where guests have
///   interfaces and this process is the service
/// @param lab an inventory whose guests are to be made as network namespaces
/// @param eventsToOutput write events to standard output in place of the state folder
/// @param limits of each guest's interface
/// @param keep how much of the change log, for those who follow it
/// @param pool the public addresses that floating IPs may have
/// @param nodes where nodes are listened for, if they are
record Settings(
    Path state,
    Optional<String> database,
    Optional<Path> keyFile,
    InetSocketAddress api,
    Guests guests,
    String prefix,
    int loopbackPort,
    Optional<String> serviceName,
    Optional<Path> helper,
    Optional<Path> lab,
    boolean eventsToOutput,
    GuestLimits limits,
    Retention keep,
    FloatingPool pool,
    Optional<NodesPort> nodes) {

  /// Where a controller listens for nodes.
  ///
  /// @param names under which nodes come, addresses among them
  record NodesPort(InetSocketAddress at, Set<String> names) {
    NodesPort {
      names = Set.copyOf(names);
    }

    /// With all names by which this host may be known.
    ///
    /// @param more what the operator says besides
    static NodesPort of(InetSocketAddress at, List<String> more) throws IOException {
      Set<String> all = new TreeSet<>(GuestSide.LOCAL_NAMES);
      all.addAll(more);
      all.add(InetAddress.getLocalHost().getHostName());
      if (at.getAddress().isAnyLocalAddress()) {
        for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
          each.inetAddresses()
              .filter(address -> !address.isLinkLocalAddress())
              .forEach(address -> all.add(address.getHostAddress().replaceFirst("%.*", "")));
        }
      } else {
        all.add(at.getAddress().getHostAddress());
      }
      return new NodesPort(at, all);
    }
  }

  /// Reads what `--floating-ips` says.
  static FloatingPool pool(List<String> said) {
    try {
      return FloatingPool.of(said);
    } catch (IllegalArgumentException e) {
      throw new Failure("--floating-ips: " + e.getMessage() + ".", e);
    }
  }

  /// How guests reach this process.
  Front front() {
    return new Front(prefix, loopbackPort, serviceName, helper, limits);
  }

  /// The user that the service becomes.
  int serviceUser() {
    return serviceUser(prefix);
  }

  /// A number that nobody gives out: between those that systemd gives to greeters and to services
  /// it makes users for, and below those of containers (systemd's UIDS-GIDS, 2025).
  static int serviceUser(String prefix) {
    return 60_706 + Math.floorMod(prefix.hashCode(), 478);
  }

  /// How guests reach the service.
  enum Guests {
    /// Through interfaces of this host: needs root.
    KERNEL,
    /// Through a loopback port each.
    SIMULATED,
    /// Not through this process: nodes serve them.
    NONE;

    /// As operators read and type it, such as `kernel`.
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
