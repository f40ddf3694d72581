package io.sekisho.policy;

import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;
import io.sekisho.firewall.Ports;
import io.sekisho.firewall.Protocol;
import io.sekisho.firewall.Protocol.Layer;
import io.sekisho.policy.Packet.Content;
import io.sekisho.policy.Packet.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/// VPCs and packets at random, of few words, so that rules and packets meet often.
final class Worlds {
  private static final List<String> SUBNETS = List.of("s1", "s2", "s3");
  private static final List<String> GROUPS = List.of("g1", "g2", "g3");
  private static final List<String> BLOCKS =
      List.of("0.0.0.0/0", "10.0.1.0/24", "10.0.2.4/31", "10.0.3.5/32", "198.51.100.0/24");
  private static final List<String> BLOCKS_6 = List.of("::/0", "2001:db8:1::/64");
  private static final List<String> STRANGERS =
      List.of("198.51.100.9", "192.0.2.1", "203.0.113.5", "203.0.113.1", "10.0.1.77", "10.9.0.1");
  private static final int[] PORTS = {22, 80, 5432};

  private final Random random;

  Worlds(long seed) {
    this.random = new Random(seed);
  }

  Envelope envelope() {
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      places.add(place(i));
    }
    List<Segment> segments = new ArrayList<>();
    List<Acl> acls = new ArrayList<>();
    for (int i = 1; i <= SUBNETS.size(); i++) {
      segments.add(
          new Segment(
              "s" + i,
              List.of(Prefix.parse("10.0." + i + ".0/24"), Prefix.parse("2001:db8:" + i + "::/64")),
              Optional.of("a" + i),
              some(Ip.parse("203.0.113.1"))));
      acls.add(new Acl("a" + i, aclRules("a%do".formatted(i)), aclRules("a%di".formatted(i))));
    }
    List<Group> groups =
        GROUPS.stream().map(it -> new Group(it, rules(it + "o"), rules(it + "i"))).toList();
    return new Envelope(places, segments, groups, acls);
  }

  private Place place(int i) {
    String segment = SUBNETS.get(i % SUBNETS.size());
    int number = i % SUBNETS.size() + 1;
    int host = 4 + i / SUBNETS.size();
    return new Place(
        10 + i,
        List.of(
            Ip.parse("10.0.%d.%d".formatted(number, host)),
            Ip.parse("2001:db8:%d::%d".formatted(number, host))),
        segment,
        GROUPS.stream().filter(_ -> random.nextInt(3) > 0).toList(),
        random.nextInt(4) == 0,
        random.nextInt(3) == 0,
        some(Ip.parse("203.0.113." + (2 + i))));
  }

  private List<Group.Rule> rules(String id) {
    List<Group.Rule> all = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      all.add(rule(id + i));
    }
    return all;
  }

  Group.Rule rule(String id) {
    boolean v6 = random.nextInt(5) == 0;
    boolean members = random.nextInt(3) == 0;
    Prefix all = Prefix.parse(v6 ? "::/0" : "0.0.0.0/0");
    return new Group.Rule(
        id,
        random.nextInt(4) == 0 ? block(v6) : all,
        members ? Optional.empty() : Optional.of(block(v6)),
        members ? Optional.of(any(GROUPS)) : Optional.empty(),
        Traffic.of(protocol(false), v6));
  }

  private List<Acl.Rule> aclRules(String id) {
    List<Acl.Rule> all = new ArrayList<>();
    for (int i = random.nextInt(5); i >= 0; i--) {
      boolean v6 = random.nextInt(5) == 0;
      all.add(
          new Acl.Rule(
              id + i, random.nextInt(3) > 0, block(v6), block(v6), Traffic.of(protocol(true), v6)));
    }
    return all;
  }

  private Prefix block(boolean v6) {
    return random.nextBoolean()
        ? Prefix.parse(v6 ? "::/0" : "0.0.0.0/0")
        : Prefix.parse(any(v6 ? BLOCKS_6 : BLOCKS));
  }

  private Protocol protocol(boolean sourcePorts) {
    return switch (random.nextInt(6)) {
      case 0 -> new Protocol.Any();
      case 1 -> new Protocol.IcmpTcpUdp();
      case 2 -> new Protocol.Icmp(some(8), Optional.empty());
      case 3 -> new Protocol.Other(47);
      default ->
          new Protocol.Transport(
              random.nextBoolean() ? Layer.TCP : Layer.UDP,
              sourcePorts ? some(ports()) : Optional.empty(),
              some(ports()));
    };
  }

  private Ports ports() {
    int port = PORTS[random.nextInt(PORTS.length)];
    return random.nextBoolean() ? new Ports(port, port) : new Ports(1, port);
  }

  Packet packet(Envelope envelope) {
    boolean v6 = random.nextInt(6) == 0;
    Place from = any(envelope.places());
    boolean inside = random.nextInt(6) > 0;
    Ip source = inside ? address(from, v6) : stranger(v6);
    if (inside && random.nextInt(6) == 0) {
      source = random.nextBoolean() ? address(any(envelope.places()), v6) : stranger(v6);
    }
    Ip destination =
        inside && random.nextInt(5) > 0 ? address(any(envelope.places()), v6) : stranger(v6);
    return new Packet(
        inside ? OptionalInt.of(from.mark()) : OptionalInt.empty(),
        source,
        destination,
        content(v6),
        any(List.of(Stage.BEGINS, Stage.BEGINS, Stage.BEGINS, Stage.CONTINUES, Stage.STRAYS)),
        random.nextInt(20) == 0);
  }

  private Ip stranger(boolean v6) {
    return Ip.parse(v6 ? any(List.of("2600::1", "2001:db8:1::77")) : any(STRANGERS));
  }

  private static Ip address(Place place, boolean v6) {
    return place.addresses().get(v6 ? 1 : 0);
  }

  private Content content(boolean v6) {
    int first = PORTS[random.nextInt(PORTS.length)];
    int second = PORTS[random.nextInt(PORTS.length)];
    return switch (random.nextInt(5)) {
      case 0 -> Content.udp(first, second);
      case 1 -> v6 ? Content.icmpv6(128, 0) : Content.icmp(random.nextBoolean() ? 8 : 13, 0);
      case 2 -> Content.of(47);
      default -> Content.tcp(first, second);
    };
  }

  private <T> Optional<T> some(T value) {
    return random.nextBoolean() ? Optional.of(value) : Optional.empty();
  }

  <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  int number(int bound) {
    return random.nextInt(bound);
  }

  Random random() {
    return random;
  }
}
