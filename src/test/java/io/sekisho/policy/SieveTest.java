package io.sekisho.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;
import io.sekisho.firewall.Ports;
import io.sekisho.firewall.Protocol;
import io.sekisho.firewall.Protocol.Layer;
import io.sekisho.policy.Group.Rule;
import io.sekisho.policy.Packet.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A sieve says what reading one rule after the other says.
class SieveTest {
  private static final List<String> GROUPS = List.of("g1", "g2", "g3");
  private static final List<String> BLOCKS =
      List.of(
          "0.0.0.0/0",
          "0.0.0.0/8",
          "10.0.0.0/8",
          "10.0.0.4/30",
          "10.0.0.5/32",
          "10.0.0.6/32",
          "128.0.0.0/1",
          "255.255.255.255/32");
  private static final List<String> BLOCKS_6 =
      List.of("::/0", "::/128", "2001:db8::/32", "2001:db8::5/128", "8000::/1");
  private static final int[] PORTS = {0, 1, 79, 80, 81, 1024, 65_534, 65_535};

  private final Random dice = new Random(20_261_126);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 63, 64, 65, 200})
  void saysWhatItsRulesSay(int count) {
    int let = 0;
    int asked = 0;
    for (int world = 0; world < 40; world++) {
      List<Rule> rules = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        rules.add(rule("r" + i));
      }
      Sieve sieve = new Sieve(rules);
      for (int i = 0; i < 300; i++) {
        boolean v6 = dice.nextInt(3) == 0;
        Ip here = ip(v6);
        Ip there = ip(v6);
        Content content = content(v6);
        Seat remote = dice.nextBoolean() ? seat() : null;
        boolean expected = Seat.first(rules, here, there, remote, content) != null;
        assertThat(sieve.lets(here, there, remote == null ? null : remote.place(), content))
            .as("%s %s %s %s by %s", here, there, remote, content, rules)
            .isEqualTo(expected);
        let += expected ? 1 : 0;
        asked++;
      }
    }
    assertThat(let).isBetween(count == 0 ? 0 : 30, count < 60 ? asked - 30 : asked);
  }

  private Rule rule(String id) {
    boolean v6 = dice.nextInt(3) == 0;
    boolean members = dice.nextInt(3) == 0;
    return new Rule(
        id,
        block(v6),
        members ? Optional.empty() : Optional.of(block(v6)),
        members ? Optional.of(any(GROUPS)) : Optional.empty(),
        Traffic.of(protocol(), v6));
  }

  private Protocol protocol() {
    return switch (dice.nextInt(20)) {
      case 0 -> new Protocol.IcmpTcpUdp();
      case 1 -> new Protocol.Icmp(Optional.of(8), some(0));
      case 2 -> new Protocol.Icmp(Optional.of(0), Optional.empty());
      case 3 -> new Protocol.Other(47);
      case 4 -> new Protocol.Any();
      default ->
          new Protocol.Transport(
              dice.nextBoolean() ? Layer.TCP : Layer.UDP, some(ports()), some(ports()));
    };
  }

  private Ports ports() {
    int one = 1 + dice.nextInt(65_535);
    int other = PORTS[1 + dice.nextInt(PORTS.length - 1)];
    return dice.nextBoolean()
        ? new Ports(other, other)
        : new Ports(Math.min(one, other), Math.max(one, other));
  }

  private Content content(boolean v6) {
    int first = PORTS[dice.nextInt(PORTS.length)];
    int second = PORTS[dice.nextInt(PORTS.length)];
    return switch (dice.nextInt(8)) {
      case 0 -> v6 ? Content.icmpv6(8 * dice.nextInt(2), 0) : Content.icmp(8 * dice.nextInt(2), 0);
      case 1 -> Content.of(47);
      case 2 -> Content.of(255);
      case 3, 4 -> Content.udp(first, second);
      default -> Content.tcp(first, second);
    };
  }

  private Seat seat() {
    Place place =
        new Place(
            1,
            List.of(),
            "s",
            GROUPS.stream().filter(_ -> dice.nextInt(3) == 0).toList(),
            false,
            true,
            Optional.empty());
    return new Seat(place, List.of(), List.of(), List.of(), Optional.empty(), Optional.empty());
  }

  /// At the edge of a block, or beside it.
  private Ip ip(boolean v6) {
    Prefix block = block(v6);
    Ip edge = dice.nextBoolean() ? block.first() : block.last();
    return edge.plus(dice.nextInt(3) - 1);
  }

  private Prefix block(boolean v6) {
    return Prefix.parse(any(v6 ? BLOCKS_6 : BLOCKS));
  }

  private <T> Optional<T> some(T value) {
    return dice.nextBoolean() ? Optional.of(value) : Optional.empty();
  }

  private <T> T any(List<T> all) {
    return all.get(dice.nextInt(all.size()));
  }
}
