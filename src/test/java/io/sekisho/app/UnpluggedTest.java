package io.sekisho.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A hypervisor takes a guest's device away, and later puts it back.
@Tag("root")
class UnpluggedTest {
  @RegisterExtension static final Product PRODUCT = new Product("atu");

  private static final int SOON_MILLIS = 1_000;

  private final Guest web = PRODUCT.guest("web-1");
  private String vpc = "";
  private String tap = "";

  @BeforeEach
  void find() {
    vpc = PRODUCT.name("vpc-1");
    tap = ip("-o", "route", "show", "10.0.0.5").replaceAll("(?s).* dev (tap\\d+).*", "$1");
  }

  @Test
  void itsConnectionsAreClosedAtOnceAndItIsServedWhenItIsBack() throws Exception {
    String token = web.token(Guest.IPV4);
    String mac = web.sh("ip -br link show eth0").split("\\s+")[2];
    try (KeptConnection kept = new KeptConnection(web)) {
      assertThat(kept.get("/metadata/v1/instance", token)).isEqualTo(200);
      assertThat(connections()).isOne();
      long before = System.nanoTime();
      ip("link", "del", tap);
      while (connections() > 0) {
        assertThat((System.nanoTime() - before) / 1_000_000).isLessThan(SOON_MILLIS);
        Thread.sleep(10);
      }
    }
    assertThat(PRODUCT.eventsWith("guest_unplugged")).contains("\"tap\":\"" + tap + "\"");

    plugIn(mac);
    long end = System.nanoTime() + 3_000_000_000L;
    while (web.run("ping", "-c1", "-W1", "10.0.0.1").code() != 0) {
      assertThat(System.nanoTime()).isLessThan(end);
    }
    assertThat(web.whoAmI()).isEqualTo("web-1");
    assertThat(web.get(Guest.IPV4 + "/metadata/v1/instance", token).at("/name")).isEqualTo("web-1");
  }

  private void plugIn(String mac) {
    String guest = PRODUCT.name("guest-" + tap.substring(3));
    Ran.here(
            "ip link add eth0 address %s netns %s type veth peer name %s netns %s"
                .formatted(mac, guest, tap, vpc)
                .split(" "))
        .good();
    web.sh(
        "ip addr add 10.0.0.5/24 dev eth0; ip link set eth0 up; ip route add default via 10.0.0.1");
  }

  /// Of the guest's with the service.
  private long connections() {
    return Ran.here("ip", "netns", "exec", vpc, "cat", "/proc/net/tcp")
        .good()
        .lines()
        .filter(line -> line.matches("\\s*\\d+: \\S+ 0500000A:\\S+ 01 .*"))
        .count();
  }

  /// What `ip` says within the VPC's namespace.
  private String ip(String... command) {
    String[] all = new String[command.length + 3];
    all[0] = "ip";
    all[1] = "-n";
    all[2] = vpc;
    System.arraycopy(command, 0, all, 3, command.length);
    return Ran.here(all).good();
  }
}
