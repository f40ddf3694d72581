package io.sekisho.station;

import io.sekisho.guest.Place;
import io.sekisho.guest.Reception;
import io.sekisho.guest.Site;
import io.sekisho.host.Attachment;
import io.sekisho.http.Opener;
import io.sekisho.snapshot.Snapshot;
import io.sekisho.vpc.MetadataService.Protocol;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.Subject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One loopback port for each guest, where there is no root to give it an interface: whoever asks
/// that port is taken for that guest. For trying things out; nothing keeps other users away.
///
/// @param basePort the port of an interface is this plus its mark
public record LoopbackReception(int basePort) implements Reception {
  private static final int PORTS = 65_535;

  @Override
  public Map<String, Site> sites(Snapshot now) {
    Map<String, Site> sites = new LinkedHashMap<>();
    now.subjects().stream().filter(Subject::served).forEach(subject -> add(sites, subject));
    return sites;
  }

  /// Where a simulated guest's primary interface is served.
  public InetSocketAddress address(Subject subject) {
    int port = port(subject);
    if (port > PORTS) {
      throw new IllegalStateException(
          "no port left for interface %d; start with a smaller --loopback-port"
              .formatted(primary(subject).mark()));
    }
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /// The address and port of each guest that has one; somebody listens there while it is served.
  public List<Attachment> attachments(Snapshot now) {
    return now.subjects().stream()
        .filter(subject -> port(subject) <= PORTS)
        .map(subject -> new Attachment(subject, primary(subject), "", text(address(subject))))
        .toList();
  }

  private static String text(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  private static NetworkInterface primary(Subject subject) {
    return subject.compute().interfaces().getFirst();
  }

  private int port(Subject subject) {
    return basePort + primary(subject).mark();
  }

  private void add(Map<String, Site> sites, Subject subject) {
    NetworkInterface nic = primary(subject);
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
