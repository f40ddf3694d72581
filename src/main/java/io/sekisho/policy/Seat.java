package io.sekisho.policy;

import io.sekisho.address.Ip;
import io.sekisho.firewall.Direction;
import io.sekisho.policy.Group.Rule;
import io.sekisho.policy.Packet.Content;
import io.sekisho.policy.Packet.Stage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An interface with what stands before it.
///
/// @param groups those of its groups that are there
/// @param outbound what each of them lets begin, as is inbound
/// @param segment its subnet, if it is there
/// @param acl its subnet's, if it is there
record Seat(
    Place place,
    List<Group> groups,
    List<Rulings> outbound,
    List<Rulings> inbound,
    Optional<Segment> segment,
    Optional<Acl> acl) {
  /// A packet as seen from one end.
  ///
  /// @param remote whose the address at the other end is, if it is an interface's
  record View(
      Direction direction, Ip source, Ip destination, @Nullable Seat remote, Content content) {}

  boolean owns(Ip ip) {
    return place.addresses().contains(ip);
  }

  boolean shares(@Nullable Seat other) {
    return other != null && other.place.segment().equals(place.segment());
  }

  /// What its security groups say.
  Reason groups(View view, Stage stage) {
    if (stage == Stage.CONTINUES) {
      return new Reason.Connected();
    }
    if (stage == Stage.STRAYS && view.content.protocol() == Traffic.TCP && place.stateful()) {
      return new Reason.Stray();
    }
    boolean out = view.direction == Direction.OUTBOUND;
    Ip here = out ? view.source : view.destination;
    Ip there = out ? view.destination : view.source;
    for (Group group : groups) {
      Rule rule = first(group.rules(view.direction), here, there, view.remote, view.content);
      if (rule != null) {
        return new Reason.GroupRule(group.id(), rule.id());
      }
    }
    return new Reason.NoGroupRule();
  }

  /// Whether they let something begin. Makes nothing.
  boolean lets(
      Direction direction, Ip source, Ip destination, @Nullable Seat remote, Content content) {
    List<Rulings> all = direction == Direction.OUTBOUND ? outbound : inbound;
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).lets(source, destination, remote, content)) {
        return true;
      }
    }
    return false;
  }

  /// The first of some rules that is about a packet between the interface's own address and another
  /// one. Makes nothing.
  static @Nullable Rule first(
      List<Rule> rules, Ip here, Ip there, @Nullable Seat remote, Content content) {
    for (int i = 0; i < rules.size(); i++) {
      Rule rule = rules.get(i);
      if (rule.local().contains(here)
          && isAbout(rule, there, remote)
          && rule.traffic().covers(content)) {
        return rule;
      }
    }
    return null;
  }

  private static boolean isAbout(Rule rule, Ip there, @Nullable Seat remote) {
    return rule.remote().isPresent()
        ? rule.remote().get().contains(there)
        : remote != null && remote.place.groups().contains(rule.group().orElseThrow());
  }

  /// What the network ACL of its subnet says.
  ///
  /// @param other the interface at the other end, if it is one
  Reason acl(View view, @Nullable Seat other) {
    if (shares(other)) {
      return new Reason.SameSubnet(place.segment());
    }
    if (acl.isEmpty()) {
      return new Reason.NoAcl(place.segment());
    }
    for (Acl.Rule rule : acl.get().rules(view.direction)) {
      if (rule.source().contains(view.source)
          && rule.destination().contains(view.destination)
          && rule.traffic().covers(view.content)) {
        return new Reason.AclRule(acl.get().id(), rule.id(), rule.allows());
      }
    }
    return new Reason.NoAclRule(acl.get().id());
  }

  /// The address that it has outside for packets of an IP version, and by what; or why none.
  Reason wayOut(boolean v6) {
    Optional<Ip> own = place.floatingIp().filter(it -> it.v6() == v6);
    if (own.isPresent()) {
      return new Reason.FloatingIp(own.get());
    }
    return segment
        .flatMap(Segment::publicGateway)
        .filter(it -> it.v6() == v6)
        .<Reason>map(Reason.PublicGateway::new)
        .orElseGet(Reason.NoWayOut::new);
  }

  /// Whether it has one. Makes nothing.
  boolean leadsOut(boolean v6) {
    Optional<Ip> shared = segment.isPresent() ? segment.get().publicGateway() : Optional.empty();
    return isOf(place.floatingIp(), v6) || isOf(shared, v6);
  }

  private static boolean isOf(Optional<Ip> ip, boolean v6) {
    return ip.isPresent() && ip.get().v6() == v6;
  }
}
