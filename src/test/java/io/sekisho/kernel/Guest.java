package io.sekisho.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.kernel.Lab.Answer;

/// A guest of the lab: a namespace of its own behind a veth pair.
record Guest(String name, Commands commands) {
  /// Runs lines of `ip`.
  void ip(String... lines) {
    commands.feed(String.join("\n", lines) + "\n", "ip", "-n", name, "-batch", "-");
  }

  String run(String... argv) {
    return Lab.there(name).inside(() -> commands.run(argv));
  }

  Answer connect(int port) {
    return connect("0.0.0.0", Lab.METADATA, port);
  }

  Answer connect6(int port) {
    return connect("::", Lab.METADATA_V6, port);
  }

  Answer connect(String from, String to, int port) {
    return Lab.connect(name, from, to, port);
  }

  /// A container: one routed hop behind this guest, which translates its addresses to its own.
  Guest container() {
    Guest container = new Guest(name + "0", commands);
    commands.run("ip", "netns", "add", container.name);
    commands.run(
        "ip link add eth0 netns %s type veth peer name c0 netns %s"
            .formatted(container.name, name)
            .split(" "));
    ip("link set c0 up", "addr add 172.17.0.1/24 dev c0", "addr add fd17::1/64 dev c0 nodad");
    container.ip(
        "link set lo up",
        "link set eth0 up",
        "addr add 172.17.0.2/24 dev eth0",
        "addr add fd17::2/64 dev eth0 nodad",
        "route add default via 172.17.0.1",
        "route add default via fd17::1");
    route("sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1");
    String state = "ip link show eth0";
    assertThat(Lab.within(5000, () -> container.run(state.split(" ")).contains("state UP")))
        .isTrue();
    return container;
  }

  /// Sends the container's packets on under the guest's own addresses.
  void masquerade() {
    route(
        "nft add table inet nat; nft 'add chain inet nat post { type nat hook postrouting priority 100; }';"
            + "nft add rule inet nat post oifname eth0 masquerade");
  }

  private void route(String script) {
    run("sh", "-c", script);
  }
}
