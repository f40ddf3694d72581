package io.sekisho.policy;

import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;
import io.sekisho.firewall.Direction;
import io.sekisho.firewall.Ports;
import io.sekisho.firewall.Protocol;
import io.sekisho.firewall.Protocol.Layer;
import io.sekisho.policy.Packet.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A VPC that tests change: web-1 (5) and web-2 (6) in the subnet `front`, db-1 (7) in `back`; both
/// subnets let everything pass, and so do the groups `web` and `db`.
final class Scene {
  static final Ip WEB = Ip.parse("10.0.1.4");
  static final Ip WEB_6 = Ip.parse("2001:db8:1::4");
  static final Ip NEIGHBOUR = Ip.parse("10.0.1.5");
  static final Ip DB = Ip.parse("10.0.2.4");
  static final Ip DB_6 = Ip.parse("2001:db8:2::4");
  static final Ip FLOATING = Ip.parse("203.0.113.7");
  static final Ip GATEWAY = Ip.parse("203.0.113.1");
  static final Ip OUTSIDE = Ip.parse("198.51.100.9");
  static final Content POSTGRES = Content.tcp(40_000, 5432);

  final Map<Integer, Place> places = new TreeMap<>();
  final Map<String, Segment> segments = new TreeMap<>();
  final Map<String, Group> groups = new TreeMap<>();
  final Map<String, Acl> acls = new TreeMap<>();

  Scene() {
    put(place(5, "front", "web", WEB, WEB_6));
    put(place(6, "front", "web", NEIGHBOUR));
    put(place(7, "back", "db", DB, DB_6));
    put(segment("front", "10.0.1.0/24", "2001:db8:1::/64"));
    put(segment("back", "10.0.2.0/24", "2001:db8:2::/64"));
    put(new Group("web", everything("web-out"), everything("web-in")));
    put(new Group("db", everything("db-out"), everything("db-in")));
    put(new Acl("front-acl", letAll("front-out"), letAll("front-in")));
    put(new Acl("back-acl", letAll("back-out"), letAll("back-in")));
  }

  Envelope envelope() {
    return new Envelope(
        List.copyOf(places.values()),
        List.copyOf(segments.values()),
        List.copyOf(groups.values()),
        List.copyOf(acls.values()));
  }

  Judge judge() {
    return Judge.of(envelope());
  }

  Scene put(Place place) {
    places.put(place.mark(), place);
    return this;
  }

  Scene put(Segment segment) {
    segments.put(segment.id(), segment);
    return this;
  }

  Scene put(Group group) {
    groups.put(group.id(), group);
    return this;
  }

  Scene put(Acl acl) {
    acls.put(acl.id(), acl);
    return this;
  }

  static Place place(int mark, String segment, String group, Ip... addresses) {
    return new Place(
        mark, List.of(addresses), segment, List.of(group), false, false, Optional.empty());
  }

  /// Makes an interface a sender of whatever addresses.
  Scene spoofing(int mark) {
    Place it = places.get(mark);
    return put(
        new Place(
            mark, it.addresses(), it.segment(), it.groups(), true, it.stateful(), it.floatingIp()));
  }

  /// Makes an interface follow the states of protocols.
  Scene stateful(int mark) {
    Place it = places.get(mark);
    return put(
        new Place(
            mark, it.addresses(), it.segment(), it.groups(), it.spoofing(), true, it.floatingIp()));
  }

  /// Gives an interface a floating IP.
  Scene floating(int mark) {
    Place it = places.get(mark);
    return put(
        new Place(
            mark,
            it.addresses(),
            it.segment(),
            it.groups(),
            it.spoofing(),
            it.stateful(),
            Optional.of(FLOATING)));
  }

  /// Puts an interface in other groups.
  Scene in(int mark, String... names) {
    Place it = places.get(mark);
    return put(
        new Place(
            mark,
            it.addresses(),
            it.segment(),
            List.of(names),
            it.spoofing(),
            it.stateful(),
            it.floatingIp()));
  }

  /// Gives a subnet a public gateway.
  Scene gateway(String segment) {
    Segment it = segments.get(segment);
    return put(new Segment(segment, it.blocks(), it.acl(), Optional.of(GATEWAY)));
  }

  private static Segment segment(String id, String... blocks) {
    List<Prefix> all = new ArrayList<>();
    for (String block : blocks) {
      all.add(Prefix.parse(block));
    }
    return new Segment(id, all, Optional.of(id + "-acl"), Optional.empty());
  }

  static List<Group.Rule> everything(String id) {
    return List.of(
        rule(id, "0.0.0.0/0", "0.0.0.0/0", new Protocol.Any()),
        rule(id + "-6", "::/0", "::/0", new Protocol.Any()));
  }

  static Group.Rule rule(String id, String local, String remote, Protocol protocol) {
    Prefix here = Prefix.parse(local);
    return new Group.Rule(
        id,
        here,
        Optional.of(Prefix.parse(remote)),
        Optional.empty(),
        Traffic.of(protocol, here.first().v6()));
  }

  static Group.Rule members(String id, String group, Protocol protocol) {
    return new Group.Rule(
        id,
        Prefix.parse("0.0.0.0/0"),
        Optional.empty(),
        Optional.of(group),
        Traffic.of(protocol, false));
  }

  static List<Acl.Rule> letAll(String id) {
    return List.of(
        acl(id, true, "0.0.0.0/0", "0.0.0.0/0", new Protocol.Any()),
        acl(id + "-6", true, "::/0", "::/0", new Protocol.Any()));
  }

  static Acl.Rule acl(
      String id, boolean allows, String source, String destination, Protocol protocol) {
    Prefix from = Prefix.parse(source);
    return new Acl.Rule(
        id, allows, from, Prefix.parse(destination), Traffic.of(protocol, from.first().v6()));
  }

  static Protocol tcp(int port) {
    return new Protocol.Transport(Layer.TCP, Optional.empty(), Optional.of(new Ports(port, port)));
  }

  static Protocol tcpFrom(int port) {
    return new Protocol.Transport(Layer.TCP, Optional.of(new Ports(port, port)), Optional.empty());
  }

  /// A group with other rules in one direction.
  Scene rules(String group, Direction direction, Group.Rule... rules) {
    Group it = groups.get(group);
    return put(
        direction == Direction.OUTBOUND
            ? new Group(group, List.of(rules), it.inbound())
            : new Group(group, it.outbound(), List.of(rules)));
  }

  /// The same of an ACL.
  Scene rules(String acl, Direction direction, Acl.Rule... rules) {
    Acl it = acls.get(acl);
    return put(
        direction == Direction.OUTBOUND
            ? new Acl(acl, List.of(rules), it.inbound())
            : new Acl(acl, it.outbound(), List.of(rules)));
  }
}
