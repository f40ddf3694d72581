package io.sekisho.sentry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.address.Ip;
import io.sekisho.guard.Presets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class ConnectionTest {
  /// As a little-endian machine prints it.
  @Test
  void readsAddressesOfBothKindsAndMappedOnes() {
    assertThat(remote("FEA9FEA9:0050")).isEqualTo(Ip.parse("169.254.169.254"));
    assertThat(remote("0000000000000000FFFF0000FEA9FEA9:0050"))
        .isEqualTo(Ip.parse("169.254.169.254"));
    assertThat(remote("C20E00FD000000000000000054020000:0050"))
        .isEqualTo(Ip.parse("fd00:ec2::254"));
  }

  @Test
  void knowsWhatLeadsToATarget() {
    assertThat(connection("FEA9FEA9:0050").isTo(Presets.IBM_GROUP.policy("root"))).isTrue();
    assertThat(connection("0101A8C0:0050").isTo(Presets.IBM_GROUP.policy("root"))).isFalse();
  }

  /// The kernel's own list.
  @Test
  void findsAListenerOfThisProcess() throws IOException {
    try (ServerSocket here = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      assertThat(Connection.all())
          .filteredOn(it -> it.localPort() == here.getLocalPort())
          .anyMatch(Connection::listens);
    }
  }

  private static Ip remote(String column) {
    return connection(column).remote();
  }

  private static Connection connection(String remote) {
    return Connection.parse(
        "0: 0100007F:1F90 %s 01 00000000:00000000 00:00000000 00000000 33 0 4711 1"
            .formatted(remote)
            .split(" "));
  }
}
