package io.sekisho.policy;

import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;
import io.sekisho.firewall.Direction;
import io.sekisho.policy.Checkpoint.Stand;
import io.sekisho.policy.Packet.Content;
import io.sekisho.policy.Packet.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Says of packets whether they pass what stands between the interfaces of a VPC, and why.
///
/// Everything is looked up once, when it is made: judging a packet costs what the rules of its two
/// ends cost, and asking of many connections much less for each.
public final class Judge {
  private static final int ECHO = 8;
  private static final int ECHO_V6 = 128;
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  private final Map<Integer, Seat> byMark = new HashMap<>();
  private final Map<Ip, Seat> byAddress = new HashMap<>();
  private final Map<Ip, Seat> byFloatingIp = new HashMap<>();
  private final Set<Ip> routers;
  private final Set<Ip> publicGateways;
  private final List<Prefix> blocks;

  private final Set<Ip> exits;

  private Judge(Envelope envelope) {
    Map<String, Segment> segments = indexed(envelope.segments(), Segment::id);
    Map<String, Group> groups = indexed(envelope.groups(), Group::id);
    Map<String, Acl> acls = indexed(envelope.acls(), Acl::id);
    Map<String, Rulings> outbound = new HashMap<>();
    Map<String, Rulings> inbound = new HashMap<>();
    for (Group group : envelope.groups()) {
      outbound.put(group.id(), new Rulings(group, Direction.OUTBOUND));
      inbound.put(group.id(), new Rulings(group, Direction.INBOUND));
    }
    for (Place place : envelope.places()) {
      Optional<Segment> segment = Optional.ofNullable(segments.get(place.segment()));
      Seat seat =
          new Seat(
              place,
              found(groups, place.groups()),
              found(outbound, place.groups()),
              found(inbound, place.groups()),
              segment,
              segment.flatMap(Segment::acl).map(acls::get));
      byMark.put(place.mark(), seat);
      place.addresses().forEach(it -> byAddress.put(it, seat));
      place.floatingIp().ifPresent(it -> byFloatingIp.put(it, seat));
    }
    routers = optional(envelope.segments(), Segment::gateway);
    routers.add(Addresses.ROUTER_V6);
    exits =
        envelope.exits().values().stream()
            .filter(Addresses::canBeOutside)
            .collect(Collectors.toSet());
    publicGateways = optional(envelope.segments(), Segment::publicGateway);
    blocks = envelope.segments().stream().flatMap(it -> it.blocks().stream()).toList();
  }

  private static <T> Map<String, T> indexed(List<T> all, Function<T, String> id) {
    return all.stream().collect(Collectors.toMap(id, it -> it));
  }

  private static <T> List<T> found(Map<String, T> all, List<String> ids) {
    return ids.stream().flatMap(it -> Optional.ofNullable(all.get(it)).stream()).toList();
  }

  private static Set<Ip> optional(List<Segment> all, Function<Segment, Optional<Ip>> address) {
    Set<Ip> found = new HashSet<>();
    all.forEach(it -> address.apply(it).ifPresent(found::add));
    return found;
  }

  public static Judge of(Envelope envelope) {
    return new Judge(envelope);
  }

  /// What becomes of a packet, and of what would answer it.
  public Verdict judge(Packet packet) {
    return new Verdict(walk(packet), answer(packet).map(this::walk));
  }

  /// The packet that would answer, if there is one: sent by whom the first one is for.
  public Optional<Packet> answer(Packet packet) {
    Optional<Content> content = packet.content().answer();
    if (content.isEmpty() || isServed(packet.destination())) {
      return Optional.empty();
    }
    Ip destination = inner(packet);
    boolean inwards = packet.sender().isEmpty();
    Seat receiver = inwards && !reaches(packet, destination) ? null : byAddress.get(destination);
    if (receiver == null && (inwards || !isOutside(destination))) {
      return Optional.empty();
    }
    OptionalInt sender =
        receiver == null ? OptionalInt.empty() : OptionalInt.of(receiver.place().mark());
    return Optional.of(
        new Packet(
            sender,
            /* source= */ destination,
            /* destination= */ packet.source(),
            content.get(),
            Stage.CONTINUES,
            false));
  }

  private List<Checkpoint> walk(Packet packet) {
    if (packet.sender().isEmpty()) {
      return walkIn(packet);
    }
    Seat from = byMark.get(packet.sender().getAsInt());
    if (from == null) {
      return List.of(
          new Checkpoint(Stand.ORIGIN, Optional.empty(), new Reason.Spoofed(packet.source())));
    }
    List<Checkpoint> all = new ArrayList<>();
    all.add(checkpoint(Stand.ORIGIN, from, origin(packet, from)));
    if (isServed(packet.destination())) {
      all.add(new Checkpoint(Stand.ROUTE, Optional.empty(), served(packet)));
      return all;
    }
    Seat to = byAddress.get(packet.destination());
    Seat.View out =
        new Seat.View(
            Direction.OUTBOUND, packet.source(), packet.destination(), to, packet.content());
    all.add(checkpoint(Stand.GROUPS_OUT, from, from.groups(out, packet.stage())));
    all.add(checkpoint(Stand.ACL_OUT, from, from.acl(out, to)));
    all.add(new Checkpoint(Stand.ROUTE, Optional.empty(), route(packet, from, to)));
    if (to != null) {
      all.addAll(arrive(packet, packet.destination(), from, to));
    }
    return all;
  }

  private Reason origin(Packet packet, Seat from) {
    Ip source = packet.source();
    if (packet.sourceRouted()) {
      return new Reason.SourceRouted();
    }
    if (isImpossible(source)) {
      return new Reason.NobodysSource(source);
    }
    if (from.owns(source)) {
      return new Reason.OwnAddress();
    }
    // Who asks the host is told by its address: no one may ask with another's. Nor may anybody
    // speak as another interface: what that is asked in its own name would pass for an answer.
    // Answers to what another asked outside come to its address there.
    return from.place().spoofing()
            && !byAddress.containsKey(source)
            && !exits.contains(packet.destination())
            && !isServed(packet.destination())
        ? new Reason.SpoofingAllowed()
        : new Reason.Spoofed(source);
  }

  /// Not even the routers': what comes with the host's own address, the kernel drops.
  private boolean isImpossible(Ip source) {
    return Addresses.isNobodys(source) || routers.contains(source);
  }

  /// Whether it is for the host itself.
  private boolean isServed(Ip destination) {
    return Addresses.isService(destination) || routers.contains(destination);
  }

  private static Reason served(Packet packet) {
    Content it = packet.content();
    return Addresses.isService(packet.destination())
        ? new Reason.Metadata(
            it.protocol() == Traffic.TCP && (it.second() == HTTP || it.second() == HTTPS))
        : new Reason.Router(isEcho(packet.destination(), it));
  }

  private static boolean isEcho(Ip router, Content content) {
    return router.v6()
        ? content.protocol() == Traffic.ICMPV6 && content.first() == ECHO_V6
        : content.protocol() == Traffic.ICMP && content.first() == ECHO;
  }

  private Reason route(Packet packet, Seat from, @Nullable Seat to) {
    if (to != null) {
      return new Reason.Delivered(to.place().mark());
    }
    return isOutside(packet.destination())
        ? from.wayOut(packet.destination().v6())
        : new Reason.NoSuchAddress(packet.destination());
  }

  /// Whether an address is neither in the VPC nor nowhere: a floating IP is outside, too.
  public boolean isOutside(Ip ip) {
    if (Addresses.isNobodys(ip) || Addresses.isPrivate(ip) || byAddress.containsKey(ip)) {
      return false;
    }
    for (int i = 0; i < blocks.size(); i++) {
      if (blocks.get(i).contains(ip)) {
        return false;
      }
    }
    return true;
  }

  /// From outside.
  private List<Checkpoint> walkIn(Packet packet) {
    List<Checkpoint> all = new ArrayList<>();
    all.add(new Checkpoint(Stand.ORIGIN, Optional.empty(), edge(packet)));
    Ip destination = inner(packet);
    Seat to = byAddress.get(destination);
    Seat reached = reaches(packet, destination) ? to : null;
    all.add(new Checkpoint(Stand.ROUTE, Optional.empty(), routeIn(packet, reached)));
    if (to != null) {
      all.addAll(arrive(packet, destination, null, to));
    }
    return all;
  }

  /// Whether what is outside can name somebody: by a floating IP, or in an answer.
  private static boolean reaches(Packet packet, Ip inner) {
    return packet.stage() == Stage.CONTINUES || !inner.equals(packet.destination());
  }

  private Reason edge(Packet packet) {
    if (packet.sourceRouted()) {
      return new Reason.SourceRouted();
    }
    if (Addresses.isNobodys(packet.source())) {
      return new Reason.NobodysSource(packet.source());
    }
    return isOutside(packet.source()) ? new Reason.Outside() : new Reason.Spoofed(packet.source());
  }

  private Reason routeIn(Packet packet, @Nullable Seat to) {
    Ip destination = packet.destination();
    if (to == null) {
      return publicGateways.contains(destination)
          ? new Reason.NotAskedFor(destination)
          : new Reason.NoSuchAddress(destination);
    }
    return byFloatingIp.containsKey(destination)
        ? new Reason.FloatingIp(destination)
        : new Reason.Delivered(to.place().mark());
  }

  /// The destination behind a floating IP, if it comes from outside; or else as it is.
  private Ip inner(Packet packet) {
    Seat behind = packet.sender().isEmpty() ? byFloatingIp.get(packet.destination()) : null;
    return behind == null
        ? packet.destination()
        : behind.place().inner().orElse(packet.destination());
  }

  private List<Checkpoint> arrive(Packet packet, Ip destination, @Nullable Seat from, Seat to) {
    Seat.View in =
        new Seat.View(
            Direction.INBOUND,
            packet.source(),
            destination,
            byAddress.get(packet.source()),
            packet.content());
    return List.of(
        checkpoint(Stand.ACL_IN, to, to.acl(in, from)),
        checkpoint(Stand.GROUPS_IN, to, to.groups(in, packet.stage())));
  }

  private static Checkpoint checkpoint(Stand stand, Seat at, Reason reason) {
    return new Checkpoint(stand, Optional.of(at.place()), reason);
  }

  /// Whether a connection that is there might begin today, as far as security groups, addresses and
  /// ways out say: network ACLs look at its next packet anyway. Makes nothing, but what makes
  /// asking often cheaper. Not for two threads at once.
  ///
  /// None whose source is nobody's here: which of those that may send so did, would have to be
  /// tried of each. It may begin again.
  ///
  /// @param source as its first packet had it, before anything was translated
  /// @param destination the same: from outside a floating IP
  /// @param content of that packet
  public boolean allows(Ip source, Ip destination, Content content) {
    Seat from = byAddress.get(source);
    if (from != null) {
      return leaves(from, source, destination, content);
    }
    Seat behind = byFloatingIp.get(destination);
    return behind != null && isOutside(source) && enters(behind, source, content);
  }

  private boolean leaves(Seat from, Ip source, Ip destination, Content content) {
    if (routers.contains(destination)) {
      return isEcho(destination, content);
    }
    Seat to = byAddress.get(destination);
    if (!from.lets(Direction.OUTBOUND, source, destination, to, content)) {
      return false;
    }
    return to == null
        ? isOutside(destination) && from.leadsOut(destination.v6())
        : to.lets(Direction.INBOUND, source, destination, byAddress.get(source), content);
  }

  private static boolean enters(Seat behind, Ip source, Content content) {
    Optional<Ip> inner = behind.place().inner();
    return inner.isPresent() && behind.lets(Direction.INBOUND, source, inner.get(), null, content);
  }
}
