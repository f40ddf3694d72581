package io.sekisho.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.address.Ip;
import io.sekisho.host.Fleet;
import io.sekisho.host.HostPlan;
import io.sekisho.host.VpcPlan;
import io.sekisho.nftables.GuestPorts;
import io.sekisho.nftables.GuestPorts.Limits;
import io.sekisho.nftables.GuestPorts.Port;
import io.sekisho.nftables.GuestPorts.Service;
import io.sekisho.policy.EnvelopeText;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// VPC 1 with three guests and a device that leads out, and a namespace at the other end of it that
/// stands for the internet. It ends with the lab.
record Internet(Lab lab) {
  static final String NAME = Lab.NAMES.guest(99);

  /// Whom guests find there.
  static final String ADDRESS = "198.51.100.7";

  /// The addresses of the VPC's guests.
  static final List<String> GUESTS = List.of("10.0.0.5", "10.0.0.7", "192.0.2.5");

  /// Puts an envelope of these guests into force in VPC 1, in which they have the marks 1, 2 and 3.
  void enforce(String envelope) {
    List<Port> ports =
        IntStream.rangeClosed(1, GUESTS.size())
            .mapToObj(mark -> port(mark, GUESTS.get(mark - 1)))
            .toList();
    lab.network.enforce(
        new HostPlan(
            List.of(
                new VpcPlan(
                    Lab.VPC_1,
                    List.of(Ip.parse("10.0.0.1"), Ip.parse("192.0.2.1")),
                    new GuestPorts(ports, Limits.DEFAULT),
                    EnvelopeText.read(envelope))),
            Map.of()));
  }

  private static Port port(int mark, String address) {
    return new Port(
        "tap" + mark, Fleet.mac(mark), List.of(Ip.parse(address)), mark, 1, Service.HTTP);
  }

  /// @param known the addresses that it has a route to
  void begin(String... known) {
    lab.commands.run("ip", "netns", "add", NAME);
    connect();
    ip(
        "link set lo up",
        "link set vpc up",
        "addr add 169.254.0.1/32 dev vpc",
        "addr add " + ADDRESS + "/32 dev lo");
    for (String address : known) {
      ip("route add %s/32 dev vpc src %s".formatted(address, ADDRESS));
    }
  }

  void connect() {
    lab.commands.run(
        "ip link add up0 netns %s type veth peer name vpc netns %s"
            .formatted(Lab.VPC_1, NAME)
            .split(" "));
  }

  /// As [Lab#settle].
  void settle() {
    String state = "ip -n %s link show up0".formatted(Lab.VPC_1);
    assertThat(Lab.within(5000, () -> lab.commands.run(state.split(" ")).contains("state UP")))
        .isTrue();
  }

  void ip(String... lines) {
    lab.commands.feed(String.join("\n", lines) + "\n", "ip", "-n", NAME, "-batch", "-");
  }
}
