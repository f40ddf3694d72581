package io.sekisho.policy;

import io.sekisho.firewall.NetworkAcl;
import io.sekisho.firewall.SecurityGroup;
import io.sekisho.snapshot.Contents;
import io.sekisho.vpc.BareMetalServer;
import io.sekisho.vpc.FloatingIp;
import io.sekisho.vpc.PublicGateway;
import io.sekisho.vpc.Reference;
import io.sekisho.vpc.Resource;
import io.sekisho.vpc.Subject;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.VirtualNetworkInterface;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// Finds what stands between the interfaces of some compute resources. What was found of a group,
/// an ACL or a resource that is still the very same is not worked out again.
public final class Envelopes {
  private IdentityHashMap<Object, Object> known = new IdentityHashMap<>();
  private Seated seated = new Seated(new Inhabitants(List.of(), List.of()));

  /// The places of somebody, and what these name.
  private static final class Seated {
    private final Inhabitants who;
    private final IdentityHashMap<Subject, List<Place>> each = new IdentityHashMap<>();
    private final List<Place> places = new ArrayList<>();
    private final Set<String> groups = new HashSet<>();
    private final Set<String> acls = new HashSet<>();

    Seated(Inhabitants who) {
      this.who = who;
    }
  }

  /// @param contents in which their groups, subnets and ACLs are
  public static Envelope of(Contents contents, Inhabitants of) {
    return new Envelopes().next(contents, of);
  }

  /// The same for the same VPC as the last time.
  public Envelope next(Contents contents, Inhabitants of) {
    IdentityHashMap<Object, Object> now = new IdentityHashMap<>();
    Seated those = seated(of);
    Envelope envelope =
        new Envelope(
            those.places,
            of.subnets().stream().map(it -> segment(contents, it)).toList(),
            all(contents, those.groups, SecurityGroup.class, it -> known(now, it, Group::of)),
            all(contents, those.acls, NetworkAcl.class, it -> known(now, it, Acl::of)));
    seated = those;
    known = now;
    return envelope;
  }

  @SuppressWarnings("ReferenceEquality") // comparing them takes longer than what it would save
  private Seated seated(Inhabitants who) {
    if (seated.who == who) {
      return seated;
    }
    Seated fresh = new Seated(who);
    for (Subject subject : who.subjects()) {
      List<Place> places = seated.each.getOrDefault(subject, List.of());
      places = places.isEmpty() ? places(subject) : places;
      fresh.each.put(subject, places);
      fresh.places.addAll(places);
      places.forEach(it -> fresh.groups.addAll(it.groups()));
      subject.subnets().values().forEach(it -> it.networkAcl().ifPresent(fresh.acls::add));
    }
    return fresh;
  }

  private static <T, R> List<R> all(
      Contents contents, Set<String> ids, Class<T> type, Function<T, R> made) {
    return ids.stream().flatMap(id -> contents.find(type, id).stream()).map(made).toList();
  }

  /// What was made of the very same thing the last time, else what is made of it now.
  @SuppressWarnings("unchecked") // each kind of thing is always made into the same kind
  private <T, R> R known(IdentityHashMap<Object, Object> now, T from, Function<T, R> made) {
    Object before = known.get(from);
    Object result = before == null ? made.apply(from) : before;
    now.put(from, result);
    return (R) result;
  }

  private static List<Place> places(Subject subject) {
    return subject.compute().interfaces().stream()
        .map(nic -> place(subject, nic.virtualNetworkInterface()))
        .toList();
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
        subnet.id(),
        Stream.concat(Stream.of(subnet.ipv4CidrBlock()), subnet.ipv6CidrBlock().stream()).toList(),
        subnet.networkAcl(),
        gateway.map(it -> it.floatingIp().address()));
  }
}
