package io.sekisho.station;

import io.sekisho.address.Ip;
import io.sekisho.guest.Place;
import io.sekisho.guest.Reception;
import io.sekisho.guest.Site;
import io.sekisho.helper.HelperClient;
import io.sekisho.host.Names;
import io.sekisho.http.Opener;
import io.sekisho.linux.NetworkNamespace;
import io.sekisho.snapshot.Snapshot;
import io.sekisho.vpc.Vpc;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// Four listening sockets in the namespace of each VPC: both families, in the clear and under TLS.
///
/// All four stay open whatever the switches say: who reaches which is decided packet by packet in
/// the kernel, and once more for each connection by the guest room.
record NamespaceReception(HelperClient helper, Names names) implements Reception {
  private static final List<Ip> ADDRESSES =
      List.of(Ip.parse("169.254.169.254"), Ip.parse("fd00:ec2::254"));

  @Override
  public Map<String, Site> sites(Snapshot now) {
    Map<String, Site> sites = new LinkedHashMap<>();
    now.contents().vpcs().stream()
        .filter(vpc -> hasGuests(now, vpc.id()))
        .forEach(vpc -> add(sites, vpc));
    return sites;
  }

  private static boolean hasGuests(Snapshot now, String vpc) {
    return now.contents().needing(vpc).stream().anyMatch(it -> now.subject(it.id()).isPresent());
  }

  private void add(Map<String, Site> sites, Vpc vpc) {
    // A namespace that was made anew needs new sockets.
    String namespace = names.namespace(vpc);
    long inode = NetworkNamespace.find(namespace).map(NetworkNamespace::inode).orElse(0L);
    Opener inside =
        at -> OptionalInt.of(helper.listen(namespace, Ip.of(at.getAddress()), at.getPort()));
    for (Ip address : ADDRESSES) {
      for (boolean tls : new boolean[] {false, true}) {
        InetSocketAddress at = new InetSocketAddress(address.toInetAddress(), tls ? 443 : 80);
        sites.put(
            vpc.id() + (tls ? " https " : " http ") + address + " " + inode,
            new Site(Place.namespace(vpc.id()), at, tls, inside));
      }
    }
  }
}
