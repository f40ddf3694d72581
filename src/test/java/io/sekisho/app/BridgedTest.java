package io.sekisho.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.kernel.Capture;
import io.sekisho.linux.NetworkNamespace;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A guest is moved to a bridge that another program has on a host of its own.
@Tag("root")
class BridgedTest {
  @RegisterExtension static final Product PRODUCT = new Product("atb");

  private final Guest web = PRODUCT.guest("web-1");
  private final String host = PRODUCT.name("host");
  private String tap = "";

  @BeforeEach
  void move() throws Exception {
    String vpc = PRODUCT.name("vpc-1");
    String route = ip(vpc, "route", "show", "10.0.0.5");
    tap = route.replaceAll("(?s).* dev (tap\\d+).*", "$1");
    String guest = PRODUCT.name("guest-" + tap.substring(3));
    String mac = web.sh("ip -br link show eth0").split("\\s+")[2];
    ip(vpc, "link", "del", tap);
    Ran.here("ip", "netns", "add", host).good();
    ip(host, "link", "add", "br0", "type", "bridge");
    ip(host, "addr", "add", "10.0.0.1/24", "dev", "br0");
    ip(host, "link", "set", "br0", "up");
    ip(
        host,
        ("link add vnet0 type veth peer name eth0 address " + mac + " netns " + guest).split(" "));
    ip(host, "link", "set", "vnet0", "master", "br0", "up");
    web.sh(
        "ip addr add 10.0.0.5/24 dev eth0; ip link set eth0 up; ip route add default via 10.0.0.1");
    onHost(() -> Capture.begin(PRODUCT.name("").replace("-", ""), vpc, tap, "vnet0"));
    long end = System.nanoTime() + 5_000_000_000L;
    while (web.put(Guest.IPV4).status() != 200) {
      assertThat(System.nanoTime()).isLessThan(end);
    }
  }

  @AfterEach
  void remove() throws Exception {
    onHost(() -> Capture.end(PRODUCT.name("").replace("-", ""), tap));
    Ran.here("ip", "netns", "del", host).good();
    Files.deleteIfExists(
        Path.of("/run/sekisho-" + PRODUCT.name("").replace("-", "") + "-capture.lock"));
  }

  @Test
  void andIsServedThereAsItWas() {
    String token = web.token(Guest.IPV4);

    assertThat(web.whoAmI()).isEqualTo("web-1");
    assertThat(web.get(Guest.IPV4 + "/metadata/v1/instance/initialization", token).at("/user_data"))
        .contains("nginx");
    assertThat(web.iamToken("").status()).isEqualTo(200);
  }

  private void onHost(Runnable work) {
    NetworkNamespace.find(host)
        .orElseThrow()
        .inside(
            () -> {
              work.run();
              return host;
            });
  }

  private static String ip(String namespace, String... command) {
    String[] all = new String[command.length + 3];
    all[0] = "ip";
    all[1] = "-n";
    all[2] = namespace;
    System.arraycopy(command, 0, all, 3, command.length);
    return Ran.here(all).good();
  }
}
