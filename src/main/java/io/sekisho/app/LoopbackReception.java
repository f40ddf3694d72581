package io.sekisho.app;

import io.sekisho.guest.Place;
import io.sekisho.guest.Reception;
import io.sekisho.guest.Site;
import io.sekisho.http.Opener;
import io.sekisho.vpc.MetadataService.Protocol;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.Snapshot;
import io.sekisho.vpc.Subject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/// One loopback port for each guest, where there is no root to give it an interface: whoever asks
/// that port is taken for that guest. For trying things out; nothing keeps other users away.
///
/// @param basePort the port of an interface is this plus its mark
record LoopbackReception(int basePort) implements Reception {
  private static final int PORTS = 65_535;

  @Override
  public Map<String, Site> sites(Snapshot now) {
    Map<String, Site> sites = new LinkedHashMap<>();
    now.subjects().stream().filter(Subject::served).forEach(subject -> add(sites, subject));
    return sites;
  }

  /// Where a simulated guest's primary interface is served.
  InetSocketAddress address(Subject subject) {
    int mark = subject.compute().interfaces().getFirst().mark();
    int port = basePort + mark;
    if (port > PORTS) {
      throw new IllegalStateException(
          "no port left for interface " + mark + "; start with a smaller --loopback-port");
    }
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private void add(Map<String, Site> sites, Subject subject) {
    NetworkInterface nic = subject.compute().interfaces().getFirst();
    boolean tls = subject.compute().metadataService().protocol() == Protocol.HTTPS;
    sites.put(
        nic.id() + (tls ? " https" : " http"),
        new Site(
            Place.standIn(subject.vpc().id(), nic.primaryIp().address()),
            address(subject),
            tls,
            Opener.HERE));
  }
}
