package io.sekisho.policy;

import io.sekisho.firewall.NetworkAcl;
import io.sekisho.firewall.SecurityGroup;
import io.sekisho.snapshot.Contents;
import io.sekisho.vpc.BareMetalServer;
import io.sekisho.vpc.FloatingIp;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.PublicGateway;
import io.sekisho.vpc.Reference;
import io.sekisho.vpc.Resource;
import io.sekisho.vpc.Subject;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.VirtualNetworkInterface;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// Finds what stands between the interfaces of some compute resources.
public final class Envelopes {
  private Envelopes() {}

  /// @param contents in which their groups, subnets and ACLs are
  /// @param subjects of one VPC
  public static Envelope of(Contents contents, List<Subject> subjects) {
    List<Place> places = new ArrayList<>();
    Map<String, Segment> segments = new TreeMap<>();
    TreeSet<String> groups = new TreeSet<>();
    for (Subject subject : subjects) {
      for (NetworkInterface nic : subject.compute().interfaces()) {
        Place place = place(subject, nic.virtualNetworkInterface());
        places.add(place);
        groups.addAll(place.groups());
      }
      subject.subnets().values().forEach(it -> segments.put(it.id(), segment(contents, it)));
    }
    places.sort(Comparator.comparingInt(Place::mark));
    return new Envelope(
        places,
        List.copyOf(segments.values()),
        groups.stream()
            .flatMap(id -> contents.find(SecurityGroup.class, id).stream())
            .map(Group::of)
            .toList(),
        segments.values().stream()
            .flatMap(it -> it.acl().stream())
            .distinct()
            .sorted()
            .flatMap(id -> contents.find(NetworkAcl.class, id).stream())
            .map(Acl::of)
            .toList());
  }

  /// Whether another version of a document may make another envelope of its VPC; compute resources
  /// apart.
  public static boolean dependOn(Resource document) {
    return switch (document) {
      case Subnet _, SecurityGroup _, NetworkAcl _, PublicGateway _ -> true;
      default -> false;
    };
  }

  private static Place place(Subject subject, VirtualNetworkInterface vni) {
    return new Place(
        vni.mark(),
        vni.addresses(),
        vni.subnet(),
        vni.securityGroups().stream().map(Reference::id).toList(),
        vni.allowIpSpoofing(),
        stateful(subject, vni),
        vni.floatingIps().stream().findFirst().map(FloatingIp::address));
  }

  /// By itself it is so for instances, and not for bare metal servers.
  private static boolean stateful(Subject subject, VirtualNetworkInterface vni) {
    return switch (vni.protocolStateFilteringMode()) {
      case "disabled" -> false;
      case "auto" -> !(subject.compute() instanceof BareMetalServer);
      default -> true;
    };
  }

  private static Segment segment(Contents contents, Subnet subnet) {
    Optional<PublicGateway> gateway =
        subnet.publicGateway().flatMap(id -> contents.find(PublicGateway.class, id));
    return new Segment(
        subnet.id(), subnet.networkAcl(), gateway.map(it -> it.floatingIp().address()));
  }
}
