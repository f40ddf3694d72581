package io.sekisho.kernel;

import io.sekisho.address.Ip;
import io.sekisho.address.Mac;
import io.sekisho.firewall.Direction;
import io.sekisho.kernel.Shot.Shape;
import io.sekisho.policy.Acl;
import io.sekisho.policy.Checkpoint;
import io.sekisho.policy.Checkpoint.Stand;
import io.sekisho.policy.Group;
import io.sekisho.policy.Packet;
import io.sekisho.policy.Packet.Content;
import io.sekisho.policy.Packet.Stage;
import io.sekisho.policy.Place;
import io.sekisho.policy.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Chooses packets of one VPC that begin something, or seem to: half of them such that the judge
/// lets them pass; of the others most fail at one checkpoint alone, so that each is tried by
/// itself.
final class ShotDice {
  private static final int TRIES = 100;
  private static final List<Ip> ODD = ips("10.0.0.200", "10.0.3.1", "10.0.1.1", "198.51.100.7");
  private static final List<Ip> ODD_V6 = ips("2001:db8::ff", "2001:db8:0:1::1", "2001:db8:9::9");
  private static final List<Ip> NOBODY =
      ips("0.0.0.0", "127.0.0.1", "169.254.169.254", "169.254.7.7", "224.0.0.9", "255.255.255.255");
  private static final List<Ip> NOBODY_V6 =
      ips("::", "::1", "fd00:ec2::254", "fd00:ec2::1", "fe80::1", "ff02::1", "fe80::77");
  private static final Traffic ALL =
      new Traffic(
          List.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  private static final Ip ROUTER = Ip.parse("10.0.0.1");
  private static final Ip ROUTER_V6 = Ip.parse("fe80::1");

  /// FIN, RST, nothing at all, and what can't be; the last one begins a connection, with ECN.
  private static final int[] FLAGS = {16, 16, 16, 24, 18, 4, 20, 17, 0, 3, 41, 0xc2};

  private final RandomGenerator dice;
  private final Side side;
  private final List<Ip> addresses;

  ShotDice(RandomGenerator dice, Side side) {
    this.dice = dice;
    this.side = side;
    this.addresses =
        side.envelope().places().stream().flatMap(it -> it.addresses().stream()).toList();
  }

  private static List<Ip> ips(String... texts) {
    return Stream.of(texts).map(Ip::parse).toList();
  }

  Shot first(int number) {
    boolean passing = dice.nextBoolean();
    Stand wanted = any(List.of(Stand.values()));
    Shot some = candidate(number);
    for (int i = 0; i < TRIES; i++) {
      Shot shot = candidate(number);
      if (!side.tracked().knows(shot)) {
        some = shot;
        List<Stand> refusals =
            side.judge(shot).checkpoints().stream()
                .filter(it -> !it.passes())
                .map(Checkpoint::stand)
                .toList();
        boolean failing = i < TRIES / 2 ? refusals.equals(List.of(wanted)) : !refusals.isEmpty();
        if (passing ? refusals.isEmpty() : failing) {
          break;
        }
      }
    }
    return some;
  }

  private Shot candidate(int number) {
    Place from = any(side.envelope().places());
    boolean v6 = from.addresses().getLast().v6() && dice.nextInt(5) < 2;
    Ip source = source(from, v6);
    Ip destination = destination(v6);
    Content content = content(any(rules(from, side.owner(destination), v6)), v6);
    Shape shape = dice.nextInt(4) > 0 ? Shape.PLAIN : any(List.of(Shape.values()));
    return new Shot(
        number,
        number,
        0,
        dice.nextInt(25) > 0 ? side.card(from.mark()) : otherCard(),
        new Packet(
            OptionalInt.of(from.mark()),
            source,
            destination,
            content,
            Stage.BEGINS,
            shape == Shape.LOOSE_ROUTE || shape == Shape.STRICT_ROUTE),
        dice.nextInt(3) > 0 ? Shot.SYN : FLAGS[dice.nextInt(FLAGS.length)],
        shape,
        Optional.empty());
  }

  private Mac otherCard() {
    return dice.nextBoolean()
        ? side.card(any(side.envelope().places()).mark())
        : Mac.parse("02:00:00:ff:00:ff");
  }

  private Ip source(Place from, boolean v6) {
    int kind = dice.nextInt(from.spoofing() ? 12 : 40);
    return switch (kind) {
      case 0, 1 -> any(ofVersion(addresses, v6));
      case 2 -> any(v6 ? ODD_V6 : ODD);
      case 3 -> any(v6 ? NOBODY_V6 : NOBODY);
      default -> any(ofVersion(from.addresses(), v6));
    };
  }

  private Ip destination(boolean v6) {
    return switch (dice.nextInt(20)) {
      case 0 -> any(v6 ? ODD_V6 : ODD);
      case 1 -> any(v6 ? NOBODY_V6 : NOBODY);
      case 2 -> v6 ? ROUTER_V6 : ROUTER;
      default -> any(ofVersion(addresses, v6));
    };
  }

  private static List<Ip> ofVersion(List<Ip> all, boolean v6) {
    return all.stream().filter(it -> it.v6() == v6).toList();
  }

  /// What the rules before both ends are about.
  private List<Traffic> rules(Place from, Optional<Place> to, boolean v6) {
    List<Traffic> all = new ArrayList<>(List.of(ALL));
    for (Group group : side.envelope().groups()) {
      if (from.groups().contains(group.id())) {
        add(group.rules(Direction.OUTBOUND), v6, all);
      }
      if (to.filter(it -> it.groups().contains(group.id())).isPresent()) {
        add(group.rules(Direction.INBOUND), v6, all);
      }
    }
    if (to.filter(it -> !it.segment().equals(from.segment())).isPresent()) {
      Acl acl = any(side.envelope().acls());
      acl.rules(dice.nextBoolean() ? Direction.OUTBOUND : Direction.INBOUND).stream()
          .filter(it -> it.source().first().v6() == v6)
          .forEach(it -> all.add(it.traffic()));
    }
    return all;
  }

  private static void add(List<Group.Rule> rules, boolean v6, List<Traffic> all) {
    rules.stream().filter(it -> it.local().first().v6() == v6).forEach(it -> all.add(it.traffic()));
  }

  /// What a rule is about, at an edge of it, or what is just beyond.
  private Content content(Traffic traffic, boolean v6) {
    List<Integer> some =
        traffic.protocols().isEmpty() || dice.nextInt(12) == 0
            ? List.of(6, 17, v6 ? 58 : 1, v6 ? 1 : 58, 47, 132, 50, 89, dice.nextInt(256))
            : traffic.protocols();
    int protocol = possible(any(some), v6);
    return switch (protocol) {
      case Traffic.TCP, Traffic.UDP ->
          new Content(
              protocol,
              traffic
                  .source()
                  .map(it -> edge(it.min(), it.max()))
                  .orElse(1024 + dice.nextInt(60_000)),
              traffic
                  .destination()
                  .map(it -> edge(it.min(), it.max()))
                  .orElse(1 + dice.nextInt(65_535)));
      case Traffic.ICMP, Traffic.ICMPV6 ->
          new Content(
              protocol,
              traffic.icmpType().map(it -> edge(it, it) & 255).orElse(type(v6)),
              traffic.icmpCode().map(it -> edge(it, it) & 255).orElse(dice.nextInt(8) / 7));
      default -> Content.of(protocol);
    };
  }

  private int type(boolean v6) {
    return dice.nextInt(3) > 0 ? (v6 ? 128 : 8) : v6 ? 128 + dice.nextInt(9) : dice.nextInt(20);
  }

  /// Not those that are no protocols but headers before one, nor those that the kernel takes apart.
  private static int possible(int protocol, boolean v6) {
    return switch (protocol) {
      case 33, 136 -> 89;
      case 0, 43, 44, 51, 59, 60, 135, 139, 140 -> v6 ? 89 : protocol;
      default -> protocol;
    };
  }

  private int edge(int min, int max) {
    return Math.clamp(
        switch (dice.nextInt(6)) {
          case 0 -> min - 1L;
          case 1, 2 -> min;
          case 3 -> max + 1L;
          case 4 -> max;
          default -> min + dice.nextInt(max - min + 1);
        },
        0,
        65_535);
  }

  private <T> T any(List<T> all) {
    return all.get(dice.nextInt(all.size()));
  }
}
