package io.sekisho.nftables;

import io.sekisho.address.Ip;
import io.sekisho.address.Mac;
import io.sekisho.nftables.GuestPorts.Limits;
import io.sekisho.nftables.GuestPorts.Port;
import io.sekisho.nftables.GuestPorts.Service;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Ports for tests: read from a case's `ports.txt`, or thrown with dice.
final class Ports {
  private Ports() {}

  /// One port a line: `mark mac service hop-limit address...`; what follows a `#` is for people.
  static GuestPorts read(String text) {
    return new GuestPorts(
        text.lines()
            .map(line -> line.replaceAll("#.*", "").strip())
            .filter(line -> !line.isEmpty())
            .map(Ports::port)
            .toList(),
        Limits.DEFAULT);
  }

  private static Port port(String line) {
    String[] word = line.split("\\s+");
    List<Ip> addresses = Arrays.stream(word).skip(4).map(Ip::parse).toList();
    Service service = Service.valueOf(word[2].toUpperCase(Locale.ROOT));
    return new Port(
        "tap" + word[0],
        Mac.parse(word[1]),
        addresses,
        Integer.parseInt(word[0]),
        Integer.parseInt(word[3]),
        service);
  }

  /// Some of twelve possible ports, each with random switches and addresses.
  static GuestPorts random(RandomGenerator dice) {
    return new GuestPorts(
        IntStream.rangeClosed(1, 12)
            .filter(mark -> dice.nextBoolean())
            .mapToObj(mark -> random(mark, dice))
            .toList(),
        Limits.DEFAULT);
  }

  private static Port random(int mark, RandomGenerator dice) {
    Ip v4 = Ip.parse("10.0.0." + (10 * mark + dice.nextInt(4)));
    Ip v6 = Ip.parse("2001:db8::" + mark + dice.nextInt(4));
    return new Port(
        "tap" + mark,
        new Mac(0x02_00_00_00_00_00L + 4L * mark + dice.nextInt(2)),
        dice.nextBoolean() ? List.of(v4) : List.of(v4, v6),
        mark,
        1 + dice.nextInt(64),
        List.of(Service.OFF, Service.HTTP, Service.HTTPS).get(dice.nextInt(3)));
  }
}
