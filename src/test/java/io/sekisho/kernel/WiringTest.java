package io.sekisho.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.address.Ip;
import io.sekisho.address.Mac;
import io.sekisho.kernel.Links.Place;
import io.sekisho.nftables.GuestPorts.Port;
import io.sekisho.nftables.GuestPorts.Service;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WiringTest {
  private static final Mac CARD = Mac.parse("02:00:00:00:00:01");
  private final Links links =
      new Links(
          new HashSet<>(),
          new HashSet<>(),
          new HashSet<>(),
          new HashMap<>(),
          new HashSet<>(),
          new HashSet<>());

  @Test
  void absentTapNeedsNothing() {
    assertThat(Wiring.taps(List.of(port("10.0.0.5")), links)).isEmpty();
  }

  @Test
  void newTapIsConfiguredAndBecomesFe80Last() {
    links.devices().add("tap1");

    assertThat(Wiring.taps(List.of(port("10.0.0.5", "2001:db8::5")), links))
        .containsExactly(
            "link set dev tap1 address fe:00:00:00:00:01 up",
            "ntable change name arp_cache dev tap1 proxy_delay 0",
            "route replace 10.0.0.5 dev tap1",
            "neigh replace 10.0.0.5 lladdr 02:00:00:00:00:01 dev tap1 nud permanent",
            "route replace 2001:db8::5 dev tap1",
            "neigh replace 2001:db8::5 lladdr 02:00:00:00:00:01 dev tap1 nud permanent",
            "addr replace fe80::1/64 dev tap1 nodad");
  }

  @Test
  void configuredTapIsLeftAlone() {
    configured("10.0.0.5", "2001:db8::5");

    assertThat(Wiring.taps(List.of(port("10.0.0.5", "2001:db8::5")), links)).isEmpty();
  }

  @Test
  void anotherCardIsLearnt() {
    configured("10.0.0.5");
    links.cards().put(place("10.0.0.5"), Mac.parse("02:00:00:00:00:02"));

    assertThat(Wiring.taps(List.of(port("10.0.0.5")), links))
        .contains("neigh replace 10.0.0.5 lladdr 02:00:00:00:00:01 dev tap1 nud permanent");
  }

  @Test
  void routesOfAddressesThatWentAreRemoved() {
    configured("10.0.0.5", "2001:db8::5");

    assertThat(Wiring.taps(List.of(port("10.0.0.5")), links))
        .containsExactly("route del 2001:db8::5 dev tap1");
    assertThat(Wiring.taps(List.of(), links)).hasSize(2).allMatch(it -> it.startsWith("route del"));
  }

  @Test
  void routesOfOtherDevicesAreNobodysBusiness() {
    links.routes().add(new Place("up0", Ip.parse("192.0.2.1")));

    assertThat(Wiring.taps(List.of(), links)).isEmpty();
  }

  @Test
  void theDeviceThatLeadsOutGetsADefaultRouteUnlessThereIsOne() {
    assertThat(Wiring.uplink(links)).isEmpty();
    links.devices().add("up0");
    assertThat(Wiring.uplink(links))
        .containsExactly(
            "link set dev up0 up",
            "ntable change name arp_cache dev up0 proxy_delay 0",
            "addr replace 169.254.0.2/32 dev up0",
            "route replace default via 169.254.0.1 dev up0 onlink");
    links.exits().add("up0");
    assertThat(Wiring.uplink(links)).isEmpty();
  }

  @Test
  void loopbackLosesAndGainsGateways() {
    links.locals().addAll(Set.of(Ip.parse("127.0.0.1"), Ip.parse("::1"), Ip.parse("10.1.0.1")));
    links.locals().add(Ip.parse("169.254.169.254"));

    assertThat(Wiring.loopback(List.of(Ip.parse("10.0.0.1")), links.locals()))
        .containsExactly(
            "addr del 10.1.0.1/32 dev lo",
            "addr replace 10.0.0.1/32 dev lo",
            "addr replace fd00:ec2::254/128 dev lo nodad");
  }

  private void configured(String... addresses) {
    links.devices().add("tap1");
    links.routers().add("tap1");
    for (String address : addresses) {
      links.routes().add(place(address));
      links.cards().put(place(address), CARD);
    }
  }

  private static Place place(String address) {
    return new Place("tap1", Ip.parse(address));
  }

  private static Port port(String... addresses) {
    List<Ip> ips = Arrays.stream(addresses).map(Ip::parse).toList();
    return new Port("tap1", CARD, ips, 1, 1, Service.HTTP);
  }
}
